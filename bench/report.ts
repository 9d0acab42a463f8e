/** A table of a report. Cells are texts: whoever measures knows its units. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What was aimed at, and what came out. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What one measurement has found. */
export interface Section {
  readonly title: string;
  /** How it was measured, in a sentence or two. */
  readonly how: string;
  readonly tables: readonly Table[];
  readonly aims?: readonly Aim[];
  /** Lost and doubled messages: anything here fails the run. */
  readonly failures: readonly string[];
}

/** The value below which a share of the values lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Median of `a / b` within each round: what slows a whole round down cancels out. */
export function medianRatio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, round) => value / (b[round] ?? Number.NaN)));
}

/** Each round in another order, so that no contender always comes after the same one. */
export function rotated<T>(all: readonly T[], round: number): T[] {
  const at = all.length === 0 ? 0 : round % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
}

/** `3 of 300 lost` and the like; nothing when all is well. */
export function failuresOf(
  name: string,
  tally: { readonly lost: number; readonly doubled: number; readonly paidTwice: number },
): string[] {
  return Object.entries(tally).flatMap(([what, count]) =>
    count > 0 ? [`${name}: ${count} ${what === "paidTwice" ? "paid twice" : what}`] : [],
  );
}

export function toMarkdown(
  sections: readonly Section[],
  machine: Readonly<Record<string, string>>,
): string {
  const facts = tableText({ head: ["machine", ""], rows: Object.entries(machine) });
  const parts = ["# Benchmark", INTRODUCTION, facts, "## Aims", tableText(aimsOf(sections))];
  return `${[...parts, ...sections.map(sectionText)].join("\n\n")}\n`;
}

const INTRODUCTION =
  "Written by `npm run bench`. Everything runs on plain workerd with SQLite on disk, on one machine together with the load and the far side, in one run; the contenders take turns. Figures are medians over rounds, ratios are medians of the ratios within a round.";

export function aimsOf(sections: readonly Section[]): Table {
  const rows = sections
    .flatMap(({ aims }) => aims ?? [])
    .map(({ what, aim, measured, met }) => [what, aim, measured, met ? "met" : "missed"]);
  return { head: ["", "aim", "measured", ""], rows };
}

function sectionText({ title, how, tables, failures }: Section): string {
  const failed = failures.map((failure) => `**${failure}**`);
  return [`## ${title}`, how, ...tables.map(tableText), ...failed].join("\n\n");
}

export function tableText({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}
