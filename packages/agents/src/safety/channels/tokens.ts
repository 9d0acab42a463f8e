import { labelKey } from "./definitions.ts";
import type { Channel, Range } from "./edit.ts";
import { Finder } from "./finder.ts";
import type { Leaf } from "./outline.ts";
import { TAG } from "./starts.ts";
import { ENDLESS, looseEnd } from "./tag.ts";
import { behind, targetAt } from "./target.ts";

/** What a document holds beside text. */
export type Token =
  | (Range & { readonly kind: "code" })
  /** An address in angle brackets. */
  | (Range & { readonly kind: "address" })
  /** Nothing of it is seen. What takes all that follows ends behind the end of the text. */
  | (Range & { readonly kind: "dark"; readonly channel: Channel })
  | (Range & {
      readonly kind: "tag";
      /** Lower case. */
      readonly name: string;
      readonly closes: boolean;
      /** `<br/>`: means something in SVG only. */
      readonly alone: boolean;
      readonly attributes: string;
      readonly leaf: Leaf;
    });

/** Elements whose content is characters up to the end tag (HTML, raw text and escapable raw text). */
export const RAW =
  /^(?:script|style|noscript|textarea|title|xmp|iframe|noembed|noframes|plaintext)$/;
const AUTOLINK = /<(?:[a-z][a-z\d+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>/iy;
// Escapes, code, angle brackets, the beginning of a picture, the end of the text of a link.
const MARK = /\\[!-/:-@[-`{-~]|`+|<|!\[|\](?=[([])/g;
/** What means something else when it belongs to a bare address. Code does as well. */
const IN_ADDRESS = /^(?:\\[<`]|!\[)$/;
const ADDRESS = /:\/\/|www\./i;
const LABEL = /\[((?:[^[\]\\]|\\[\s\S]){1,999})\]/y;
/** What else is no text between angle brackets (CommonMark 6.6), and what ends it. */
const ENDS: readonly (readonly [RegExp, string])[] = [
  [/^<!\[CDATA\[/, "]]>"],
  [/^<\?/, "?>"],
  [/^<![a-z]/i, ">"],
];
/** What a browser reads as a comment up to the next `>` (HTML, bogus comment state). */
const BOGUS = /^<(?:[!?]|\/[^a-z])/i;
/** Whole comments for a browser. */
const SHORT = /^<!--?-?>/;
const TAG_NAME = /<\/?([a-z][^\s/>]*)/iy;

/**
 * Finds what is no text, in the order in which a renderer would. Linear. Marks in places where renderers
 * disagree about them (in the title of a link, in a bare address) make the rest of the document
 * unreadable: it is one dark token.
 *
 * @param defined - by the keys of labels: what has a definition
 */
export function tokensOf(
  page: string,
  leaves: readonly Leaf[],
  defined: ReadonlyMap<string, unknown>,
): Token[] {
  const scan = new Scan(page, defined);
  for (const leaf of leaves) scan.leaf(leaf);
  return scan.tokens;
}

class Scan {
  readonly tokens: Token[] = [];
  readonly #page: string;
  readonly #finder: Finder;
  readonly #defined: ReadonlyMap<string, unknown>;
  #at = 0;
  #leaf: Leaf = { kind: "line", start: 0, end: 0, depth: 0 };

  constructor(page: string, defined: ReadonlyMap<string, unknown>) {
    this.#page = page;
    this.#defined = defined;
    this.#finder = new Finder(page);
  }

  leaf(leaf: Leaf): void {
    if (leaf.end <= this.#at) return;
    const start = Math.max(leaf.start, this.#at);
    this.#leaf = leaf;
    if (leaf.kind === "code") this.tokens.push({ kind: "code", start, end: leaf.end });
    else if (leaf.kind === "html") this.#html(start, leaf.end);
    else this.#inline(start, leaf.end);
    this.#at = Math.max(this.#at, leaf.end);
  }

  #inline(start: number, end: number): void {
    const source = this.#page.slice(start, end);
    const closings = runsOf(source);
    let last = 0;
    let address = false;
    MARK.lastIndex = 0;
    for (let found = MARK.exec(source); found; found = MARK.exec(source)) {
      const { 0: mark, index } = found;
      let next = index + mark.length;
      address = isAddress(address, source.slice(last, index));
      const close = mark.startsWith("`") ? closings(mark.length, next) : null;
      const inAddress = address && (close !== null || IN_ADDRESS.test(mark));
      if (inAddress || (mark === "]" && this.#isDoubtful(source, index))) {
        next = this.#dim("ambiguous", start, ENDLESS);
      } else if (close !== null) {
        next = close + mark.length;
        this.tokens.push({ kind: "code", start: start + index, end: start + next });
      } else if (mark === "<") next = this.#angle(start + index, end) - start;
      if (next === ENDLESS) {
        // What takes all takes the bracket with it that would make this the text of a picture.
        if (source.slice(0, index).includes("![")) this.#dim("ambiguous", start, start + index);
        this.#at = ENDLESS;
        return;
      }
      if (close !== null || mark === "<") address = false;
      last = next;
      MARK.lastIndex = next;
    }
  }

  /** Behind a bracket: what stands there is the link's and no mark, but only if this is a link. */
  #isDoubtful(source: string, index: number): boolean {
    const target = targetAt(source, index + 1);
    if (target) {
      const { address, title } = target;
      const bare = source.slice(address.start, address.end).replace(/^</, "");
      return /[`<]/.test(bare + source.slice(title?.start, title?.end ?? 0));
    }
    LABEL.lastIndex = index + 1;
    const label = LABEL.exec(source)?.[1] ?? "";
    return /[`<]/.test(label) && this.#defined.has(labelKey(label));
  }

  /** @returns where to go on */
  #angle(at: number, end: number): number {
    const page = this.#page;
    if (page.startsWith("<!--", at)) return this.#comment(at, this.#commentEnd(at, end, false));
    const other = ENDS.find(([begin]) => begin.test(page.slice(at, at + 9)));
    const close = other ? this.#finder.next(other[1], at + 2) : -1;
    if (other && close >= 0 && close < end) {
      // A browser ends it at the next `>`, and then there are tags in it.
      const tags = page.slice(at + 1, close).includes("<");
      return this.#comment(at, tags ? ENDLESS : close + other[1].length);
    }
    const tag = behind(TAG, page, at);
    if (tag > at && tag <= end) return this.#tag(at, tag);
    const address = behind(AUTOLINK, page, at);
    if (address === at || address > end) return at + 1;
    this.tokens.push({ kind: "address", start: at, end: address });
    return address;
  }

  /**
   * Raw HTML goes to the browser as it is, and what follows the block does so in other characters: what
   * does not end within the block does not end.
   */
  #html(start: number, end: number): void {
    const page = this.#page;
    const bounded = (to: number) => (to > end ? ENDLESS : to);
    for (let at = start; ; ) {
      at = this.#finder.next("<", at);
      if (at < 0 || at >= end) return;
      if (page.startsWith("<!--", at)) at = this.#comment(at, this.#commentEnd(at, end, true));
      else if (BOGUS.test(page.slice(at, at + 3))) {
        at = this.#comment(at, bounded(this.#finder.behind(">", at)));
      } else if (behind(TAG_NAME, page, at) > at) {
        at = this.#raw(at, bounded(looseEnd(page, behind(TAG_NAME, page, at))), end);
      } else at += 1;
      this.#at = at;
    }
  }

  /**
   * A comment that does not end in its block takes all that follows. So does one whose end depends on
   * who reads: `<!-->` is a whole comment for a browser and the beginning of one for older parsers,
   * `--!>` ends one for browsers only.
   */
  #commentEnd(at: number, limit: number, raw: boolean): number {
    const end = this.#finder.behind("-->", at + 4);
    const bang = this.#finder.behind("--!>", at + 4);
    const short = SHORT.exec(this.#page.slice(at, at + 6))?.[0].length;
    if (end <= limit) return bang < end || short !== undefined ? ENDLESS : end;
    if (raw && short !== undefined) return at + short;
    return raw && bang <= limit ? bang : ENDLESS;
  }

  #comment(start: number, end: number): number {
    return this.#dim("comment", start, end);
  }

  #dim(channel: Channel, start: number, end: number): number {
    const to = end === ENDLESS ? this.#page.length + 1 : end;
    this.tokens.push({ kind: "dark", channel, start, end: to });
    return end;
  }

  /** A tag in raw HTML, with the element if it holds characters only. */
  #raw(start: number, end: number, limit: number): number {
    if (end === ENDLESS) return this.#dim("hidden element", start, end);
    const { name, closes } = this.#nameAt(start);
    if (closes || !RAW.test(name)) return this.#tag(start, end);
    const source = this.#page.slice(end, limit);
    const length = behind(new RegExp(`[\\s\\S]*?</${name}(?=[\\s/>])[^>]*>`, "iy"), source, 0);
    // In a comment in a script the end tag may count for nothing (HTML, script data escaped states).
    const closed = length > 0 && !source.slice(0, length).includes("<!--");
    return this.#dim("hidden element", start, closed ? end + length : ENDLESS);
  }

  #nameAt(start: number): { readonly name: string; readonly closes: boolean; readonly to: number } {
    const to = behind(TAG_NAME, this.#page, start);
    const head = this.#page.slice(start, to).toLowerCase();
    const closes = head.startsWith("</");
    return { name: head.slice(closes ? 2 : 1), closes, to };
  }

  #tag(start: number, end: number): number {
    const { name, closes, to } = this.#nameAt(start);
    const inner = this.#page.slice(to, end).replace(/>$/, "").trim();
    const alone = inner.endsWith("/");
    const attributes = (alone ? inner.slice(0, -1) : inner).trim();
    const leaf = this.#leaf;
    this.tokens.push({ kind: "tag", start, end, name, closes, alone, attributes, leaf });
    return end;
  }
}

/** Finds the run of exactly so many backticks that closes a code span. Asked in order. */
function runsOf(source: string): (length: number, from: number) => number | null {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of source.matchAll(/`+/g)) {
    const same = runs.get(run.length);
    if (same) same.push(index);
    else runs.set(run.length, [index]);
  }
  const passed = new Map<number, number>();
  return (length, from) => {
    const same = runs.get(length) ?? [];
    let i = passed.get(length) ?? 0;
    while (i < same.length && (same[i] ?? 0) < from) i += 1;
    passed.set(length, i);
    return same[i] ?? null;
  };
}

/** Whether the word at the end of `more` has begun as an address: marks may be part of it. */
function isAddress(before: boolean, more: string): boolean {
  const space = Math.max(more.lastIndexOf(" "), more.lastIndexOf("\n"), more.lastIndexOf("\t"));
  return (before && space < 0) || ADDRESS.test(more.slice(space + 1));
}
