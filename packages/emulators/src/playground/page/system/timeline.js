import { clock, follow, h, setText } from "../dom.js";

/** What happened, line by line. Lines have no identity of their own: time and text make one. */
export function showTimeline(list, { timeline }) {
  const seen = new Map();
  const items = timeline.map((line) => {
    const name = `${line.at}-${line.text}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { ...line, key: `${name}-${seen.get(name)}` };
  });
  follow(list, items, {
    key: ({ key }) => key,
    make: ({ at, text, tone }) =>
      h(
        "li",
        { "data-tone": tone },
        h("time", {}, clock(at)),
        h("span", {}, h("span", {}, text), h("b")),
      ),
    update: (line, { times }) => setText(line.querySelector("b"), times > 1 ? ` ×${times}` : ""),
  });
}
