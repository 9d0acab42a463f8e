/** So much is recalled at a time; who wants the rest is told from where. */
const MOST_RECALLED = 20_000;

/** Whether a person said it, or it was said after strangers' words were read. */
export type Source = "told" | "heard";

/** One fact that is kept. */
export interface Kept {
  readonly n: number;
  readonly fact: string;
  readonly source: Source;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Facts as a model reads them: a line each, so that none can pretend to be another one.
 *
 * @param facts - by their numbers
 * @param after - only those with a higher number
 */
export function recalled(facts: readonly Kept[], after = 0): string {
  const wanted = facts.filter(({ n }) => n > after);
  const lines: string[] = [];
  let room = MOST_RECALLED;
  for (const fact of wanted) {
    const line = lineOf(fact);
    room -= line.length;
    if (room < 0) break;
    lines.push(line);
  }
  const left = wanted.length - lines.length;
  const last = wanted[lines.length - 1]?.n ?? after;
  if (left > 0) lines.push(`(${left} more: recall those after ${last})`);
  return lines.join("\n") || "nothing is kept";
}

function lineOf({ n, fact, source, at }: Kept): string {
  const day = new Date(at).toISOString().slice(0, 10);
  const whose = source === "told" ? "told" : "from what others wrote";
  return `${n}. (${whose}, ${day}) ${fact.replace(/\s+/g, " ").trim()}`;
}
