import { describe, expect, test } from "vitest";
import { Failure } from "../runs/protocol.ts";
import { failureNotice, notices } from "./notices.ts";

const STATUS = { working: true, seconds: 42, pending: 7, tokens: 0 };
const LANGUAGES = ["en", "de"];

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
