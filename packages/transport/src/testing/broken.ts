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
