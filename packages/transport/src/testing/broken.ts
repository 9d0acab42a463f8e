/** A law that does not hold. */
export class Broken extends Error {
  readonly seen: unknown;
  readonly expected: unknown;

  constructor(what: string, seen: unknown, expected: unknown) {
    super(what);
    this.name = "Broken";
    this.seen = seen;
    this.expected = expected;
  }
}

/** Breaks the law unless something is so. */
export function must(isSo: boolean, what: string, seen: unknown, expected: unknown): asserts isSo {
  if (!isSo) throw new Broken(what, seen, expected);
}

/** Breaks the law unless both are the same as JSON, whatever the order of their fields. */
export function mustEqual(what: string, seen: unknown, expected: unknown): void {
  must(canonical(seen) === canonical(expected), what, seen, expected);
}

/** JSON with sorted fields; a field that is undefined is none. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
