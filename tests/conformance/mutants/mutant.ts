/** Where laws are run: the app's folder, and from there the configuration of the laws inside workerd. */
export const APPS = {
  telegram: { folder: "apps/telegram", inside: "vitest.conformance.config.ts" },
  github: { folder: "apps/github", inside: "vitest.conformance.config.ts" },
  asana: { folder: "apps/asana", inside: "vitest.conformance.config.ts" },
  slack: { folder: "examples/slack", inside: "vitest.config.ts" },
  /** Telegram without edits. */
  lean: { folder: "apps/telegram", inside: "../../tests/conformance/lean/vitest.config.ts" },
} as const;

/** A mistake in an adapter, a reader, a reach, or in the core, that still type-checks. */
export interface Mutant {
  /** What is wrong, in a few words; unique. */
  readonly name: string;
  readonly app: keyof typeof APPS;
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
