import { matchPattern } from "../../packages/agents/src/pool/patterns.ts";
import type { Route } from "../../packages/agents/src/pool/rules.ts";
import type { Labelled } from "./labelled.ts";

const ROUNDS = 30;

export interface Latency {
  readonly route: Route;
  readonly messages: number;
  readonly spoke: number;
  readonly medianMicroseconds: number;
  readonly slowestMicroseconds: number;
}

/** How long the pattern tier takes per message, by expected route. Reported, never asserted. */
export function patternLatency(rows: readonly Labelled[]): Latency[] {
  for (const { text } of rows) matchPattern(text, false);
  const groups = Map.groupBy(rows, ({ routes }) => routes[0]);
  return [...groups].sort().map(([route, group]) => {
    const took = group.map(microseconds).sort((a, b) => a - b);
    return {
      ...{ route, messages: group.length },
      spoke: group.filter(({ text, approvalOpen }) => matchPattern(text, approvalOpen)).length,
      medianMicroseconds: took[Math.floor(took.length / 2)] ?? 0,
      slowestMicroseconds: took.at(-1) ?? 0,
    };
  });
}

function microseconds({ text, approvalOpen }: Labelled): number {
  const from = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) matchPattern(text, approvalOpen);
  return ((performance.now() - from) * 1_000) / ROUNDS;
}
