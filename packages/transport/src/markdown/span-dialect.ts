import type { Rendered } from "../rendered.ts";
import type { TreeDialect } from "./dialect.ts";
import { layout } from "./layout.ts";
import { parse } from "./parse.ts";
import { plainText } from "./plain.ts";
import type { Span } from "./spans.ts";

/**
 * A dialect for a platform that knows styles and links but no blocks: lists, tables and footnotes are spelled,
 * what remains is a row of spans with their marks. The plain twin is written from the same spans.
 *
 * @param write - the spans in the platform's markup; pure, never throws
 * @param fits - whether one message can hold this, as markup and as its plain twin
 * @example
 * ```ts
 * import { holds, spanDialect } from "@trunkline/transport";
 * const bold = spanDialect(
 *   "stars",
 *   (spans) =>
 *     spans.map(({ text, marks }) => (marks.some((m) => m.kind === "bold") ? `*${text}*` : text)).join(""),
 *   ({ text, plain }) => [text, plain].every((one) => holds(one, { codePoints: 2000, bytes: 8000 })),
 * );
 * bold.render("**hi**").text; // "*hi*"
 * ```
 */
export function spanDialect(
  name: string,
  write: (spans: readonly Span[]) => string,
  fits: (rendered: Rendered) => boolean,
): TreeDialect {
  const dialect: TreeDialect = {
    name,
    parse,
    write(root) {
      const spans = layout(root);
      return { text: write(spans), plain: plainText(spans), format: "markup" };
    },
    render: (markdown) => dialect.write(parse(markdown)),
    fits,
  };
  return dialect;
}
