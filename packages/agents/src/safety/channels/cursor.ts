/** A tab reaches to the next column that can be divided by this (CommonMark 2.2). */
const TAB = 4;

/**
 * One line after the other of a text. Columns count from the start of the line; indentation counts from
 * `base`, which moves to the right behind each mark of a container.
 */
export class Cursor {
  readonly text: string;
  from = 0;
  to = -1;
  /** The next character that is neither space nor tab, or the end of the line. */
  at = 0;
  column = 0;
  base = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes to the next line. @returns false behind the last */
  next(): boolean {
    this.from = this.to + 1;
    if (this.from > this.text.length) return false;
    const end = this.text.indexOf("\n", this.from);
    this.to = end < 0 ? this.text.length : end;
    this.at = this.from;
    this.column = 0;
    this.base = 0;
    this.#skip();
    return true;
  }

  get blank(): boolean {
    return this.at === this.to;
  }

  get indent(): number {
    return this.column - this.base;
  }

  rest(): string {
    return this.text.slice(this.at, this.to);
  }

  /** Passes characters and the spaces behind them. @returns how many columns of spaces */
  pass(characters: number): number {
    this.at += characters;
    this.column += characters;
    const behind = this.column;
    this.#skip();
    return this.column - behind;
  }

  /** Passes the mark of a quote and the one space that belongs to it. */
  passQuote(): void {
    const spaces = this.pass(1);
    this.base = this.column - spaces + Math.min(1, spaces);
  }

  #skip(): void {
    for (; this.at < this.to; this.at += 1) {
      const char = this.text[this.at];
      if (char === " ") this.column += 1;
      else if (char === "\t") this.column += TAB - (this.column % TAB);
      else return;
    }
  }
}
