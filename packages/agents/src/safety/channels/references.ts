import { type Edit, type Range, ranged } from "./edit.ts";
import { INVISIBLE, joins } from "./invisible.ts";
import { FAR } from "./space.ts";
import { character } from "./style.ts";

/** Names of invisible characters, as far as they have any (HTML, named character references). */
const NAMED: Readonly<Record<string, number>> = {
  shy: 0xad,
  zwnj: 0x200c,
  zwj: 0x200d,
  lrm: 0x200e,
  rlm: 0x200f,
  ZeroWidthSpace: 0x200b,
  NegativeVeryThinSpace: 0x200b,
  NegativeThinSpace: 0x200b,
  NegativeMediumSpace: 0x200b,
  NegativeThickSpace: 0x200b,
  NoBreak: 0x2060,
  ApplyFunction: 0x2061,
  af: 0x2061,
  InvisibleTimes: 0x2062,
  it: 0x2062,
  InvisibleComma: 0x2063,
  ic: 0x2063,
};
// In raw HTML a number needs no semicolon, and neither does the oldest of the names.
const REFERENCE = /&(?:#(\d{1,30});?|#x([\da-f]{1,30});?|(shy);?|([a-z]{2,30});)/gi;
const SPACES = /(?:&(?:nbsp|ensp|emsp|numsp|#160|#xa0|#8194|#8195);[^\S\n]{0,9}){20,}/gi;
/** These numbers mean other, visible characters (HTML, numeric character reference end state). */
const LEGACY = /[\x80-\x9F]/;
const STUB = /&#?\w{0,30}$/;

/** Decodes a match of {@link REFERENCE}. */
function decoded(match: RegExpExecArray): string {
  const [, decimal, hex, shy, name = shy] = match;
  if (name !== undefined) {
    const code = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    return code === undefined ? "" : character(code);
  }
  return character(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal));
}

/** References that stand for something invisible, and those that push text out of sight. */
export function invisibleReferences(page: string, readable: readonly Range[]): Edit[] {
  const edits: Edit[] = [];
  for (const { match, start, end } of ranged(page, REFERENCE, readable)) {
    const char = decoded(match);
    if (char === "" || LEGACY.test(char) || !INVISIBLE.test(char)) continue;
    // A joiner becomes what it stands for where that is seen.
    const fits = joins(page.charAt(start - 1), char, page.charAt(end));
    // With nothing in its place, what stood around it might become a reference.
    const splits = STUB.test(page.slice(Math.max(0, start - 32), start));
    const channel = fits ? null : "character reference";
    edits.push({ start, end, put: fits ? char : splits ? " " : "", channel });
  }
  for (const { start, end } of ranged(page, SPACES, readable)) {
    edits.push({ start, end, put: " ".repeat(FAR), channel: null });
  }
  return edits;
}
