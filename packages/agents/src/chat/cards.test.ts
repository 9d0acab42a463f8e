import { spanDialect } from "@trunkline/transport";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { APPROVAL_STATES, type Card } from "../approvals/protocol.ts";
import { approvalWords, moment } from "./approval-words.ts";
import { actionsOf, askingMarkdown, below, cardMarkdown, outcomeMarkdown } from "./cards.ts";
import { literal } from "./literal.ts";

const card: Card = {
  v: 1,
  id: "a",
  code: "CDFGHJKM",
  state: "pending",
  title: "Merge #7",
  target: "acme/site#7",
  preview: "```diff\n+1\n-1",
  requestedBy: { userId: "1", name: "Alice" },
  expiresAt: Date.UTC(2026, 10, 28, 19, 45),
};
const terms = { language: "en", actions: "none", listed: false, secondPerson: false } as const;
const words = spanDialect(
  "words",
  (spans) => spans.map(({ text }) => text).join(""),
  () => true,
);
const seen = (markdown: string) => words.render(markdown).plain;

describe("a card", () => {
  test("says what, where, how it looks, who asked, who decides, until when and how", () => {
    const text = seen(cardMarkdown(card, terms));
    for (const part of [
      "Merge #7",
      "acme/site#7",
      "+1\n-1",
      "Asked for by Alice.",
      "Nov 28, 2026",
    ]) {
      expect(text).toContain(part);
    }
    // The fence that the preview left open does not take in what follows.
    expect(cardMarkdown(card, terms)).toMatch(/-1\n```\n\nAsked/);
    expect(text).toContain("Write /approve CDFGHJKM or /reject CDFGHJKM.");
  });

  test("names who may not decide, and who may", () => {
    const strict = below(card, { ...terms, listed: true, secondPerson: true });
    expect(strict).toContain("My approvers may decide, except Alice, who asked.");
    expect(below(card, terms)).toContain("Everybody whom I answer here may decide.");
  });

  test.each([
    [
      "en",
      "Asked for by Alice, Bob, and \\*Eve\\*.",
      "except Alice, Bob, and \\*Eve\\*, who asked",
    ],
    ["de-AT", "Angefragt von Alice, Bob und \\*Eve\\*.", "außer Alice, Bob und \\*Eve\\*"],
    ["xx", "Asked for by Alice, Bob, and \\*Eve\\*.", "except Alice"],
    // No locale, and an error to whoever takes it for one.
    ["de-a", "Angefragt von Alice, Bob und \\*Eve\\*.", "außer Alice"],
  ])("names everybody who has spoken to the turn that asks: %s", (language, by, except) => {
    const besides = [
      { userId: "2", name: "Bob" },
      { userId: "3", name: "*Eve*" },
    ];
    const text = cardMarkdown({ ...card, besides }, { ...terms, language, secondPerson: true });
    expect(text).toContain(by);
    expect(text).toContain(except);
  });

  test.each([
    ["buttons", 2],
    ["checklist", 2],
    ["none", 0],
  ] as const)(
    "where there are %s it has %i of them, and none when it is closed",
    (actions, count) => {
      expect(actionsOf(card, { ...terms, actions })).toHaveLength(count);
      expect(actionsOf({ ...card, state: "approved" }, { ...terms, actions })).toEqual([]);
    },
  );

  test.each(["failed", "superseded"] as const)("that has %s says why, in words only", (state) => {
    const outcome = "no [branch](https://evil.example) **x**";
    expect(seen(outcomeMarkdown("", { ...card, state, outcome }, "en"))).toContain(outcome);
  });

  test("that takes the place of another says why", () => {
    const text = askingMarkdown("I looked.", { ...card, replaces: "a new commit" }, terms);
    expect(text).toMatch(/^I looked\.\n\nWhat you approved has changed .*\(a new commit\)/);
  });

  test.each(APPROVAL_STATES.filter((state) => state !== "pending"))(
    "closed, %s, has no code to type",
    (state) => {
      const closed = { ...card, state, decidedBy: { userId: "2", name: "Bob" } };
      expect(seen(below(closed, terms))).not.toContain(card.code);
      expect(outcomeMarkdown("", closed, "en")).not.toBe("");
      expect(outcomeMarkdown("", closed, "de")).not.toBe(outcomeMarkdown("", closed, "en"));
    },
  );
});

test("what people have written is shown as it is, on one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (text) => {
      const line = text.replace(/\s+/g, " ").trim();
      expect(seen(`x${literal(line)}x`)).toBe(`x${line}x`);
    }),
  );
});

test.each(["de-AT", "DE", "de-", "en-!", "xx", "constructor", undefined])(
  "a moment in %s is a sentence of ours",
  (language) => {
    expect(moment(card.expiresAt, language)).toMatch(/2026.*UTC$/);
    expect(approvalWords(language).approve).toMatch(/^(Approve|Freigeben)$/);
  },
);
