import { LEAST_SECRET, type Needle, needles } from "./needles.ts";
import type { Range, Span } from "./range.ts";
import { escapedReading, isEscaped, plainReading, type Reading } from "./reading.ts";

/**
 * Where known values stand in a text, in any of the forms of {@link needles}, whatever is between their
 * characters.
 */
export function knownSecrets(text: string, secrets: readonly string[]): readonly Range[] {
  const usable = secrets.filter(({ length }) => length >= LEAST_SECRET);
  if (usable.length === 0) return [];
  const plain = plainReading(text);
  const escaped = escapedReading(text);
  const ranges: Range[] = [];
  const report = ({ from, to }: Span, how: string) =>
    ranges.push({ from, to, what: "a known secret", how });
  for (const secret of usable) {
    // Also values that have few letters.
    for (const from of occurrences(text, secret))
      report({ from, to: from + secret.length }, "plain");
    for (const needle of needles(secret)) {
      for (const span of spans(plain, needle)) {
        const asIs = needle.how !== "plain" || secret.includes(text.slice(span.from, span.to));
        report(span, asIs ? needle.how : "split");
      }
      for (const span of escaped ? spans(escaped, needle) : [])
        if (isEscaped(text.slice(span.from, span.to))) report(span, `${needle.how}, escaped`);
    }
  }
  return ranges;
}

function* spans(reading: Reading, needle: Needle): Generator<Span> {
  const { text } = needle;
  for (const at of occurrences(needle.exact ? reading.text : reading.small, text)) {
    const from = reading.from[at];
    const to = reading.to[at + text.length - 1];
    if (from !== undefined && to !== undefined) yield { from, to };
  }
}

function* occurrences(text: string, part: string): Generator<number> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) yield at;
}
