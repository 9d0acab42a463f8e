import type { Route } from "../../packages/agents/src/pool/rules.ts";
import { PARTS } from "./labelled.ts";
import type { Latency } from "./latency.ts";
import type { ModelScore } from "./model.ts";
import type { Measured, Result } from "./result.ts";
import { type Miss, ROUTES } from "./score.ts";
import { percent } from "./verdict.ts";

type Cell = string | number;

/** The whole report as text. */
export function report(
  { patterns, rules, model }: Measured,
  latency: readonly Latency[],
  last: Result | null,
): string {
  const was = (value: number | undefined): string => (value === undefined ? "-" : percent(value));
  return [
    "Pattern tier",
    table([
      ["part", "messages", "spoke", "coverage", "last", "right", "precision", "last"],
      ...PARTS.map((part): Cell[] => {
        const { messages, spoke, coverage, right, precision } = patterns[part];
        const before = last?.patterns[part];
        return [
          ...[part, messages, spoke, percent(coverage), was(before?.coverage)],
          ...[right, percent(precision), was(before?.precision)],
        ];
      }),
    ]),
    ...PARTS.map((part) => misses(`Misses of the pattern tier on ${part}`, patterns[part].misses)),
    "Families found",
    table([
      ["family", ...PARTS],
      ...Object.keys({ ...patterns.seen.families, ...patterns.unseen.families }).map((family) => [
        family,
        ...PARTS.map((part) => patterns[part].families[family] ?? 0),
      ]),
    ]),
    `Rule table: ${rules.right} of ${rules.messages} (${percent(rules.accuracy)}, last ${was(last?.rules.accuracy)})`,
    matrixTable(rules.matrix),
    misses("Misses of the rule table", rules.misses),
    "Latency of the pattern tier, by expected route (it costs no tokens)",
    table([
      ["route", "messages", "spoke", "median µs", "slowest µs"],
      ...latency.map((one) => [
        ...[one.route, one.messages, one.spoke],
        ...[one.medianMicroseconds.toFixed(1), one.slowestMicroseconds.toFixed(1)],
      ]),
    ]),
    model ? modelReport(model, last) : NOT_MEASURED,
  ].join("\n\n");
}

const NOT_MEASURED = `Model tier: not measured, nor its latency and cost per route.
There is no cassette in eval/router/cassettes and no ANTHROPIC_API_KEY to record one with.`;

function modelReport(model: ModelScore, last: Result | null): string {
  const before = last?.model?.model === model.model ? percent(last.model.accuracy) : "-";
  return [
    `Model tier, ${model.model}: ${model.right} of ${model.messages} (${percent(model.accuracy)}, last ${before})`,
    matrixTable(model.matrix),
    "Latency and tokens of the model tier, means by the route it chose",
    table([
      ["route", "messages", "ms", "tokens in", "tokens out"],
      ...model.routes.map((one) => [
        ...[one.route, one.messages, one.tookMs, one.inputTokens, one.outputTokens],
      ]),
    ]),
    misses("Misses of the model tier", model.misses),
    misses("Messages without an answer on the cassette", model.unanswered),
  ].join("\n\n");
}

function matrixTable(matrix: Readonly<Record<Route, Readonly<Record<Route, number>>>>): string {
  return table([
    ["expected \\ said", ...ROUTES],
    ...ROUTES.map((expected) => [expected, ...ROUTES.map((said) => matrix[expected][said])]),
  ]);
}

function misses(title: string, list: readonly Miss[]): string {
  const lines = list.map(({ id, text, why }) => `  ${id}  ${JSON.stringify(text)}: ${why}`);
  return [`${title}: ${list.length}`, ...lines].join("\n");
}

/** The first column to the left, numbers to the right. */
function table(rows: readonly (readonly Cell[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => String(cells[column] ?? "").length)),
  );
  const line = (cells: readonly Cell[]): string =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return at === 0 ? String(cell).padEnd(width) : String(cell).padStart(width);
      })
      .join("  ");
  return rows.map((cells) => `  ${line(cells)}`).join("\n");
}
