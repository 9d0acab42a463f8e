import { follow, h, setText } from "../dom.js";

const STATES = {
  waiting: "waits for another step",
  running: "at work",
  done: "done",
  asked: "a person has to decide",
  failed: "failed",
  unknown: "over",
};
/** How a dot shows it, as in the outbox. */
const DOTS = { done: "done", running: "intent", asked: "intent", failed: "failed" };

/** The steps of a plan, each with its worker and how far it is. */
export function showPlan(list, plan) {
  lines(
    list,
    plan.map(({ id, title, worker, needs, state, why }) => ({
      ...{ key: id, name: title, state },
      about: [
        `${worker} worker`,
        needs.length > 0 ? `after ${needs.join(", ")}` : null,
        STATES[state],
        why,
      ],
    })),
  );
}

/** The tools that were called, and what they gave. */
export function showTools(list, tools) {
  lines(
    list,
    tools.map(({ key, name, by, state, said }) => ({
      ...{ key, name, state },
      about: [`by ${by}`, state === "running" ? "at work" : said],
    })),
  );
}

function lines(list, items) {
  follow(list, items, {
    key: ({ key }) => key,
    make: ({ name }) => h("li", {}, h("b", {}, name), h("span", { class: "outcome" })),
    update: (line, { state, about }) => {
      line.dataset.state = DOTS[state] ?? "open";
      setText(line.querySelector(".outcome"), about.filter(Boolean).join(", "));
    },
  });
}
