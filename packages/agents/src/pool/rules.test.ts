import type { Classification } from "@trunkline/prompts";
import { expect, test } from "vitest";
import { type Route, routeOf } from "./rules.ts";

const said = (change: Partial<Classification>): Classification => ({
  ...{ type: "simple", category: "general", complexity: "low" },
  ...{ requiresHumanApproval: false, reasoning: "" },
  ...change,
});

/** In the order of the rules: each row of a rule would also match a later one. */
test.each<[string, Partial<Classification>, Route]>([
  ["a confirmation", { type: "tool_confirmation", category: "info" }, "hitl"],
  ["one irreversible act", { requiresHumanApproval: true, category: "info" }, "hitl"],
  ["one act, however complex", { requiresHumanApproval: true, complexity: "high" }, "hitl"],
  ["about the owner", { category: "info" }, "info"],
  ["about the owner, however complex", { category: "info", complexity: "high" }, "info"],
  ["research, medium", { category: "research", complexity: "medium" }, "researcher"],
  ["research, high", { category: "research", complexity: "high" }, "researcher"],
  ["anything high", { complexity: "high" }, "orchestrator"],
  ["code, high", { category: "code", complexity: "high", type: "complex" }, "orchestrator"],
  ["a task, high", { category: "task", complexity: "high", type: "complex" }, "orchestrator"],
  ["simple and low", {}, "simple"],
  ["simple and low, about code", { category: "code" }, "simple"],
  ["simple and low, research", { category: "research" }, "simple"],
  ["simple and low, GitHub", { category: "github" }, "simple"],
  ["code, medium", { category: "code", complexity: "medium" }, "orchestrator"],
  ["code, complex but low", { category: "code", type: "complex" }, "orchestrator"],
  ["research, complex but low", { category: "research", type: "complex" }, "orchestrator"],
  ["GitHub, medium", { category: "github", complexity: "medium" }, "orchestrator"],
  ["else: general, medium", { complexity: "medium" }, "simple"],
  ["else: a task, complex", { category: "task", type: "complex", complexity: "medium" }, "simple"],
])("%s -> %2$s", (_name, change, route) => {
  expect(routeOf(said(change))).toBe(route);
});
