/**
 * A strict reader of what comments take, for tests: it knows the rules of XML 1.0 and of Asana's rich text and
 * nothing of how we write.
 */
const TAGS = ["body", "strong", "em", "u", "s", "code", "ol", "ul", "li", "a"];
/** What may stand directly in what; text may stand everywhere but in a list. */
const INLINE = ["strong", "em", "u", "s", "code", "a"];
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  body: [...INLINE, "ol", "ul"],
  li: [...INLINE, "ol", "ul"],
  ol: ["li"],
  ul: ["li"],
  code: [],
};

/** @returns the visible text; @throws with what Asana would refuse */
export function strict(xml: string): string {
  const open: string[] = [];
  let text = "";
  let rest = xml;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${xml.length - rest.length} of ${xml}`);
  };
  while (rest !== "") {
    const parent = open.at(-1);
    const tag = /^<(\/?)([a-z]+)((?: [^<>]*)?)>/.exec(rest);
    if (rest.startsWith("<") && !tag) fail("no tag");
    if (tag) {
      const [whole, end = "", name = "", attributes = ""] = tag;
      if (!TAGS.includes(name)) fail(`<${name}>`);
      if (end) {
        if (open.pop() !== name || attributes !== "") fail(`</${name}>`);
      } else {
        if (parent === undefined ? name !== "body" || text !== "" : name === "body") fail("root");
        if (parent && !(INSIDE[parent] ?? INLINE).includes(name)) fail(`${name} in ${parent}`);
        if (name === "a" && open.includes("a")) fail("a link in a link");
        const href = / href="(https?:\/\/[^"<>\s]+)"$/i.exec(attributes)?.[1];
        if (name === "a" ? href === undefined || ` href="${href}"` !== attributes : attributes) {
          fail(`attributes${attributes}`);
        }
        references(href ?? "", fail);
        open.push(name);
      }
      rest = rest.slice(whole.length);
      if (open.length === 0 && rest !== "") fail("more than one root");
      continue;
    }
    const piece = rest.slice(0, rest.indexOf("<") < 0 ? rest.length : rest.indexOf("<"));
    if (parent === undefined || parent === "ol" || parent === "ul") fail("text outside");
    if (piece.includes(">")) fail(">");
    // XML 1.0, production Char; controls of the upper half are allowed and discouraged.
    if (!/^[\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u.test(piece)) {
      fail("a character");
    }
    text += references(piece, fail);
    rest = rest.slice(piece.length);
  }
  if (open.length > 0) fail("unclosed");
  return text;
}

/** The entities of XML, and no other. */
function references(text: string, fail: (why: string) => never): string {
  const known: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replace(/&(\w*;?)/g, (_whole, name: string) => {
    const char = name.endsWith(";") ? known[name.slice(0, -1)] : undefined;
    return char ?? fail(`&${name}`);
  });
}
