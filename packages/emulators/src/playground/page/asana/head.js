import { follow, h, setText, sign } from "../dom.js";

const CHECK = "M9.6 16.6 4.9 11.9l1.5-1.5 3.2 3.2 8-8 1.5 1.5z";

/**
 * The head of a task: whether it is done, its name, whose it is.
 *
 * @param {{ assign: (to: string) => void, complete: (done: boolean) => void }} acts
 */
export function makeHead({ assign, complete }) {
  const done = h("button", { type: "button", class: "done" }, sign(CHECK));
  const name = h("h2");
  const who = h("select", { id: "assignee", on: { change: () => assign(who.value) } });
  const label = h("label", { htmlFor: "assignee" }, "Assignee");
  const projects = h("ul", { class: "projects", "aria-label": "Projects" });
  let isDone = false;
  done.addEventListener("click", () => complete(!isDone));
  const element = h(
    "header",
    { class: "task" },
    h("div", { class: "name" }, done, name),
    h("div", { class: "fields" }, label, who, projects),
  );
  return {
    element,
    show(scene, writers) {
      isDone = scene.completed;
      done.ariaPressed = String(isDone);
      done.ariaLabel = isDone ? "Completed" : "Mark as complete";
      done.title = done.ariaLabel;
      setText(name, scene.name);
      const bot = { id: scene.bot.id, name: `${scene.bot.name} (the bot)` };
      follow(who, [{ id: "", name: "Nobody" }, bot, ...writers], {
        key: ({ id }) => id || "nobody",
        make: ({ id }) => h("option", { value: id }),
        update: (option, one) => setText(option, one.name),
      });
      who.value = scene.assignee?.id ?? "";
      follow(projects, scene.projects, {
        key: (project) => project,
        make: (project) => h("li", {}, project),
        update: () => {},
      });
    },
  };
}
