import { inert } from "./commands.ts";
import { knownSecrets } from "./patterns/known.ts";
import { pemBlocks } from "./patterns/pem.ts";
import { merged, type Range } from "./patterns/range.ts";
import { keyShapes } from "./patterns/shapes.ts";

export interface Guarded {
  readonly text: string;
  /** What was found, each kind once; nothing of its value: fit for a log. */
  readonly found: readonly { readonly what: string; readonly how: string }[];
}

export const REDACTED = "[redacted]";
/** After a bracket these would make a link or a definition, which is not seen. */
const BINDS = /^[:([]/;

/**
 * The last look at what a model has written, before any dialect does. Known secrets and what has the
 * shape of a key give way to a visible mark; commands of other bots are shown as code. The time it
 * takes is linear.
 *
 * @param options.secrets - values of the settings; those under 8 characters are ignored
 * @example guard("It is hunter2hunter2.", { secrets: ["hunter2hunter2"] }).text // "It is [redacted]."
 */
export function guard(markdown: string, options: { readonly secrets: readonly string[] }): Guarded {
  const ranges = redactions(markdown, options.secrets);
  const clean = without(markdown, ranges);
  const text = inert(clean);
  const found = new Map(ranges.map(({ what, how }) => [`${what}, ${how}`, { what, how }]));
  if (text !== clean) found.set("command", { what: "a command", how: "made inert" });
  return { text, found: [...found.values()] };
}

/** All that {@link guard} takes out of a text. */
export function redactions(text: string, secrets: readonly string[]): readonly Range[] {
  return [...knownSecrets(text, secrets), ...keyShapes(text), ...pemBlocks(text)];
}

function without(text: string, ranges: readonly Range[]): string {
  const out: string[] = [];
  let at = 0;
  for (const { from, to } of merged(ranges)) {
    const gap = BINDS.test(text.slice(to, to + 1)) ? " " : "";
    out.push(text.slice(at, from), REDACTED, gap);
    at = to;
  }
  out.push(text.slice(at));
  return out.join("");
}
