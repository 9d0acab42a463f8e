import { h } from "../dom.js";
import { inline } from "./inline.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}(?:\*\s*){3,}$|^ {0,3}(?:-\s*){3,}$|^ {0,3}(?:_\s*){3,}$/;
const QUOTE = /^ {0,3}>\s?/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/;
const DELIMITERS = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/**
 * A comment as GitHub shows it, as far as the page needs it: a small part of GFM, made of elements. What is
 * hidden there is hidden here.
 *
 * @param {string} source
 * @param {(box: number) => void} onTick a box of a task list, by its number
 */
export function markdown(source, onTick) {
  const boxes = { count: 0, onTick };
  return blocks(visible(source).split("\n"), boxes);
}

/** Without HTML comments, unless they are code. */
function visible(source) {
  const parts = source
    .replaceAll("\r\n", "\n")
    .split(/(^ {0,3}(?:```|~~~)[\s\S]*?^ {0,3}(?:```|~~~)[ \t]*$)/m);
  return parts
    .map((part, i) => (i % 2 ? part : part.replace(/<!--[\s\S]*?(?:-->|$)/g, "")))
    .join("");
}

function blocks(lines, boxes) {
  const made = [];
  let at = 0;
  const take = (test) => {
    const from = at;
    while (at < lines.length && test(lines[at])) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    if (line.trim() === "") at += 1;
    else if (fence) {
      at += 1;
      const code = take((one) => !one.trim().startsWith(fence[1]));
      at += 1;
      made.push(h("pre", { tabIndex: 0 }, h("code", {}, code.join("\n"))));
    } else if (heading) {
      at += 1;
      // Headings of a comment are none of the page.
      made.push(h("p", { class: `gh-h gh-h${heading[1].length}` }, ...inline(heading[2])));
    } else if (RULE.test(line)) {
      at += 1;
      made.push(h("hr"));
    } else if (QUOTE.test(line)) {
      const inside = take((one) => QUOTE.test(one) || !isStart(one)).map((one) =>
        one.replace(QUOTE, ""),
      );
      made.push(h("blockquote", {}, ...blocks(inside, boxes)));
    } else if (ITEM.test(line)) {
      const [, indent] = ITEM.exec(line);
      made.push(list(take(belonging(indent.length)), boxes));
    } else if (line.includes("|") && DELIMITERS.test(lines[at + 1] ?? "")) {
      made.push(table(take((one) => one.includes("|"))));
    } else {
      const [first, ...more] = [lines[at++], ...take((one) => !isStart(one))];
      made.push(h("p", {}, ...inline([first, ...more].join("\n").trim())));
    }
  }
  return made;
}

/** Whether a line ends the paragraph above it. */
function isStart(line) {
  return line.trim() === "" || [FENCE, HEADING, RULE, QUOTE, ITEM].some((one) => one.test(line));
}

/** Which of the next lines are a list's: after a blank one only what is indented, or another item. */
function belonging(indent) {
  let blank = false;
  return (line) => {
    const item = ITEM.exec(line);
    const lazy = !blank && !isStart(line);
    blank = line.trim() === "";
    return blank || (item ? item[1].length >= indent : /^\s/.test(line) || lazy);
  };
}

function list(lines, boxes) {
  const [, indent, bullet] = ITEM.exec(lines[0]);
  const items = [];
  for (const line of lines) {
    const found = ITEM.exec(line);
    if (found && found[1].length <= indent.length) {
      items.push({ box: found[3], lines: [found[4]] });
    } else items.at(-1).lines.push(line.replace(/^ {1,4}|^\t/, ""));
  }
  const ordered = /\d/.test(bullet);
  const start = ordered ? { start: Number.parseInt(bullet, 10) } : {};
  return h(ordered ? "ol" : "ul", start, ...items.map((one) => item(one, boxes)));
}

function item({ box, lines }, boxes) {
  const check = box === undefined ? null : tickBox(box !== " ", lines[0], boxes);
  // A short item is a line, no paragraph.
  const [first, ...rest] = blocks(lines, boxes);
  const words = first?.tagName === "P" ? [...first.childNodes] : first ? [first] : [];
  return h("li", check ? { class: "gh-task" } : {}, check, ...words, ...rest);
}

function tickBox(checked, label, boxes) {
  const box = boxes.count++;
  const change = (event) => {
    // What is there is told by GitHub, not by a click.
    event.target.checked = checked;
    boxes.onTick(box);
  };
  return h("input", { type: "checkbox", checked, "aria-label": label, on: { change } });
}

function table([head, , ...body]) {
  const row = (line, tag) => {
    const cells = line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/);
    return h("tr", {}, ...cells.map((cell) => h(tag, {}, ...inline(cell.trim()))));
  };
  return h(
    "div",
    { class: "gh-table", tabIndex: 0 },
    h(
      "table",
      {},
      h("thead", {}, row(head, "th")),
      h("tbody", {}, ...body.map((one) => row(one, "td"))),
    ),
  );
}
