import { describe, expect, test } from "vitest";
import { Failure } from "../runs/protocol.ts";
import { failureNotice, notices } from "./notices.ts";

const NONE = { v: 1, day: [], turn: {} };
const STATUS = { working: true, seconds: 42, pending: 7, tokens: 0, standing: NONE };
const LANGUAGES = ["en", "de"];

const swap = (mark: string) => (mark === "," ? "." : ",");

/** Every sentence of a language, by its name. */
function sentences(language: string): [string, string][] {
  const { failed, status, patience, commands, unopened, step, asksAgain, waits, ...rest } =
    notices(language);
  const files = ["sound", "kind", "size", "lost"] as const;
  return [
    ...Object.entries(rest),
    ...Object.entries(failed),
    ...Object.entries(commands),
    ...files.map((why): [string, string] => [why, unopened("a.zip", why)]),
    ...patience.map((sentence, at): [string, string] => [`patience ${at}`, sentence]),
    ["step", step({ n: 2, of: 5, what: "reading" })],
    ["asksAgain", asksAgain("12:00:00 UTC")],
    ["waits", waits("12:00:00 UTC")],
    ["working", status(STATUS)],
    ["idle", status({ ...STATUS, working: false })],
    ["unknown budgets", status({ ...STATUS, standing: null })],
  ];
}

describe.each(LANGUAGES)("%s", (language) => {
  test("has every sentence of English, none empty", () => {
    const names = sentences(language).map(([name]) => name);
    expect(names).toEqual(sentences("en").map(([name]) => name));
    for (const [, sentence] of sentences(language)) expect(sentence.trim()).not.toBe("");
  });

  test("says how long and how many", () => {
    const { status } = notices(language);
    expect(status(STATUS)).toMatch(/42.*7/s);
    expect(status({ ...STATUS, working: false })).not.toContain("42");
  });

  test("tells each budget that is set, and what is left of it", () => {
    const day = [
      { whose: "person", what: "turns", used: 3, most: 50 },
      { whose: "conversation", what: "tokens", used: 1_000, most: 6_000 },
      { whose: "pool", what: "dollars", used: 1.2, most: 20 },
      { whose: "pool", what: "tokens", used: 9_000, most: 9_000 },
    ] as const;
    const turn = { seconds: 600, tokens: 50_000 };
    const { status } = notices(language);
    const [first, ...lines] = status({ ...STATUS, standing: { v: 1, day: [...day], turn } }).split(
      "\n",
    );
    expect(first).toBe(status(STATUS));
    const numbers = lines.map((line) => line.match(/\d[\d.,]*\d|\d/g)?.join(" "));
    const comma = (text: string) => (language === "de" ? text.replace(/[.,]/g, swap) : text);
    expect(numbers).toEqual(
      ["3 50 47", "1,000 6,000 5,000", "1.20 20.00 18.80", "9,000", "600 50,000"].map(comma),
    );
    expect(new Set(lines).size).toBe(lines.length);
    expect(status({ ...STATUS, standing: null }).split("\n")).toHaveLength(2);
  });

  test("names every command in its help", () => {
    const { help } = notices(language);
    const ours = ["stop", "new", "status", "help", "approvals", "link", "unlink"];
    for (const command of [...ours, "approve CODE", "reject CODE"]) {
      expect(help).toContain(`/${command}`);
    }
  });

  test.each(Failure.options)("a failure says what to do: %s", (failure) => {
    const { failed, retryHint } = notices(language);
    expect(failureNotice(failure, language)).toBe(`${failed[failure]} ${retryHint}`);
  });
});

test("languages differ", () => {
  const german = new Map(sentences("de"));
  for (const [name, sentence] of sentences("en")) expect(german.get(name)).not.toBe(sentence);
});

test.each([
  ["de-AT", "de"],
  ["DE", "de"],
  ["en-GB", "en"],
  ["fr", "en"],
  ["", "en"],
  [undefined, "en"],
])("%j is answered in %s", (language, expected) => {
  expect(notices(language)).toBe(notices(expected));
});

test.each(["constructor", "__proto__", "toString"])(
  "a language called %s is no language",
  (code) => {
    expect(notices(code).placeholder).toBe(notices("en").placeholder);
  },
);
