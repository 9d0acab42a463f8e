import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Route } from "../../packages/agents/src/pool/rules.ts";
import { Classification } from "../../packages/prompts/src/index.ts";

/** `seen` is there to look at; `unseen` is only ever scored. */
export const PARTS = ["seen", "unseen"] as const;
export type Part = (typeof PARTS)[number];

export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly approvalOpen: boolean;
  readonly expected: Omit<Classification, "reasoning">;
  /** Routes that a person would find right, the best one first. */
  readonly routes: readonly [Route, ...Route[]];
  /** ISO 639-1. */
  readonly language: string;
  readonly kind: string;
}

/** @throws Error that names the line that is no label */
export function labelled(part: Part): Labelled[] {
  const lines = source(part).trimEnd().split("\n");
  return lines.map((line, at) => {
    try {
      return row(JSON.parse(line));
    } catch (error) {
      throw new Error(`eval/router/${part}.jsonl:${at + 1}: ${String(error)}`);
    }
  });
}

/** Changes with any label, so that a result says which set it was measured on. */
export const fingerprint = (part: Part): string =>
  createHash("sha256").update(source(part)).digest("hex").slice(0, 16);

const source = (part: Part): string =>
  readFileSync(join(import.meta.dirname, `${part}.jsonl`), "utf8");

function row(given: Record<string, unknown>): Labelled {
  const text = (key: string): string => {
    const value = given[key];
    if (typeof value !== "string" || value === "") throw new Error(`${key} is no text`);
    return value;
  };
  if (typeof given.approvalOpen !== "boolean") throw new Error("approvalOpen is no boolean");
  if (!Array.isArray(given.routes)) throw new Error("routes is no list");
  const [first, ...others] = given.routes.map((route) => Route.parse(route));
  if (!first) throw new Error("routes is empty");
  const { reasoning: _, ...expected } = Classification.parse(
    Object.assign({ reasoning: "" }, given.expected),
  );
  return {
    id: text("id"),
    text: given.long === undefined ? text("text") : long(Object(given.long)),
    approvalOpen: given.approvalOpen,
    expected,
    routes: [first, ...others],
    language: text("language"),
    kind: text("kind"),
  };
}

/** Very long messages are kept as a recipe. */
function long({ head, filler, times, tail }: Record<string, unknown>): string {
  const times_ = Number(times);
  if (!(times_ > 0)) throw new Error("long.times is no number");
  return `${head}${String(filler).repeat(times_)}${tail}`;
}
