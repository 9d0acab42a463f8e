import { expect, test } from "vitest";
import type { Decision } from "../pool/rules.ts";
import { footer } from "./footer.ts";

const decision: Decision = { v: 1, route: "simple", tier: "pattern", reason: "x", tookMs: 1 };
const usage = { model: "claude-x", input: 10, output: 7, cacheRead: 200, cacheWrite: 3_000 };

test.each<[string, Parameters<typeof footer>, string]>([
  [
    "everything is known; what was cached was read as well",
    [decision, usage, 1_234],
    "simple (pattern) · claude-x · 3210 in, 7 out · 1.2 s",
  ],
  ["the router was not asked", [null, usage, 0], "no route · claude-x · 3210 in, 7 out · 0.0 s"],
  [
    "nothing was paid",
    [decision, undefined, 65_000],
    "simple (pattern) · no model · no tokens · 65.0 s",
  ],
])("%s", (_name, given, expected) => {
  // A paragraph of its own, in italics.
  expect(footer(...given)).toBe(`\n\n_${expected}_`);
});
