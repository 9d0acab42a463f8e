import { clock, h, setText } from "./dom.js";

/**
 * The earlier texts of a message, fetched when somebody wants to see them.
 *
 * @param {() => Promise<{ text: string, at?: number }[]>} fetched
 */
export function makeHistory(fetched) {
  const summary = h("summary");
  const list = h("ol", { class: "versions" });
  const element = h("details", { class: "history" }, summary, list);
  const item = ({ text, at }) => h("li", {}, at ? h("time", {}, clock(at)) : null, ` ${text}`);
  async function fill() {
    const versions = await fetched().catch((error) => [{ text: error.message }]);
    if (element.open) list.replaceChildren(...versions.map(item));
  }
  element.addEventListener("toggle", async () => {
    if (!element.open) return;
    await fill();
    element.scrollIntoView({ block: "nearest" });
  });
  /** @param {number} edits */
  element.show = (edits) => {
    element.hidden = edits === 0;
    setText(summary, `edited ${edits === 1 ? "once" : `${edits} times`}`);
    if (element.open) fill();
  };
  return element;
}
