/** A mistake in an adapter, a reader or a reach of ours that still type-checks. */
export interface Mutant {
  /** What is wrong, in a few words; unique. */
  readonly name: string;
  readonly app: "telegram" | "github" | "asana";
  readonly file: string;
  /** Stands there exactly once. */
  readonly search: string;
  /** At most five lines, with those of {@link Mutant.also}. */
  readonly replace: string;
  /** Where two guards hold the same, both are taken away. */
  readonly also?: Pick<Mutant, "file" | "search" | "replace">;
  /** Id of the law that catches it. */
  readonly law: string;
}

/** Its patches, one or two. */
export function patchesOf({ file, search, replace, also }: Mutant) {
  return [{ file, search, replace }, ...(also ? [also] : [])];
}
