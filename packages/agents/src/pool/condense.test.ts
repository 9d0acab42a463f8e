import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelAnswer, ModelPort } from "../model/anthropic.ts";
import { ModelFailure } from "../model/failure.ts";
import type { Turn } from "../runs/protocol.ts";
import { condensed, foldable, MOST_HISTORY_BYTES, MOST_HISTORY_TURNS } from "./condense.ts";

const turn = (role: Turn["role"], bytes = 10): Turn => ({ role, text: "x".repeat(bytes) });
const exchanges = (count: number, bytes = 10): Turn[] =>
  Array.from({ length: count }, () => [turn("user", bytes), turn("assistant", bytes)]).flat();

test.each<[string, Turn[], number]>([
  ["nothing but the question", [turn("user", 300_000)], 0],
  ["a short history", [...exchanges(5), turn("user")], 0],
  ["many turns: the last thirty stay", [...exchanges(50), turn("user")], 70],
  ["few long turns: what fits stays", [...exchanges(5, 20_000), turn("user")], 8],
  [
    "one turn that is too long by itself",
    [turn("user", 200_000), turn("assistant"), turn("user")],
    2,
  ],
])("%s", (_name, turns, expected) => {
  expect(foldable(turns)).toBe(expected);
});

const anyTurns = fc.array(
  fc.record({
    role: fc.constantFrom<Turn["role"]>("user", "assistant"),
    text: fc.nat({ max: 60_000 }).map((length) => "y".repeat(length)),
  }),
  { minLength: 1, maxLength: 120 },
);

test("what is left fits, begins with a person and ends with the question", () => {
  fc.assert(
    fc.property(anyTurns, (turns) => {
      const left = turns.slice(foldable(turns));
      const past = left.slice(0, -1);
      expect(left.at(-1)).toBe(turns.at(-1));
      expect(past.length).toBeLessThanOrEqual(MOST_HISTORY_TURNS);
      const bytes = past.reduce((sum, { text }) => sum + text.length, 0);
      expect(bytes).toBeLessThanOrEqual(MOST_HISTORY_BYTES);
      if (left.length < turns.length && past.length > 0) expect(left[0]?.role).toBe("user");
    }),
    { numRuns: 200 },
  );
});

describe("a summary", () => {
  const usage = { model: "m", input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };
  const said = (text: string, stop: ModelAnswer["stop"] = "end"): ModelPort => ({
    ask: async () => ({ text, stop, usage, said: [], calls: [] }),
  });
  const failing = (kind: "refused" | "invalid" | "silent" | "budget"): ModelPort => ({
    ask: async () => {
      throw new ModelFailure({ kind }, kind);
    },
  });
  const turns = [...exchanges(50), turn("user")].map((one, n) => ({ ...one, n }));
  const request = { v: 1, conversation: "c", platform: "p", turns, first: 0, summary: "before" };
  const scope = {
    ...{
      runId: "r",
      since: 0,
      write: () => {},
      at: () => {},
      signal: new AbortController().signal,
    },
    step: <T>(_key: string, work: () => Promise<T>) => work(),
  };

  test("takes the place of what it stands for", async () => {
    const short = await condensed(request, said("in short"), "m", scope);
    expect(short.past.summary).toEqual({ upTo: 69, text: "in short", from: 0 });
    expect(short.usage).toEqual(usage);
    expect(short.request).toMatchObject({ summary: "in short" });
    expect(short.request.turns).toHaveLength(31);
  });

  test.each<[string, ModelPort, boolean]>([
    ["is declined", said("I would rather not.", "refusal"), true],
    ["is declined by an error", failing("refused"), false],
    ["is too much for the model", failing("invalid"), false],
    ["says nothing", said(" \n"), true],
  ])("that %s takes nobody's place: the history stays", async (_name, model, paid) => {
    const past = { declined: true };
    const expected = { request, past, usage: paid ? usage : undefined };
    expect(await condensed(request, model, "m", scope)).toEqual(expected);
  });

  test("is recorded for what it stands for: a replay with another past asks again", async () => {
    const journal = new Map<string, unknown>();
    const recorded = {
      ...scope,
      step: async <T>(key: string, work: () => Promise<T>) => {
        if (!journal.has(key)) journal.set(key, await work());
        return journal.get(key) as T;
      },
    };
    const summaryOf = async (asked: typeof request, text: string) =>
      (await condensed(asked, said(text), "m", recorded)).past.summary;
    expect(await summaryOf(request, "one")).toMatchObject({ upTo: 69, text: "one" });
    expect(await summaryOf(request, "two")).toMatchObject({ upTo: 69, text: "one" });
    const later = { ...request, turns: turns.map((one) => ({ ...one, n: one.n + 10 })) };
    expect(await summaryOf(later, "two")).toMatchObject({ upTo: 79, text: "two" });
    expect(await summaryOf({ ...later, first: 5 }, "three")).toMatchObject({ text: "three" });
  });

  test("is not asked for again where the model has declined it a while ago", async () => {
    const whole = { ...request, whole: true };
    expect(await condensed(whole, failing("budget"), "m", scope)).toEqual({
      ...{ request: whole, past: {} },
    });
  });

  test.each(["silent", "budget"] as const)("waits for a model that is %s", async (kind) => {
    const late = condensed(request, failing(kind), "m", scope);
    await expect(late).rejects.toMatchObject({ fault: { kind } });
  });
});
