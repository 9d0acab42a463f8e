import { clock, h, setText } from "../dom.js";
import { markdown } from "./markdown.js";

const DRAWN = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  confused: "😕",
  heart: "❤️",
  hooray: "🎉",
  rocket: "🚀",
  eyes: "👀",
};

/** One comment in its box, as GitHub draws it. */
export function makeComment({ comment: { id, by, badge, comment }, mine }, acts) {
  const versions = h("ol", { class: "gh-versions" });
  const history = h("details", { class: "gh-history" }, h("summary"), versions);
  history.addEventListener("toggle", () => {
    if (history.open) showVersions(id, history, versions, acts);
  });
  const act = (name, fn) =>
    h("button", { type: "button", class: "quiet", on: { click: fn } }, name);
  return h(
    "article",
    { class: "gh-comment", "aria-label": `Comment of ${by.login}` },
    h(
      "header",
      {},
      h(
        "span",
        { class: "gh-face", "aria-hidden": "true", "data-bot": String(by.bot) },
        by.login.slice(0, 1).toUpperCase(),
      ),
      h("b", {}, by.login),
      badge ? h("span", { class: "gh-badge" }, badge) : null,
      h("time"),
      history,
    ),
    h("div", { class: "gh-body" }),
    h(
      "footer",
      {},
      h("span", { class: "gh-reactions" }),
      mine && comment ? act("Edit", () => acts.edit(acts.now(id))) : null,
      comment && !by.bot ? act("Deliver again", () => acts.redeliver(id)) : null,
    ),
  );
}

export function updateComment(element, { comment }, acts) {
  const now = JSON.stringify(comment);
  if (element.dataset.shown === now) return;
  element.dataset.shown = now;
  const part = (selector) => element.querySelector(selector);
  const said = markdown(comment.text, (box) => acts.tick(comment.id, box));
  part(".gh-body").replaceChildren(
    ...(said.length > 0 ? said : [h("p", { class: "muted" }, "No description provided.")]),
  );
  setText(part("time"), clock(comment.at));
  part(".gh-reactions").replaceChildren(...comment.reactions.map(reaction));
  const history = part(".gh-history");
  history.hidden = comment.edits === 0;
  setText(part("summary"), "edited");
  if (history.open) showVersions(comment.id, history, part(".gh-versions"), acts);
}

function reaction({ content, by }) {
  const label = `${content} by ${by.join(", ")}`;
  return h(
    "span",
    { class: "gh-reaction", title: label, role: "img", "aria-label": label },
    `${DRAWN[content] ?? content} ${by.length}`,
  );
}

async function showVersions(id, history, list, acts) {
  const versions = await acts
    .get("versions", { message: id })
    .catch((error) => [{ text: error.message }]);
  if (!history.open) return;
  const item = ({ text, at }) => h("li", {}, at ? h("time", {}, clock(at)) : null, ` ${text}`);
  list.replaceChildren(...versions.map(item));
}
