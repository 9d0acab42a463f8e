import { Cursor } from "./cursor.ts";
import type { Range } from "./edit.ts";
import {
  cellsOf,
  closesFence,
  columnsOf,
  fenceStart,
  HEADING,
  type HtmlEnd,
  htmlEnd,
  ITEM,
  NOTE,
  RULE,
  UNDERLINE,
} from "./starts.ts";

/** A stretch of a document that is read in one way. */
export interface Leaf extends Range {
  readonly kind: "paragraph" | "line" | "html" | "code";
  /** Quotes, items and notes around it. */
  readonly depth: number;
}

/** Where what stands in a Markdown document. */
export interface Outline {
  /** In order. What is in none of them are marks of blocks. */
  readonly leaves: Leaf[];
  /** Marks and indentation in front of lines, which are no part of what the lines say. */
  readonly margins: Range[];
  /** Behind the mark of a fence, up to the end of its line; `body` is the code. */
  readonly infos: (Range & { readonly body: Range })[];
  /** Cells of a row that its table has no column for. */
  readonly spare: Range[];
  readonly notes: (Range & { readonly label: string })[];
}

type Container =
  | { readonly kind: "quote" }
  | { readonly kind: "item"; readonly width: number; empty: boolean }
  | { readonly kind: "note"; readonly width: number; empty: boolean; readonly from: Note };
type Note = Range & { readonly label: string };

type Open =
  | { readonly kind: "paragraph"; readonly start: number; end: number; lastLine: number }
  | { readonly kind: "table"; readonly columns: number }
  | { readonly kind: "fence"; readonly mark: string; readonly info: Range; end: number }
  | { readonly kind: "indented"; readonly start: number; end: number }
  | { readonly kind: "html"; readonly start: number; end: number; readonly until: HtmlEnd };

/** Deeper containers are read as text: nobody sees code that far in. */
const DEEPEST = 24;

/**
 * The blocks of a Markdown document (CommonMark 0.31 with tables and footnotes), in one pass over its
 * lines. It exists beside the parser of the transport because that one needs more than linear time,
 * and because cleaning works on the source. Where a document is odd, less is called code than might
 * be: text may be cleaned too much and never too little.
 */
export function outline(text: string): Outline {
  return new Outliner(text).run();
}

class Outliner {
  readonly #line: Cursor;
  readonly #found: Outline = { leaves: [], margins: [], infos: [], spare: [], notes: [] };
  readonly #stack: Container[] = [];
  #open: Open | null = null;
  /** So many containers go on in this line, or start in it. */
  #depth = 0;

  constructor(text: string) {
    this.#line = new Cursor(text);
  }

  run(): Outline {
    while (this.#line.next()) this.#read();
    this.#close();
    this.#cut(0);
    return this.#found;
  }

  #read(): void {
    const line = this.#line;
    const whole = this.#match();
    if (this.#goesOn(whole)) return;
    if (line.blank) {
      this.#close();
      this.#cut(this.#depth);
      return;
    }
    this.#found.margins.push({ start: line.from, end: line.at });
    if (this.#starts(whole)) return;
    const open = this.#open;
    if (open?.kind === "paragraph") this.#grow(open, whole);
    else if (open?.kind === "table" && whole) this.#row(line.at, line.rest(), open.columns);
    else this.#begin({ kind: "paragraph", start: line.at, end: line.to, lastLine: line.at });
  }

  /** Passes the marks of open containers. @returns whether all go on */
  #match(): boolean {
    const line = this.#line;
    this.#depth = 0;
    for (const container of this.#stack) {
      if (container.kind === "quote") {
        if (line.blank || line.indent > 3 || line.text[line.at] !== ">") break;
        line.passQuote();
      } else if (line.blank) {
        // An item whose first line is empty begins with the next one or not at all.
        if (container.empty) break;
      } else if (line.indent >= container.width) line.base += container.width;
      else break;
      this.#depth += 1;
    }
    return this.#depth === this.#stack.length;
  }

  /** Code and raw HTML that the line is a part of. */
  #goesOn(whole: boolean): boolean {
    const line = this.#line;
    const open = this.#open;
    if (!open || open.kind === "paragraph" || open.kind === "table") return false;
    if (!whole) this.#close();
    else if (open.kind === "fence") {
      if (line.indent <= 3 && closesFence(line.rest(), open.mark)) this.#close();
      else open.end = line.to;
      return true;
    } else if (open.kind === "indented" && (line.blank || line.indent >= 4)) {
      if (!line.blank) open.end = line.to;
      return true;
    } else if (open.kind === "html" && !(line.blank && open.until === null)) {
      this.#found.margins.push({ start: line.from, end: line.at });
      open.end = line.to;
      if (open.until?.test(line.rest())) this.#close();
      return true;
    } else this.#close();
    return false;
  }

