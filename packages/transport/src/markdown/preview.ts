import type { Rendered } from "../rendered.ts";
import type { TreeDialect } from "./dialect.ts";
import { closePartial } from "./partial.ts";
import { parts } from "./split.ts";

/** More source than any first part needs. */
const MOST_SOURCE = 64_000;

/**
 * What one message can show of a text that still streams in, with a sign that more comes.
 * `null` when nothing of it can be seen yet.
 */
export function preview(markdown: string, dialect: TreeDialect, more = " …"): Rendered | null {
  const signed: TreeDialect = {
    ...dialect,
    write(root) {
      const { text, plain, format } = dialect.write(root);
      return plain === ""
        ? { text, plain, format }
        : { text: text + more, plain: plain + more, format };
    },
  };
  const shown = parts(closePartial(markdown.slice(0, MOST_SOURCE)), signed).next();
  return shown.done ? null : shown.value;
}
