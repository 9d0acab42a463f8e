import { afterEach, describe, expect, test, vi } from "vitest";
import { logger, scrub } from "./log.ts";

const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

describe("scrubbing", () => {
  test.each<[string, string, string]>([
    ["a secret", `it is ${TOKEN}.`, "it is ***."],
    ["twice", `${TOKEN}${TOKEN}`, "******"],
    ["percent-encoded", `?token=${encodeURIComponent(TOKEN)}&x`, "?token=***&x"],
    [
      "in a URL",
      `https://api.telegram.org/bot${TOKEN}/getMe`,
      "https://api.telegram.org/bot***/getMe",
    ],
    ["somebody else's token in a URL", "https://x/bot42:abc-DEF_1/getMe", "https://x/bot***/getMe"],
    ["nothing secret", "https://x/bottle/42", "https://x/bottle/42"],
  ])("%s", (_name, text, expected) => {
    expect(scrub(text, [TOKEN])).toBe(expected);
  });

  test("characters that mean something in a pattern", () => {
    expect(scrub("a.b*c$& a.b*c", ["a.b*c"])).toBe("***$& ***");
  });
});

describe("a line of the log", () => {
  afterEach(() => vi.restoreAllMocks());

  test("is one line of JSON with its part and event, scrubbed", () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    const log = logger("chat", [TOKEN, null, undefined, "", "a"]);
    log("call.failed", { why: `two\nlines about ${TOKEN}`, tries: 2, gone: undefined });
    log("bare");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { part: "chat", event: "call.failed", why: "two\nlines about ***", tries: 2 },
      { part: "chat", event: "bare" },
    ]);
    expect(lines.join("")).not.toContain("\n");
  });
});

test("a key of several lines is scrubbed from a line of JSON", () => {
  const pem = "-----BEGIN KEY-----\nabc\n-----END KEY-----\n";
  expect(scrub(JSON.stringify({ why: pem }), [pem])).toBe('{"why":"***"}');
});

test("the longer secret goes first; lower-case escapes count", () => {
  expect(scrub("secret-and-more", ["secret", "secret-and-more"])).toBe("***");
  expect(scrub("x%3ay-zzz", ["x:y-zzz"])).toBe("***");
});
