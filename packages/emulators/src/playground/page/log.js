import { h } from "./dom.js";

/** This close to its end, it follows new messages. */
const NEAR_END_PX = 60;

/** Where messages stand. @param {Node[]} children */
export function makeLog(...children) {
  let pinned = true;
  let size = "";
  let lastKey = "";
  const element = h(
    "div",
    {
      class: "messages",
      role: "log",
      tabIndex: 0,
      "aria-label": "Messages",
      "aria-relevant": "additions",
    },
    ...children,
  );
  const toEnd = () => {
    element.scrollTop = element.scrollHeight;
  };
  element.addEventListener("scroll", () => {
    const before = size;
    size = `${element.scrollHeight} ${element.clientHeight}`;
    // Where the layout has changed, it was not a person who scrolled away.
    if (size !== before) return;
    pinned = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
  });
  new ResizeObserver(() => pinned && toEnd()).observe(element);
  return {
    element,
    /** It has changed. @param key - of the last message. @param mine - what one has just written, one wants to see */
    changed(key, mine) {
      if (pinned || (mine && key !== lastKey)) toEnd();
      lastKey = key;
    },
  };
}
