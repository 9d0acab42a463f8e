/**
 * Looks for the same mark again and again, further and further on. It remembers the last answer: without
 * that, many openings with no end would each search the whole text.
 */
export class Finder {
  readonly #text: string;
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns where the mark stands at or behind `from`, or -1; `from` never shrinks for one mark */
  next(mark: string, from: number): number {
    const known = this.#found.get(mark);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const found = this.#text.indexOf(mark, from);
    this.#found.set(mark, found);
    return found;
  }

  /** @returns behind the mark; infinity when there is none */
  behind(mark: string, from: number): number {
    const found = this.next(mark, from);
    return found < 0 ? Number.POSITIVE_INFINITY : found + mark.length;
  }
}
