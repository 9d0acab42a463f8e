import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LoopVerdict, mayAnswer, type Turn } from "./loop.ts";

/** p: a person, b: a bot that is allowed, x: one that is not, s: we. The last is the newest. */
function said(order: string): Turn[] {
  const by = { p: "person", b: "bot", x: "bot", s: "self" } as const;
  return [...order].map((who, at) => ({ by: by[who as keyof typeof by], id: who, at }));
}

describe("who is answered", () => {
  test.each<[string, LoopVerdict["why"]]>([
    ["", "nothing said"],
    ["p", "a person"],
    ["ps", "our own message"],
    ["psp", "a person"],
    ["bbbbbbp", "a person"],
    ["x", "a bot that is not allowed"],
    ["px", "a bot that is not allowed"],
    ["b", "an allowed bot"],
    ["pb", "an allowed bot"],
    ["pbsb", "an allowed bot"],
    ["pbsbsb", "only bots"],
    ["pbbb", "only bots"],
    ["bbb", "only bots"],
    ["pxxb", "only bots"],
    ["pbsbspb", "an allowed bot"],
    ["ssssb", "an allowed bot"],
  ])("%s: %s", (order, why) => {
    const verdict = mayAnswer(said(order), { bots: ["b"] });
    expect(verdict).toEqual({ answer: /person|an allowed/.test(why), why });
  });

  test("the order of arrival does not matter", () => {
    expect(mayAnswer(said("psbp").reverse(), { bots: [] }).why).toBe("a person");
  });

  test("how much bots may say is a setting", () => {
    expect(mayAnswer(said("pb"), { bots: ["b"], mostBotTurns: 1 }).why).toBe("only bots");
    expect(mayAnswer(said("pbbb"), { bots: ["b"], mostBotTurns: 4 }).answer).toBe(true);
  });
});

test("two bots that answer each other come to an end", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(4), (mostBotTurns, people) => {
      const turns = said("p".repeat(people));
      const answered: boolean[] = [];
      for (let at = 100; at < 120; at += 2) {
        turns.push({ by: "bot", id: "b", at });
        const { answer } = mayAnswer(turns, { bots: ["b"], mostBotTurns });
        if (answer) turns.push({ by: "self", id: "s", at: at + 1 });
        answered.push(answer);
      }
      expect(answered.filter(Boolean)).toHaveLength(mostBotTurns - 1);
      expect(answered.at(-1)).toBe(false);
    }),
  );
});
