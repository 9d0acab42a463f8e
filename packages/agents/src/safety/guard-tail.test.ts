import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guard } from "./guard.ts";
import { safeLength } from "./guard-tail.ts";

const SECRET = "Zq8v-T3xw_K9:mLp2/R7dY";
const shown = (text: string, secrets: readonly string[]) =>
  guard(text.slice(0, safeLength(text, secrets)), { secrets }).text;

describe("the end of a text that grows", () => {
  test.each<[string, string, string]>([
    ["no suspicion", "All is well", "All is well"],
    ["nothing", "", ""],
    ["too little to tell", "It is Zq8", "It is Zq8"],
    ["a beginning", "It is Zq8v-T3", "It is "],
    ["with something between", "It is Z q 8 v T", "It is "],
    ["reversed", "It is Yd7R/2p", "It is "],
    ["escaped, cut in an escape", "It is %5A%71%38%76%2", "It is "],
    ["base64", `It is ${Buffer.from(SECRET).toString("base64").slice(0, 9)}`, "It is "],
    ["hex", `It is ${Buffer.from(SECRET).toString("hex").slice(0, 9)}`, "It is "],
    ["no longer one", "It is Zq8v-T4", "It is Zq8v-T4"],
    ["whole", `It is ${SECRET}`, "It is [redacted]"],
    ["whole, and begun again", `It is ${SECRET} Zq8v`, "It is [redacted] "],
    ["a key", `It is ghp_${"a1B2".repeat(7)}`, "It is "],
    ["a whole key", `It is ghp_${"a1B2".repeat(9)}`, "It is [redacted]"],
    ["a bot's token", "It is 123456789:AAHdq", "It is "],
    ["a number", "It is 123456789", "It is 123456789"],
    ["a named value", "The Token: k3J9x", "The "],
    ["a named value that ended", "The token: none, ", "The token: none, "],
    ["a signed token", "It is eyJhbGciOi.eyJzdWIi", "It is "],
    ["a block", `It is -----BEGIN RSA PRIVATE ${"KEY"}-----\nMIIE`, "It is "],
    ["the head of a block", "It is -----BEGIN RSA PRI", "It is "],
    [
      "a block with a key in it",
      `It is -----BEGIN PRIVATE ${"KEY"}-----\n${"MII1".repeat(20)}\nab`,
      "It is [redacted]",
    ],
    ["half a character", "ab😀 is Zq8v", "ab😀 is "],
  ])("%s", (_name, text, expected) => {
    expect(shown(text, [SECRET])).toBe(expected);
  });

  test("what looks like a tag hides no beginning", () => {
    const secret = "A000aa/_:_:0000aaaaaa";
    const written = encodeURIComponent(secret);
    for (let length = 1; length <= written.length; length += 1) {
      expect(shown(`<${written.slice(0, length)}`, [secret])).not.toContain(written.slice(0, 16));
    }
  });

  test("no more than 200 characters are held for what is not known", () => {
    const text = `eyJ${"a".repeat(1000)}`;
    expect(safeLength(text, [])).toBe(text.length - 200);
  });

  test("a cut does not go through a whole one", () => {
    const [first, second] = ["abcd1234efgh5678", "5678ijkl9012mnop"];
    expect(shown(`x ${first}`, [first, second])).toBe("x ");
  });
});

/** The first and last characters tell something: an end of punctuation is not held. */
const value = fc.stringMatching(/^[A-Za-z0-9]{6}[A-Za-z0-9_:/+-]{6,30}[A-Za-z0-9]{6}$/);
const FORMS: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => Buffer.from(text).toString("hex"),
  (text) => Buffer.from(text).toString("base64").replace(/=+$/, ""),
  (text) => Buffer.from(text).toString("base64url"),
  (text) => [...text].reverse().join(""),
];
/** So much of any form is more than what an end may show before it is suspicious. */
const MOST_SEEN = 16;

test("at no moment a form of a secret is seen, nor a long beginning of it", () => {
  const around = fc.oneof(fc.lorem({ maxCount: 3 }), fc.string({ maxLength: 20 }));
  fc.assert(
    fc.property(value, around, around, fc.constantFrom(...FORMS), (secret, before, after, form) => {
      const written = form(secret);
      const text = `${before}${written}${after}`;
      for (let length = 0; length <= text.length; length += 1) {
        const prefix = text.slice(0, length);
        const safe = safeLength(prefix, [secret]);
        expect(safe).toBeGreaterThanOrEqual(0);
        expect(safe).toBeLessThanOrEqual(length);
        expect(shown(prefix, [secret])).not.toContain(written.slice(0, MOST_SEEN));
      }
    }),
  );
});

test("what is held is bounded", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2000 }), value, (text, secret) => {
      const held = text.length - safeLength(text, [secret]);
      expect(held).toBeLessThanOrEqual(Math.max(201, 4 * secret.length));
    }),
  );
});
