import { clock, h, setText } from "../dom.js";
import { rich } from "./rich.js";

/** Names have one of so many colours, see `stage.css`. */
const COLOURS = 4;

/** @param {{ story: object, mine: boolean }} item */
export function makeStory({ story, mine }, acts) {
  return story.kind === "comment" ? makeComment(story, mine, acts) : makeNews();
}

/** What Asana tells of what somebody has done. */
function makeNews() {
  return h("p", { class: "news" }, h("b"), h("span", { class: "what" }), h("time"));
}

function makeComment({ id, by }, mine, acts) {
  const versions = h("ol", { class: "earlier" });
  const edited = h("details", { class: "edited" }, h("summary", {}, "edited"), versions);
  edited.addEventListener("toggle", () => {
    if (edited.open) showVersions(id, edited, versions, acts);
  });
  const act = (label, name) => h("button", { type: "button", class: `quiet ${name}` }, label);
  return h(
    "article",
    { class: by.bot ? "comment bot" : "comment", "aria-label": `A comment by ${by.name}` },
    face(by),
    h("b", { class: "by" }, by.name),
    by.bot ? h("span", { class: "badge" }, "bot") : null,
    h(
      "span",
      { class: "at" },
      ...(mine ? [act("Edit", "edit"), act("Delete", "delete")] : []),
      h("time"),
    ),
    h("div", { class: "rich" }),
    edited,
  );
}

export function face({ id, name, bot = false }) {
  const colour = bot ? "bot" : String(Number(BigInt(id || 0) % BigInt(COLOURS)));
  return h(
    "span",
    { class: "face", "data-colour": colour, "aria-hidden": "true" },
    name.slice(0, 1),
  );
}

export function updateStory(element, { story }, acts) {
  const now = JSON.stringify(story);
  if (element.dataset.shown === now) return;
  element.dataset.shown = now;
  const part = (selector) => element.querySelector(selector);
  setText(part("time"), clock(story.at));
  if (story.kind === "system") {
    setText(part("b"), story.by.name);
    part(".what").replaceChildren(...rich(story.html));
    return;
  }
  part(".rich").replaceChildren(...rich(story.html));
  const edited = part(".edited");
  edited.hidden = story.edits === 0;
  if (edited.open) showVersions(story.id, edited, part(".earlier"), acts);
  const edit = part(".edit");
  if (edit) edit.onclick = () => acts.edit(story);
  const remove = part(".delete");
  if (remove) remove.onclick = () => acts.remove(story);
}

async function showVersions(id, edited, list, acts) {
  const versions = await acts
    .get("versions", { story: id })
    .catch((error) => [{ text: error.message }]);
  if (!edited.open) return;
  const item = ({ text, at }) => h("li", {}, at ? h("time", {}, clock(at)) : null, ` ${text}`);
  list.replaceChildren(...versions.map(item));
}
