import { PARTS } from "./labelled.ts";
import type { Result } from "./result.ts";

const LEAST_PRECISION = 0.98;
const LEAST_UNSEEN_COVERAGE = 0.15;

/** Floors that no result may be under, one sentence for each that it is. */
export function belowFloor({ patterns }: Result): string[] {
  const found = PARTS.filter((part) => patterns[part].precision < LEAST_PRECISION).map(
    (part) => `precision on ${part} is ${percent(patterns[part].precision)}, below 98 %`,
  );
  const { coverage } = patterns.unseen;
  if (coverage < LEAST_UNSEEN_COVERAGE) {
    found.push(`coverage on unseen is ${percent(coverage)}, below 15 %`);
  }
  return found;
}

/** Where a result is worse than the last committed one, or cannot be compared with it. */
export function belowLast(now: Result, last: Result | null): string[] {
  if (!last) return ["there is no committed result yet"];
  const found: string[] = [];
  for (const part of PARTS) {
    if (now.set[part] !== last.set[part]) {
      found.push(`result.json was measured on another ${part}.jsonl`);
      continue;
    }
    for (const measure of ["precision", "coverage"] as const) {
      const [is, was] = [now.patterns[part][measure], last.patterns[part][measure]];
      if (is < was) found.push(`${measure} on ${part} fell, ${percent(was)} -> ${percent(is)}`);
    }
  }
  const [is, was] = [now.rules.accuracy, last.rules.accuracy];
  if (is < was) found.push(`the rule table fell, ${percent(was)} -> ${percent(is)}`);
  return [...found, ...modelBelowLast(now, last)];
}

function modelBelowLast(now: Result, last: Result): string[] {
  if (!last.model) return [];
  if (!now.model) return ["the model tier has no complete cassette for these prompts any more"];
  const [is, was] = [now.model.accuracy, last.model.accuracy];
  return is < was ? [`the model tier fell, ${percent(was)} -> ${percent(is)}`] : [];
}

export const percent = (part: number): string => `${(part * 100).toFixed(2)} %`;
