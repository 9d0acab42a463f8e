/** A piece of a text that is not shown, and what is known of it. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** What it is: "a known secret", "a token". */
  readonly what: string;
  /** How it was written: "plain", "base64". */
  readonly how: string;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** In order, and those that touch are one. */
export function merged(ranges: readonly Span[]): readonly Span[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}
