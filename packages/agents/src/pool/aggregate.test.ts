import { describe, expect, test } from "vitest";
import { sumOf, tokensOf } from "../runs/usage.ts";
import { cardsOf, knownOf, materialOf, seenIn, usageOf } from "./aggregate.ts";
import { Numbered } from "./aggregate-sources.ts";
import type { Outcome } from "./plan-run.ts";
import { partsOf } from "./researcher-parts.ts";
import type { WorkerResult } from "./worker.ts";

const usage = { model: "m", input: 10, output: 2, cacheRead: 1, cacheWrite: 3 };
const card = {
  ...{ v: 1 as const, id: "1", code: "ABCDEFGH", state: "pending" as const, title: "Close #1" },
  ...{ target: "x#1", preview: "", requestedBy: { userId: "7", name: "Ann" }, expiresAt: 0 },
};
type Done = Extract<WorkerResult, { kind: "done" }>;
function outcome(id: string, more: Partial<Done> | string = {}): Outcome {
  const step = { id, worker: "research", title: `doing ${id}`, task: "", needs: [] };
  if (typeof more === "string") {
    return { step, result: { kind: "failed", why: more, again: false }, begun: true };
  }
  const seen = { untrusted: false, private: false };
  return {
    ...{ step, begun: true },
    result: { kind: "done", text: `${id} is so`, sources: [], seen, ...more },
  };
}

describe("a result as material", () => {
  test("has the label of what has gone into it", () => {
    const read = outcome("a", { seen: { untrusted: true, private: true } });
    expect(materialOf(read, 5)).toEqual({
      ...{ what: "result: doing a", author: "research worker", at: 5, trust: "untrusted" },
      text: "a is so",
    });
    expect(materialOf(outcome("a"), 5).trust).toBe("member");
    expect(seenIn([outcome("b"), read, outcome("c", "no")])).toEqual({
      ...{ untrusted: true, private: true },
    });
    expect(seenIn([outcome("b")])).toEqual({ untrusted: false, private: false });
  });

  test("names its sources, and an act that has not happened", () => {
    const sources = [{ url: "https://a.example", title: "A" }];
    expect(materialOf(outcome("a", { sources, card }), 0).text).toBe(
      "a is so\n\nSources:\n- A: https://a.example\n\n" +
        "This waits for a decision and has not happened: Close #1.",
    );
  });

  test("says when there is none", () => {
    expect(materialOf(outcome("a", "it took too long"), 0).text).toBe(
      "There is no result: it took too long.",
    );
  });

  test("is cut, and says so", () => {
    const { text } = materialOf(outcome("a", { text: "x".repeat(50_000) }), 0);
    expect(text.length).toBeLessThan(41_000);
    expect(text).toMatch(/\(Cut here\.\)$/);
  });
});

test("what is known stands under its titles, with its sources, and nothing else does", () => {
  const sources = [{ url: "https://a.example/(1)", title: "[A]" }];
  const outcomes = [
    ...[outcome("a"), outcome("b", "no"), outcome("c", { text: " " }), outcome("d", { sources })],
  ];
  expect(knownOf(outcomes)).toBe(
    "**doing a**\n\na is so\n\n**doing d**\n\nd is so\n\n- [A](https://a.example/%281%29)",
  );
});

test("one act is shown as a card, the others by their codes", () => {
  const other = { ...card, code: "CDFGHJKM", title: "Close *#2*" };
  expect(cardsOf([outcome("a"), outcome("b", "no")])).toEqual({ others: "" });
  expect(cardsOf([outcome("a", { card }), outcome("b", { card: other })])).toEqual({
    ...{ card, others: "- Close #2: /approve CDFGHJKM" },
  });
});

test("everything that was paid for counts", () => {
  const outcomes = [outcome("a", { usage }), outcome("b"), outcome("c", { usage })];
  const all = sumOf(usage, undefined, usageOf(outcomes));
  expect(all).toEqual({ model: "m", input: 30, output: 6, cacheRead: 3, cacheWrite: 9 });
  expect(tokensOf(all)).toBe(48);
  expect(tokensOf(sumOf())).toBe(0);
});

describe("sources", () => {
  const page = (n: number) => ({ url: `https://example.com/${n}`, title: `Page ${n}` });
  const numbered = () => {
    const sources = new Numbered();
    expect([page(1), page(2), page(1), page(3)].map((one) => sources.number(one))).toEqual([
      1, 2, 1, 3,
    ]);
    return sources;
  };

  test("that are cited stand below, by their numbers", () => {
    expect(numbered().cited("It is so [3], or not [1][3].\n")).toBe(
      "It is so [3], or not [1][3].\n\n" +
        "- [1] [Page 1](https://example.com/1)\n- [3] [Page 3](https://example.com/3)",
    );
  });

  test("that do not exist are not cited", () => {
    expect(numbered().cited("It is so [9], and [0].")).toBe("It is so, and.");
  });

  test("leave links and references of Markdown alone", () => {
    const text = "See [4](https://x.example), ![5](y), [6][ref] and\n\n[7]: https://z.example";
    expect(numbered().cited(text)).toContain("[4](https://x.example), ![5](y)");
    expect(numbered().cited(text)).toContain("[7]: https://z.example");
  });

  test("cannot write Markdown of their own", () => {
    const sources = new Numbered();
    sources.number({ url: "https://a.example/) [x](b", title: "](https://evil.example) *hi*" });
    expect(sources.cited("So [1].")).toBe(
      "So [1].\n\n- [1] [(https://evil.example) hi](https://a.example/%29%20[x]%28b)",
    );
  });

  test("without any the answer is as it was", () => {
    expect(numbered().cited("Nobody says so.")).toBe("Nobody says so.");
  });
});

describe("the parts of a question", () => {
  const part = (n: number) => ({ title: `t${n}`, question: `q${n}` });
  test("are five at the most, none empty", () => {
    const parts = [1, 2, 3, 4, 5, 6].map(part);
    const json = JSON.stringify({ parts: [{ title: " ", question: "x" }, ...parts] });
    expect(partsOf(json, "?")).toEqual(parts.slice(0, 5));
  });

  test.each(["", "no", '{"parts": []}', '{"parts": [{"title": "a"}]}'])(
    "where there are none it is one: %s",
    (answer) => {
      const question = "Which one?\nPlease.";
      expect(partsOf(answer, question)).toEqual([{ title: "Which one?", question }]);
    },
  );
});
