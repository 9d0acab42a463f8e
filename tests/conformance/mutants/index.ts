import { ASANA_MUTANTS } from "./asana.ts";
import { GITHUB_MUTANTS } from "./github.ts";
import { APPS, type Mutant, patchesOf } from "./mutant.ts";
import { TELEGRAM_MUTANTS } from "./telegram.ts";
import { WHOLE_MUTANTS } from "./whole.ts";

export { APPS, type Mutant, patchesOf };

/** Each is caught by a named law, which says that the law can fail. */
export const MUTANTS: readonly Mutant[] = [
  ...TELEGRAM_MUTANTS,
  ...GITHUB_MUTANTS,
  ...ASANA_MUTANTS,
  ...WHOLE_MUTANTS,
];
