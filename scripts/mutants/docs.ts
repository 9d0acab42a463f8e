import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ANSWERING_LAWS } from "../../packages/transport/src/testing/answering/laws.ts";
import { LAWS } from "../../packages/transport/src/testing/laws/index.ts";
import { MUTANTS, patchesOf } from "../../tests/conformance/mutants/index.ts";

const PAGE = "docs/conformance.md";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** The parts of the page that are made from code, by the name of their marks. */
function parts(): Readonly<Record<string, string>> {
  const laws = [...LAWS, ...ANSWERING_LAWS];
  return {
    laws: table(
      ["law", "protects"],
      laws.map(({ id, protects }) => [`\`${id}\``, protects]),
    ),
    mutants: table(
      ["platform", "mutant", "file", "caught by"],
      MUTANTS.map((mutant) => [
        ...[mutant.app, mutant.name],
        patchesOf(mutant)
          .map(({ file }) => `\`${file}\``)
          .join(", "),
        `\`${mutant.law}\``,
      ]),
    ),
  };
}

/** The page with its tables as the code has them now. */
export function written(page: string): string {
  return Object.entries(parts()).reduce((text, [name, part]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < 0) throw new Error(`${PAGE} has no ${begin} ... ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
  }, page);
}

/** Writes the tables, or says that they are not as the code has them. @returns what is wrong */
export function checkPage(root: string, write: boolean): string[] {
  const path = join(root, PAGE);
  const page = readFileSync(path, "utf8");
  const fresh = written(page);
  if (fresh === page) return [];
  if (!write) return [`${PAGE} is not current: npm run mutants -- --docs`];
  writeFileSync(path, fresh);
  return [];
}
