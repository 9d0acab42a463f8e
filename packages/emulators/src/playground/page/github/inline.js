import { h } from "../dom.js";

/** What begins something inside a line, the longest first. */
const MARKS = new RegExp(
  [
    /\\([!-/:-@[-`{-~])/, // 1: escaped
    /(`+)(.+?)\2(?!`)/, // 2, 3: code
    /\*\*(?=\S)(.+?)\*\*/, // 4: strong
    /~~(?=\S)(.+?)~~/, // 5: deleted
    /\*(?=[^\s*])(.+?)\*(?!\*)/, // 6: emphasis
    /(?<![\w])_(?=\S)(.+?)_(?!\w)/, // 7: emphasis
    /!?\[((?:[^\][\\]|\\.)*)\]\(<?([^\s()<>]+)>?(?:\s+"[^"]*")?\)/, // 8, 9: link
    /<?(https?:\/\/[^\s<>]+[^\s<>.,;:!?'")\]])>?/, // 10: address
    /(?<![\w/@-])@([a-z\d](?:[a-z\d-]*[a-z\d])?)/, // 11: name
    /&(lt|gt|amp|quot|nbsp|#64);/, // 12: character
    /(\\?\n)/, // 13: line end
  ]
    .map(({ source }) => source)
    .join("|"),
  "is",
);

const CHARACTERS = { lt: "<", gt: ">", amp: "&", quot: '"', nbsp: "\u00A0", "#64": "@" };

/**
 * The inside of a line as nodes. Nothing becomes markup that is not made here: what is no Markdown, HTML
 * too, is text.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function inline(text) {
  const nodes = [];
  for (let rest = text; rest !== ""; ) {
    const found = MARKS.exec(rest);
    if (!found) return [...nodes, rest];
    if (found.index > 0) nodes.push(rest.slice(0, found.index));
    nodes.push(node(found));
    rest = rest.slice(found.index + found[0].length);
  }
  return nodes;
}

function node([all, escaped, , code, strong, gone, star, line, label, url, address, name, char]) {
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return h("code", {}, code.replace(/^ (.+) $/s, "$1"));
  if (strong !== undefined) return h("strong", {}, ...inline(strong));
  if (gone !== undefined) return h("del", {}, ...inline(gone));
  if (star !== undefined || line !== undefined) return h("em", {}, ...inline(star ?? line));
  if (url !== undefined) return all.startsWith("!") ? `[${label}]` : link(url, inline(label));
  if (address !== undefined) return link(address, [address]);
  if (name !== undefined) return h("span", { class: "gh-name" }, `@${name}`);
  if (char !== undefined) return CHARACTERS[char];
  // On GitHub each line end of a comment is one.
  return h("br");
}

/** Of an answer anything may be an address: only what leads to the web is one. */
function link(url, words) {
  if (!/^https?:\/\//i.test(url)) return h("span", {}, ...words);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, ...words);
}
