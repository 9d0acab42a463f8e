import { neutral } from "./neutral.ts";

/** What GitHub shows and what changes nothing but looks; a comment is never among it: it could be our mark. */
const TAG = /<\/?(?:details|summary|sub|sup|kbd|br)\s*\/?>|<details\s+open\s*>/i;
const ONLY_TAG = new RegExp(`^(?:${TAG.source})$`, "i");

/** Tags that begin a block (CommonMark 4.6): kind 6 with anything after them, kind 7 alone on a line. */
const BLOCK = new RegExp(
  `^ {0,3}(?:</?(?:details|summary)[\\s>/]|(?:${TAG.source})[ \\t]*(?:\\n|$))`,
  "i",
);

export function isSafeTag(html: string): boolean {
  return ONLY_TAG.test(html);
}

/**
 * A block of HTML with everything but a few harmless tags made text.
 *
 * @returns null when it would be no block any more: then it is text like any other
 */
export function safeBlock(html: string): string | null {
  if (!BLOCK.test(html)) return null;
  const safe = html.split(new RegExp(`(${TAG.source})`, "i")).map((part) => {
    return isSafeTag(part) ? part : neutral(escaped(part));
  });
  return BLOCK.test(safe.join("")) ? safe.join("") : null;
}

/** Character references are written out: `&#64;user` would be a mention. */
function escaped(text: string): string {
  return text.replace(/&(?!(?:lt|gt|amp|quot|nbsp);)/g, "&amp;").replace(/</g, "&lt;");
}

/** How many `<details>` are open at the end: what we write below would be folded away with them. */
export function openDetails(html: string): number {
  let open = 0;
  for (const [tag] of html.matchAll(/<\/?details\b/gi)) {
    open = Math.max(0, open + (tag.startsWith("</") ? -1 : 1));
  }
  return open;
}
