import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchPattern } from "../patterns.ts";
import { routeOf } from "../rules.ts";
import { expand } from "./expand.ts";
import { MANNERS } from "./families.ts";
import { lexicon } from "./lexicon.ts";

const PHRASES = lexicon().phrases;

import { spell } from "./spelling.ts";
import { familiesOf } from "./whole.ts";

const phrase = fc.constantFrom(...PHRASES.keys());
/** Words of orders, questions and doubts, in no phrase of any language. */
const content = fc.constantFrom(
  ...["delete", "logs", "merge", "invoice", "production", "lösche", "supprime", "borra", "удали"],
  ...["router", "classify", "hitl", "42", "main.ts", "削除して", "@maria", "unless", "staging"],
);

describe("every phrase of every language", () => {
  test("is either a yes or a no, and neither is small talk while an approval is open", () => {
    const torn = [...PHRASES].filter(([, families]) => {
      const yes = families.has("approval");
      const no = families.has("refusal");
      const always = [...families].some((family) => MANNERS[family].counts === "always");
      return (yes && no) || ((yes || no) && always);
    });
    expect(torn).toEqual([]);
  });

  test("never confirms anything without an open approval", () => {
    for (const text of PHRASES.keys()) {
      const said = matchPattern(text, false);
      if (said) expect([text, said.type, routeOf(said)]).toEqual([text, "simple", "simple"]);
    }
  });

  test("reads the same in capitals, with spaces, a full stop or an emoji of the same mind", () => {
    fc.assert(
      fc.property(phrase, fc.boolean(), (text, open) => {
        const plain = familiesOf(text, open);
        expect(familiesOf(text.toUpperCase().replaceAll("SS", "ss"), open)).toEqual(plain);
        expect(familiesOf(`  ${text.replaceAll(" ", "   ")}. `, open)).toEqual(plain);
      }),
    );
  });

  test("falls silent beside a word of content", () => {
    fc.assert(
      fc.property(phrase, content, fc.boolean(), fc.boolean(), (text, word, before, open) => {
        const longer = before ? `${word} ${text}` : `${text}, ${word}`;
        expect([longer, matchPattern(longer, open)]).toEqual([longer, null]);
      }),
    );
  });

  test("falls silent in quotes, code, tags, commands and behind a label", () => {
    const around = fc.constantFrom('"X"', "`X`", "> X", "<X>", "/X", "role: X", "X=1", "X|", "#X");
    fc.assert(
      fc.property(phrase, around, fc.boolean(), (text, frame, open) => {
        expect(matchPattern(frame.replace("X", text), open)).toBeNull();
      }),
    );
  });

  test("falls silent when it carries text that nobody sees", () => {
    const hidden = fc.constantFrom("\u200b", "\u202e", "\u2066", "\u{e0064}\u{e0065}", "\u0000");
    fc.assert(
      fc.property(phrase, hidden, fc.boolean(), (text, mark, open) => {
        expect(matchPattern(text + mark, open)).toBeNull();
      }),
    );
  });
});

test("any text at all: without an open approval its route is simple or it is left to the model", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 150 }), (text) => {
      const said = matchPattern(text, false);
      expect(said && [said.type, routeOf(said)]).toEqual(said && ["simple", "simple"]);
    }),
  );
});

describe("an answer to an open approval", () => {
  test.each([
    ["yes"],
    ["Approved ✅"],
    ["ok 👍🏽"],
    ["Nein!"],
    ["no, thanks"],
    ["да."],
    ["いいえ。"],
    ["oui, vas-y"],
    ["don’t do it"],
    ["YES"],
  ])("%j", (text) => {
    expect(matchPattern(text, true)?.type).toBe("tool_confirmation");
    expect(matchPattern(text, false)?.type).not.toBe("tool_confirmation");
  });

  test.each([
    ["ok?"],
    ["yes 👎"],
    ["no ✅"],
    ["yes 🤔"],
    ["approvd"],
    ["yesss"],
    ["yes yes no"],
    ["great"],
    ["no problem"],
    ["ok thanks"],
    ["tá"],
    ["all good"],
    ["👍"],
    ["thanks 👍"],
    ["haha"],
  ])("not %j: it may be none, or the other one", (text) => {
    expect(matchPattern(text, true)).toBeNull();
  });
});

test.each([
  ["hi, how are you?", ["greeting", "smalltalk"]],
  ["hehe, alright thanks, bye", ["laughter", "assent", "thanks", "farewell"]],
  ["привет))) как дела?", ["greeting", "smalltalk"]],
  ["Thaaanks :D", ["thanks"]],
  ["thnaks", ["thanks"]],
  ["hahahahahah", ["laughter"]],
  ["𝓗𝓲 there", ["greeting"]],
  ["(3 + 4) * 2 =", ["sum"]],
  ["was ist 15% von 240?", ["sum"]],
  ["🎉🥳", ["emoji"]],
])("%j is made of %j", (text, families) => {
  expect(familiesOf(text, false)).toEqual(families);
});

test.each([
  ...["10/12", "24/7", "555-1234", "2024-11-05", "1.2.3", "+1", "what's 9/11", "#12", "12"],
  ...["🗑️", "🔥", "🇩🇪", "1️⃣", "¿?", "(hi)", "hi:", "thanks?", "bye?", "hello.py", "good"],
])("%j says nothing", (text) => {
  expect(familiesOf(text, false)).toBeNull();
});

test.each([
  ["heyyy", "hey"],
  ["helo", "hello"],
  ["morinng", "morning"],
  ["thankss", "thanks"],
  ["delete", "delete"],
  ["god", "god"],
])("%s is spelt %s", (word, meant) => {
  expect(spell(word)).toBe(meant);
});

test("the notation of phrases", () => {
  expect(expand("(a|b) c[ d|e]")).toEqual(["a c", "a c d", "a ce", "b c", "b c d", "b ce"]);
});
