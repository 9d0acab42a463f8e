import { expect, test } from "vitest";
import type { ModelAnswer, ModelPort } from "../model/anthropic.ts";
import { type BudgetPort, budgeted, limitsOf, priceOf, type Spent, within } from "./limits.ts";

const actor = { conversation: "p:1/2", platform: "p", userId: "7", userName: "Tove" };
const usage = { model: "m", input: 100, output: 20, cacheRead: 5, cacheWrite: 0 };
const answer: ModelAnswer = { text: "x", stop: "end", usage, said: [], calls: [] };
const request = { model: "m", system: "", turns: [], maxTokens: 1 };

test("only what is limited is counted, and for whom", () => {
  expect(limitsOf({}, actor)).toEqual([]);
  expect(limitsOf({ secondsPerTurn: 5 }, actor)).toEqual([]);
  expect(limitsOf({ turnsPerPersonAndDay: 3, tokensPerDay: 9 }, actor)).toEqual([
    { name: "person:p:7", most: { turns: 3 } },
    { name: "pool", most: { tokens: 9 } },
  ]);
});

test.each<[Partial<Spent>, boolean]>([
  [{}, true],
  [{ turns: 4 }, true],
  [{ turns: 3 }, false],
  [{ turns: 4, tokens: 100 }, false],
])("3 turns and 100 tokens are within %j: %s", (most, expected) => {
  expect(within({ turns: 3, tokens: 100, dollars: 0 }, most)).toBe(expected);
});

test("prices are for a million tokens; a model without one costs nothing that is known", () => {
  const price = { m: { input: 3, output: 15, cacheRead: 0.3 } };
  expect(priceOf(usage, price)).toBeCloseTo((300 + 300 + 1.5) / 1e6, 12);
  expect(priceOf(usage)).toBe(0);
});

/** Counters that live as long as the test. */
function counters() {
  const spent = new Map<string, Spent>();
  const runs = new Set<string>();
  const counter = (name: string): BudgetPort => ({
    spent: async (run = "") => ({
      ...(spent.get(name) ?? { turns: 0, tokens: 0, dollars: 0 }),
      counted: runs.has(`${name} ${run}`),
    }),
    add: async (cost, run = "") => {
      const before = spent.get(name) ?? { turns: 0, tokens: 0, dollars: 0 };
      const again = run !== "" && runs.has(`${name} ${run}`);
      if (run !== "") runs.add(`${name} ${run}`);
      spent.set(name, {
        turns: before.turns + (again ? 0 : cost.turns),
        tokens: before.tokens + cost.tokens,
        dollars: before.dollars + cost.dollars,
      });
    },
  });
  return { spent, counter };
}
const model: ModelPort = { ask: async () => answer };
const free = () => ({ dollars: 0 });

test("a turn that has begun goes on; the next one is refused before the model is asked", async () => {
  const { spent, counter } = counters();
  const limits = limitsOf({ turnsPerPersonAndDay: 1 }, actor);
  const first = budgeted(model, limits, counter, free);
  await first.ask(request, () => {});
  await first.ask(request, () => {});
  expect(spent.get("person:p:7")).toMatchObject({ turns: 1, tokens: 250 });
  const second = budgeted(model, limits, counter, free).ask(request, () => {});
  await expect(second).rejects.toMatchObject({ fault: { kind: "budget" } });
});

test("a run that is begun again is the same turn: it goes on, and counts once", async () => {
  const { spent, counter } = counters();
  const limits = limitsOf({ turnsPerPersonAndDay: 1 }, actor);
  const ask = (run: string) => budgeted(model, limits, counter, free, run).ask(request, () => {});
  await ask("one");
  await ask("one");
  expect(spent.get("person:p:7")).toMatchObject({ turns: 1, tokens: 250 });
  await expect(ask("two")).rejects.toMatchObject({ fault: { kind: "budget" } });
});

test("a budget that cannot be read is waited for; one that cannot be written costs no answer", async () => {
  const limits = limitsOf({ tokensPerDay: 9_999 }, actor);
  const broken = async () => {
    throw new Error("down");
  };
  const { counter } = counters();
  const unread = budgeted(model, limits, () => ({ spent: broken, add: broken }), free);
  await expect(unread.ask(request, () => {})).rejects.toMatchObject({ fault: { kind: "busy" } });
  const unwritten = budgeted(model, limits, (name) => ({ ...counter(name), add: broken }), free);
  expect(await unwritten.ask(request, () => {})).toBe(answer);
});
