import type { Table } from "mdast";
import { width } from "./width.ts";

/** A cell wider than this moves the rest of its own row only. */
const MOST_PADDED = 40;

/** A table as aligned lines, a rule under its header. `cells` are the rows as text. */
export function tableText(node: Table, cells: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of cells) {
    for (const [i, cell] of row.entries()) {
      widths[i] = Math.max(widths[i] ?? 1, Math.min(width(cell), MOST_PADDED));
    }
  }
  const lines = cells.map((row) => {
    const padded = widths.map((most, i) => pad(row[i] ?? "", most, node.align?.[i] ?? null));
    return padded.join(" | ").trimEnd();
  });
  const rule = widths.map((most) => "-".repeat(most)).join("-+-");
  const [first = "", ...rest] = lines;
  return (node.data?.headless ? lines : [first, rule, ...rest]).join("\n");
}

function pad(cell: string, most: number, align: "left" | "right" | "center" | null): string {
  const free = Math.max(0, most - width(cell));
  const left = align === "right" ? free : align === "center" ? Math.floor(free / 2) : 0;
  return " ".repeat(left) + cell + " ".repeat(free - left);
}
