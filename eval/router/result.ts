import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, labelled, PARTS, type Part } from "./labelled.ts";
import type { ModelScore } from "./model.ts";
import { type PatternScore, type RuleScore, scorePatterns, scoreRules } from "./score.ts";

/** What is committed: what a later run must not fall below. */
export interface Result {
  readonly v: 1;
  /** Which labels it was measured on. */
  readonly set: Readonly<Record<Part, string>>;
  readonly patterns: Readonly<Record<Part, Omit<PatternScore, "misses">>>;
  readonly rules: Omit<RuleScore, "misses">;
  readonly model: Pick<ModelScore, "model" | "messages" | "right" | "accuracy"> | null;
}

export interface Measured {
  readonly patterns: Readonly<Record<Part, PatternScore>>;
  readonly rules: RuleScore;
  readonly model: ModelScore | null;
}

const PATH = join(import.meta.dirname, "result.json");

/** All that needs no model. */
export function measure(): Measured {
  const [seen, unseen] = PARTS.map(labelled);
  if (!seen || !unseen) throw new Error("a part is missing");
  return {
    patterns: { seen: scorePatterns(seen), unseen: scorePatterns(unseen) },
    rules: scoreRules([...seen, ...unseen]),
    model: null,
  };
}

export function resultOf({ patterns, rules, model }: Measured): Result {
  const { misses: _, ...table } = rules;
  const kept = ({ misses: _, ...score }: PatternScore) => score;
  return {
    v: 1,
    set: { seen: fingerprint("seen"), unseen: fingerprint("unseen") },
    patterns: { seen: kept(patterns.seen), unseen: kept(patterns.unseen) },
    rules: table,
    // A cassette with gaps is no measure.
    model: model && model.messages > 0 && model.unanswered.length === 0 ? modelOf(model) : null,
  };
}

const modelOf = ({ model, messages, right, accuracy }: ModelScore) => ({
  ...{ model, messages, right, accuracy },
});

/** The last committed result, or null before the first. */
export function lastResult(): Result | null {
  return existsSync(PATH) ? JSON.parse(readFileSync(PATH, "utf8")) : null;
}

export function writeResult(result: Result): void {
  writeFileSync(PATH, `${JSON.stringify(result, null, 2)}\n`);
}
