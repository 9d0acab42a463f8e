import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A piece of a page that is taken from a file. */
export interface Excerpt {
  /** Relative to the root. */
  readonly path: string;
  /** Of the page, where the block begins; 1-based. */
  readonly line: number;
  /** What must stand in the file, in this order. Between them something is left out. */
  readonly pieces: readonly string[];
}

/** Stands alone on a line where an excerpt leaves something out. */
const LEFT_OUT = /^\s*(?:\/\/|#) …$/;

/** The blocks of a page behind `<!-- from: path -->`. Pure. */
export function excerpts(markdown: string): Excerpt[] {
  const lines = markdown.split("\n");
  return lines.flatMap((line, index) => {
    const path = /^<!-- from: (\S+) -->$/.exec(line)?.[1];
    if (path === undefined) return [];
    const open = lines.indexOf("", index) === index + 1 ? index + 2 : index + 1;
    const close = lines.findIndex((one, at) => at > open && /^```\s*$/.test(one));
    if (!lines[open]?.startsWith("```") || close < 0)
      return [{ path, line: index + 1, pieces: [] }];
    const pieces: string[][] = [[]];
    for (const one of lines.slice(open + 1, close)) {
      if (LEFT_OUT.test(one)) pieces.push([]);
      else pieces.at(-1)?.push(one);
    }
    return [{ path, line: open + 1, pieces: pieces.map((piece) => piece.join("\n")) }];
  });
}

/** Excerpts of docs/*.md that do not stand in their files, as the operator is told. */
export function staleExcerpts(root: string): string[] {
  const docs = join(root, "docs");
  const pages = existsSync(docs) ? readdirSync(docs).filter((name) => name.endsWith(".md")) : [];
  return pages.flatMap((page) =>
    excerpts(readFileSync(join(docs, page), "utf8")).flatMap(({ path, line, pieces }) => {
      const where = `docs/${page}:${line}`;
      if (!existsSync(join(root, path))) return [`${where}: there is no ${path}`];
      if (pieces.length === 0) return [`${where}: no block follows`];
      return isIn(readFileSync(join(root, path), "utf8"), pieces)
        ? []
        : [`${where}: not what stands in ${path}`];
    }),
  );
}

/** Whole lines, one piece after the other. */
function isIn(file: string, pieces: readonly string[]): boolean {
  const text = `\n${file}\n`;
  let from = 0;
  for (const piece of pieces) {
    if (piece === "") continue;
    const at = text.indexOf(`\n${piece}\n`, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}
