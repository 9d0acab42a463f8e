import { h } from "../dom.js";

/** Asana's tags, and what they are on this page. What is not here keeps its words only. */
const TAGS = {
  strong: "strong",
  em: "em",
  u: "u",
  s: "s",
  ol: "ol",
  ul: "ul",
  li: "li",
  h1: "h3",
  h2: "h4",
};

/**
 * Rich text as nodes. It is read as XML, which runs nothing and loads nothing, and only what is listed above
 * is made again, without attributes; links lead to the web or nowhere.
 *
 * @param {string} html a `<body>`, or what a story of the system has instead
 */
export function rich(html) {
  const source = html.startsWith("<body>") ? html : `<body>${html}</body>`;
  const { documentElement: body } = new DOMParser().parseFromString(source, "text/xml");
  // What cannot be read is shown as it came.
  if (body.localName !== "body" || body.querySelector("parsererror")) return [html];
  return inside(body);
}

function inside(element) {
  const children = [...element.childNodes];
  return children.map((node, at) => {
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return besideBlocks(node.textContent ?? "", children[at - 1], children[at + 1]);
    }
    return made(node);
  });
}

/** A block begins and ends its line by itself, and has a margin: one empty line is there already. */
function besideBlocks(text, before, after) {
  const from = isBlock(before) ? text.replace(/^\n{1,2}/, "") : text;
  return isBlock(after) ? from.replace(/\n{1,2}$/, "") : from;
}

const isBlock = (node) =>
  node?.localName === "ul" || node?.localName === "ol" || (isCode(node) && isLong(node));
const isCode = (node) => node?.localName === "code";
const isLong = ({ textContent }) => textContent.includes("\n");

function made(element) {
  const { localName: name } = element;
  if (name === "a") return link(element);
  if (name === "hr") return h("hr");
  // Comments have no other tag for a block of code.
  if (isCode(element)) {
    const code = h("code", {}, element.textContent ?? "");
    // Wider than the comment, it is scrolled, also with the keyboard.
    return isLong(element) ? h("pre", { tabIndex: 0, "aria-label": "Code" }, code) : code;
  }
  return h(TAGS[name] ?? "span", {}, ...inside(element));
}

function link(element) {
  if (element.getAttribute("data-asana-type") === "user") {
    return h("span", { class: "mention" }, element.textContent ?? "");
  }
  const href = element.getAttribute("href") ?? "";
  if (!/^https?:\/\//i.test(href)) return h("span", {}, ...inside(element));
  return h("a", { href, target: "_blank", rel: "noreferrer" }, ...inside(element));
}