  /** Starts what the line starts. @returns false when it is text */
  #starts(whole: boolean): boolean {
    const line = this.#line;
    let fresh = !whole;
    while (!line.blank) {
      const { kind } = this.#open ?? {};
      if (line.indent >= 4) {
        if (kind === "paragraph") return false;
        this.#begin({ kind: "indented", start: line.at, end: line.to });
        return true;
      }
      const rest = line.rest();
      const interrupts = kind === "paragraph" && !fresh;
      if (this.#startsLeaf(rest, interrupts)) return true;
      if (this.#depth >= DEEPEST || !this.#startsContainer(rest, interrupts)) return false;
      fresh = true;
    }
    return true;
  }

  #startsLeaf(rest: string, interrupts: boolean): boolean {
    const { at: start, to: end } = this.#line;
    const fence = fenceStart(rest);
    const until = htmlEnd(rest, this.#open?.kind === "paragraph");
    if (HEADING.test(rest)) {
      this.#begin(null);
      this.#found.leaves.push({ kind: "line", start, end, depth: this.#depth });
    } else if (fence) {
      const info = { start: start + fence.mark.length, end };
      this.#begin({ kind: "fence", mark: fence.mark, info, end });
    } else if (until !== undefined) {
      this.#begin({ kind: "html", start, end, until });
      if (until?.test(rest)) this.#close();
    } else if (interrupts && UNDERLINE.test(rest)) this.#close();
    else if (RULE.test(rest)) this.#begin(null);
    else return false;
    return true;
  }

  #startsContainer(rest: string, interrupts: boolean): boolean {
    const line = this.#line;
    if (rest.startsWith(">")) {
      this.#enter({ kind: "quote" });
      line.passQuote();
      return true;
    }
    const [note, label] = NOTE.exec(rest) ?? [];
    if (note && label) {
      const from = { start: line.at, end: line.to, label };
      this.#enter({ kind: "note", width: 4, empty: false, from });
      line.pass(note.length);
      line.base = line.column;
      return true;
    }
    const [mark, number] = ITEM.exec(rest) ?? [];
    if (!mark) return false;
    const empty = rest.slice(mark.length).trim() === "";
    if (interrupts && (empty || (number !== undefined && Number(number) !== 1))) return false;
    const outside = line.base;
    const spaces = line.pass(mark.length);
    const behind = line.column - spaces;
    // Five spaces and more are one space and indented code.
    line.base = behind + (empty || spaces >= 5 ? 1 : spaces);
    this.#enter({ kind: "item", width: line.base - outside, empty });
    return true;
  }

  /** A further line of a paragraph; it may turn the one before it into the header of a table. */
  #grow(open: Open & { kind: "paragraph" }, whole: boolean): void {
    const line = this.#line;
    const header = line.text.slice(open.lastLine, open.end);
    const columns = whole ? columnsOf(header, line.rest()) : 0;
    if (columns > 0) {
      const { start, lastLine } = open;
      if (lastLine > start) {
        this.#found.leaves.push({
          kind: "paragraph",
          start,
          end: lastLine - 1,
          depth: this.#depth,
        });
      }
      this.#row(lastLine, header, columns);
      this.#open = { kind: "table", columns };
      return;
    }
    open.end = line.to;
    open.lastLine = line.at;
  }

  #row(at: number, row: string, columns: number): void {
    const cells = cellsOf(row);
    for (const { start, end } of cells.slice(0, columns)) {
      const depth = this.#stack.length;
      this.#found.leaves.push({ kind: "line", start: at + start, end: at + end, depth });
    }
    const [first] = cells.slice(columns);
    if (first) this.#found.spare.push({ start: at + first.start, end: at + row.trimEnd().length });
  }

  #begin(open: Open | null): void {
    this.#close();
    this.#cut(this.#depth);
    for (const container of this.#stack) if (container.kind !== "quote") container.empty = false;
    this.#open = open;
  }

  #enter(container: Container): void {
    this.#begin(null);
    this.#stack.push(container);
    this.#depth += 1;
  }

  #close(): void {
    const open = this.#open;
    const depth = this.#stack.length;
    this.#open = null;
    if (!open || open.kind === "table") return;
    if (open.kind === "fence") {
      const body = { start: Math.min(open.info.end + 1, open.end), end: open.end };
      this.#found.infos.push({ ...open.info, body });
      if (body.end > body.start) this.#found.leaves.push({ kind: "code", ...body, depth });
      return;
    }
    const kind = open.kind === "indented" ? "code" : open.kind;
    this.#found.leaves.push({ kind, start: open.start, end: open.end, depth });
  }

  /** Ends the containers below a depth. */
  #cut(depth: number): void {
    for (const container of this.#stack.splice(depth)) {
      if (container.kind !== "note") continue;
      const { from } = container;
      const end = Math.min(this.#line.from - 1, this.#line.text.length);
      this.#found.notes.push({ ...from, end: Math.max(from.end, end) });
    }
  }
}
