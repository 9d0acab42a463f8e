import { h } from "../dom.js";

/** What each kind of entity is on this page; other kinds (mentions, commands) stay plain. */
const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
  spoiler: "span",
};

const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];

/**
 * A text with its entities, as nodes. Entities nest and never cross (TDLib sees to it); offsets are
 * UTF-16 code units, as in a JavaScript string.
 */
export function formatted(text, entities, from = 0, to = text.length) {
  const inside = entities
    .filter(({ offset, length }) => offset >= from && offset + length <= to)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const nodes = [];
  let at = from;
  for (const entity of inside) {
    // It lies in the one before, which has shown it.
    if (entity.offset < at) continue;
    const end = entity.offset + entity.length;
    const nested = inside.filter((other) => other !== entity);
    if (at < entity.offset) nodes.push(text.slice(at, entity.offset));
    nodes.push(
      wrap(entity, formatted(text, nested, entity.offset, end), text.slice(entity.offset, end)),
    );
    // A block ends its line by itself.
    at = BLOCKS.includes(entity.type) && text[end] === "\n" ? end + 1 : end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap({ type, url }, children, text) {
  const address = type === "text_link" ? url : type === "url" ? text : null;
  if (address && /^https?:\/\//i.test(address)) {
    return h("a", { href: address, target: "_blank", rel: "noreferrer" }, ...children);
  }
  return h(TAGS[type] ?? "span", { class: type }, ...children);
}
