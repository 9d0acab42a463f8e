import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { readCassette, writeCassette } from "../../../../eval/router/cassettes.ts";
import { labelled, PARTS } from "../../../../eval/router/labelled.ts";
import { recorded, scoreModel } from "../../../../eval/router/model.ts";
import { lastResult, measure, type Result, resultOf } from "../../../../eval/router/result.ts";
import { belowFloor, belowLast } from "../../../../eval/router/verdict.ts";
import type { ModelPort, ModelRequest } from "../model/anthropic.ts";
import { DEFAULT_FAST } from "./models.ts";
import { MANNERS } from "./patterns/families.ts";

const rows = PARTS.flatMap((part) => labelled(part).map((row) => ({ ...row, part })));
const measured = { ...measure(), model: await recorded(rows, DEFAULT_FAST) };
const result = resultOf(measured);

describe("the router on the labelled set", () => {
  test("is above the floors", () => expect(belowFloor(result)).toEqual([]));
  test("is not below the committed result", () =>
    expect(belowLast(result, lastResult())).toEqual([]));

  test("no pattern fits a single example: each family has three messages to look at", () => {
    const counts = [...Object.keys(MANNERS), "emoji", "sum"].map((family) => ({
      ...{ family, enough: (result.patterns.seen.families[family] ?? 0) >= 3 },
    }));
    expect(counts.filter(({ enough }) => !enough)).toEqual([]);
  });
});

describe("the labelled set", () => {
  test("is large, in eight languages and more, and has every kind in both parts", () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
    const languages = new Set(rows.map(({ language }) => language));
    for (const one of ["en", "de", "fr", "es", "it", "pt", "ru", "ja"]) {
      expect(languages).toContain(one);
    }
    const kinds = PARTS.map(
      (part) => new Set(rows.filter((row) => row.part === part).map(({ kind }) => kind)),
    );
    expect(kinds[1]?.size).toBeGreaterThanOrEqual(26);
    expect(kinds[1]?.difference(kinds[0] ?? new Set())).toEqual(new Set());
  });

  test("has each id once, and no message twice in its two parts", () => {
    const letters = (text: string) =>
      text
        .toLowerCase()
        .replace(/[\p{P}\s]+/gu, " ")
        .trim();
    const keys = new Map<string, string>();
    const twice = rows.filter(({ text, approvalOpen, part }) => {
      const key = `${letters(text) || text} ${approvalOpen}`;
      const other = keys.get(key);
      keys.set(key, part);
      return other !== undefined && other !== part;
    });
    expect(twice.map(({ id }) => id)).toEqual([]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test("confirms only while an approval is open", () => {
    const wrong = rows.filter((row) => row.expected.type === "tool_confirmation");
    expect(wrong.filter(({ approvalOpen }) => !approvalOpen)).toEqual([]);
  });
});

describe("the verdict", () => {
  const worse = (change: Partial<Result["patterns"]["unseen"]>): Result => ({
    ...result,
    patterns: { ...result.patterns, unseen: { ...result.patterns.unseen, ...change } },
  });
  test("names what is below the floors", () => {
    expect(belowFloor(worse({ precision: 0.9799, coverage: 0.1499 }))).toEqual([
      "precision on unseen is 97.99 %, below 98 %",
      "coverage on unseen is 14.99 %, below 15 %",
    ]);
  });
  test("names what fell, and a set that is another one", () => {
    expect(belowLast(worse({ coverage: 0.2 }), worse({ coverage: 0.3 }))).toEqual([
      "coverage on unseen fell, 30.00 % -> 20.00 %",
    ]);
    const other = { ...result, set: { ...result.set, seen: "another" } };
    expect(belowLast(result, other)).toEqual(["result.json was measured on another seen.jsonl"]);
    expect(belowLast(result, null)).toEqual(["there is no committed result yet"]);
  });
});

describe("cassettes", () => {
  const folder = mkdtempSync(join(tmpdir(), "cassettes-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const some = rows.filter(({ kind }) => kind === "destructive").slice(0, 5);
  const asked: ModelRequest[] = [];
  const usage = { model: "m", input: 70, output: 30, cacheRead: 0, cacheWrite: 0 };
  const live: ModelPort = {
    async ask(request) {
      asked.push(request);
      const said = { type: "simple", category: "general", complexity: "low", reasoning: "" };
      const text = JSON.stringify({ ...said, requiresHumanApproval: asked.length > 1 });
      return { text, stop: "end", usage, said: [], calls: [] };
    },
  };

  test("what a model answered once is scored again without one", async () => {
    const cassette = readCassette("m", folder);
    const settings = { model: "m", cassette, timeoutMs: 1_000 };
    const first = await scoreModel(some, { ...settings, live });
    expect(first).toMatchObject({ messages: 5, right: 4, unanswered: [] });
    expect(first.routes).toMatchObject([
      { route: "hitl", messages: 4, inputTokens: 70, outputTokens: 30 },
      { route: "simple", messages: 1 },
    ]);
    writeCassette("m", cassette, folder);
    expect(await recorded(some, "m", folder)).toEqual(first);
    expect(asked).toHaveLength(5);

    const more = await recorded(rows.slice(0, 1).concat(some), "m", folder);
    expect(more).toMatchObject({ messages: 5, unanswered: [{ why: "not on the cassette" }] });
    expect(resultOf({ ...measured, model: more }).model).toBeNull();
    expect(await recorded(some, "another-model", folder)).toBeNull();
  });
});
