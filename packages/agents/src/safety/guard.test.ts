import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guard } from "./guard.ts";

// Put together here: the check for secrets reads these files too.
const BOT = `${110201543}:${"AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaww"}`;
const SECRET = "Zq8v-T3xw_K9:mLp2/R7dY";
const hidden = (text: string, secret = SECRET) => guard(text, { secrets: [secret] });
const spaced = (glue: string) => [...SECRET].join(glue);
const utf8 = (text: string) => Buffer.from(text, "utf8");
const everyByte = (text: string, before: string) =>
  [...utf8(text)].map((byte) => before + byte.toString(16).padStart(2, "0")).join("");

describe("a known secret", () => {
  test.each<[string, string, string]>([
    ["plain", SECRET, "plain"],
    ["small", SECRET.toLowerCase(), "split"],
    ["reversed", [...SECRET].reverse().join(""), "reversed"],
    ["hex", utf8(SECRET).toString("hex"), "hex"],
    ["HEX", utf8(SECRET).toString("hex").toUpperCase(), "hex"],
    ["hex with colons", everyByte(SECRET, ":"), "hex"],
    ["base64", utf8(SECRET).toString("base64"), "base64"],
    ["base64, after one", utf8(`a${SECRET}bc`).toString("base64"), "base64"],
    ["base64, after two", utf8(`ab${SECRET}b`).toString("base64"), "base64"],
    ["base64url", utf8(`?>~${SECRET}?>`).toString("base64url"), "base64"],
    ["base64 in lines", utf8(SECRET).toString("base64").replace(/.{8}/g, "$&\n"), "base64"],
    ["URL-encoded", encodeURIComponent(SECRET), "plain, escaped"],
    ["all percent", everyByte(SECRET, "%"), "plain, escaped"],
    ["escapes", everyByte(SECRET, "\\x"), "plain, escaped"],
    ["unicode escapes", everyByte(SECRET, "\\u00"), "plain, escaped"],
    ["bytes", everyByte(SECRET, ", 0x"), "plain, escaped"],
    ["entities", [...SECRET].map((one) => `&#${one.charCodeAt(0)};`).join(""), "plain, escaped"],
    ["tags", spaced("<b></b>"), "plain, escaped"],
    ["spaces", spaced(" "), "split"],
    ["lines", spaced("\n"), "split"],
    ["zero width", spaced("\u200b"), "split"],
    ["marks", spaced("*"), "split"],
    ["rows", spaced(" | "), "split"],
    ["items", spaced("\n- "), "split"],
    ["code", spaced("` `"), "split"],
    ["accents", spaced("\u0301"), "split"],
    [
      "full width",
      SECRET.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
      "split",
    ],
  ])("%s", (_name, form, how) => {
    const { text, found } = hidden(`It is ${form}. So!`);
    expect(text).toContain("[redacted]");
    expect(text).toMatch(/^It is [\s\S]{0,8}\[redacted\][\s\S]{0,8} So!$/);
    expect(found.map((one) => one.how)).toContain(how);
    expect(JSON.stringify(found)).not.toContain(SECRET.slice(0, 4));
  });

  test("in code, links and more than once", () => {
    const { text } = hidden(`\`${SECRET}\` <https://x.org/?k=${SECRET}> ${SECRET}${SECRET}`);
    expect(text).toBe("`[redacted]` <https://x.org/?k=[redacted]> [redacted]");
  });

  test("the mark never becomes a definition or a link", () => {
    expect(hidden(`${SECRET}: https://x.org`).text).toBe("[redacted] : https://x.org");
    expect(hidden(`${SECRET}(https://x.org)`).text).toBe("[redacted] (https://x.org)");
  });

  test("short values are no secrets, punctuation is found as it is", () => {
    expect(hidden("the answer is yes", "yes").text).toBe("the answer is yes");
    expect(hidden("so: ...!!!???.", "...!!!???").text).toBe("so: [redacted].");
    expect(hidden("pass words", "pass-w-").text).toBe("pass words");
  });

  test("that does not form characters", () => {
    expect(hidden("a \ud800bcdefgh1 b", "\ud800bcdefgh1").text).toBe("a [redacted] b");
  });
});

const KEYS: [string, string][] = [
  ["an access key id", `AKIA${"IOSFODNN7EXAMPLE"}`],
  ["a forge token", `ghp_${"a1B2".repeat(9)}`],
  ["a forge token", `gho_${"a1B2".repeat(9)}`],
  ["a forge token", `ghs_${"a1B2".repeat(9)}`],
  ["a forge token", `ghs_${"12345_eyJ"}${"hb.G_i-".repeat(9)}`],
  ["a forge token", `ghu_${"a1B2".repeat(9)}`],
  ["a forge token", `ghr_${"a1B2".repeat(19)}`],
  ["a forge token", `github_pat_${"11ABCDEFG0"}_${"a1B2".repeat(14)}`],
  ["a model key", `sk-ant-${"api03-"}${"a1-B_".repeat(18)}AA`],
  ["a model key", `sk-proj-${"a1-B_".repeat(18)}`],
  ["a model key", `sk-${"a1B2".repeat(12)}`],
  ["a bot token", BOT],
  ["a chat token", `xoxb-${"123456789012-abcdefGHIJ"}`],
  ["an API key", `AIza${"Sy-a1_B".repeat(5)}`],
  ["a payment key", `sk_live_${"a1B2".repeat(6)}`],
  ["a payment key", `rk_live_${"a1B2".repeat(6)}`],
  ["a signed token", `eyJ${"hbGciOiJI"}.eyJ${"zdWIiOiIx"}.${"SflKxwRJSM-eKKF2_QT4"}`],
  ["an access token", `1/${"1201234567890123"}:${"0a1b2c3d".repeat(4)}`],
  ["an access token", `2/${"1201234567890123/1209876543210"}:${"0a1b2c3d".repeat(4)}`],
  ["a registry token", `npm_${"a1B2".repeat(9)}`],
];

describe("the shape of a key", () => {
  test.each(KEYS)("%s: %s", (what, key) => {
    for (const [before, after] of [
      ["", ""],
      ["Use ", " now."],
      ["`", "`"],
      ["_", ","],
      ["x=", "\n"],
    ]) {
      const { text, found } = guard(`${before}${key}${after}`, { secrets: [] });
      expect(text).toBe(`${before}[redacted]${after}`);
      expect(found).toContainEqual({ what, how: "shape" });
    }
  });

  test("in a URL", () => {
    const url = `https://example.org/bot${BOT}/getMe`;
    expect(guard(url, { secrets: [] }).text).toBe("https://example.org/bot[redacted]/getMe");
  });

  test.each([
    ["password: `Tr0ub4dor9xYz3Qk`", "password: `[redacted]`"],
    ["API_KEY=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "API_KEY=[redacted]"],
    ['{"client_secret": "k3J9xQ2mZ7pL5vN8"}', '{"client_secret": "[redacted]"}'],
    ["**Token:** k3J9xQ2mZ7pL5vN8.", "**Token:** [redacted]"],
    ["?secret=abc&token=k3J9xQ2mZ7pL5vN8&x=1", "?secret=abc&token=[redacted]&x=1"],
    ["api-key := AbC1dEf2GhI3jKl4==", "api-key := [redacted]"],
  ])("a named value: %s", (text, expected) => {
    expect(guard(text, { secrets: [] }).text).toBe(expected);
  });
});

describe("a private key", () => {
  const BEGIN = (kind: string) => `-----BEGIN ${kind}PRIVATE ${"KEY"}-----`;
  const END = (kind: string) => `-----END ${kind}PRIVATE ${"KEY"}-----`;
  const line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC2BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n";
  const body = line.repeat(3);

  test.each<[string, string, string]>([
    ["whole", `a\n${BEGIN("")}\n${body}${END("")}\nb`, "a\n[redacted]\nb"],
    ["of a kind", `${BEGIN("RSA ")}\n${body}abc=\n${END("RSA ")}`, "[redacted]"],
    ["in a quote", `> ${BEGIN("EC ")}\n> ${line}> ${END("EC ")}`, "> [redacted]"],
    ["in JSON", `"${BEGIN("")}\\n${body.replaceAll("\n", "\\n")}${END("")}\\n"`, '"[redacted]\\n"'],
    ["cut off", `a ${BEGIN("")}\n${body}abc`, "a [redacted]"],
    ["cut off, then words", `${BEGIN("")}\n${body}\nThat was it.`, "[redacted]\n\nThat was it."],
    [
      "a second one",
      `${BEGIN("")}\n${body}${BEGIN("")}\n${body}${END("")}`,
      "[redacted]\n[redacted]",
    ],
  ])("%s", (_name, text, expected) => {
    expect(guard(text, { secrets: [] }).text).toBe(expected);
  });

  test.each([
    `A key begins with \`${BEGIN("")}\` and ends with \`${END("")}\`.`,
    `${BEGIN("")}\n...\n${END("")}`,
    `Look for ${BEGIN("RSA ")} in the logs, then tell the owner.`,
    "-----BEGIN CERTIFICATE-----\nMIIC1234567890\n-----END CERTIFICATE-----",
  ])("talk about one stays: %s", (text) => {
    expect(guard(text, { secrets: [] }).text).toBe(text);
  });
});

const INNOCENT = [
  "f5ec7969a1b2c3d4e5f60718293a4b5c6d7e8f90",
  "Fixed in 958f59e and f5ec796.",
  "550e8400-e29b-41d4-a716-446655440000",
  "run 550e8400-e29b-41d4-a716-446655440000 has ended",
  "https://example.org/tasks/1201234567890123/1209876543210987",
  "https://example.org/o/r/commit/f5ec7969a1b2c3d4e5f60718293a4b5c6d7e8f90",
  "https://example.org/watch?v=dQw4w9WgXcQ&list=PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf",
  "![dot](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)",
  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
  "The token is checked before the body is parsed.",
  "A token: what it is and how to get one.",
  "Keep the secret in the settings, never in the code.",
  "const token = getToken();",
  "const token = await session.createAccessToken2(user1, scope2);",
  "const secret = process.env.WEBHOOK_SECRET_V2_PRODUCTION;",
  "api_key = settings.providers.first.api_key_v1",
  "password: <your password here>",
  "password=YOUR_PASSWORD_GOES_HERE_1",
  "token: use-the-one-from-2026-config",
  "token = f(a1b2c3d4e5f6a7b8c9d0)",
  "secret: https://example.org/a1b2c3d4e5f6a7b8",
  'TOKEN="$' + '{{ secrets.DEPLOY_TOKEN_A1B2C3 }}"',
  "token expires: 2026-11-21T16:54:00.000Z",
  "max_tokens: 4096",
  '"next_page_token": null',
  '"tokens": 123456789012345678901234',
  "integrity sha512-b7Vh0cZ1lM0dYwQm3mYx2G7m9F3l2m8r6y5tq1C0nP9zX4sA8eK7uJ6hT5gR4fE3dW2cV1bN0mL9kJ8iH7gF6e==",
  '"integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="',
  "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "Meet at 12:30, or 1:15.",
  "123456:7",
  "123456789: forty-two people, and so on and so forth",
  '{"id": 1201234567890123, "ratio": 0.12345678901234, "list": [1, 2, 3]}',
  "1/2 cup, 3/4 spoon",
  "1/1201234567890123: a task of two numbers",
  "task-1234567890abcdef1234567890abcdef",
  "sk-learn is not the name; it is scikit-learn.",
  "the disk-usage-of-the-whole-machine-and-all",
  "AKIA is how key ids begin.",
  "Tokens begin with ghp_ or npm_, keys with sk-ant- or xoxb-.",
  "npm_config_registry=x npm_lifecycle_event=test",
  "eyJ is how a JSON object begins in base64; then a dot.",
  "AIzawa is a name.",
  "Asia and ASIAN markets",
  "git@example.org:owner/repository.git",
  "rgba(12, 34, 56, 0.7) #a1b2c3",
  "v1.2.3-beta.4+build.567",
  "192.168.0.1:8787, [::1]:8787, 2001:db8::ff00:42:8329",
  "GitHub's `X-Hub-Signature-256` is an HMAC.",
  "tokenize(text: string): string[]",
  "CSRF_TOKEN_HEADER_NAME: x-csrf-token-header",
  "😀 👨‍👩‍👧‍👦 世界 שלום",
];

describe("innocent text stays", () => {
  test.each(INNOCENT)("%s", (text) => {
    for (const around of [text, `- ${text}\n`, `\`${text}\``, `| ${text} |`])
      expect(guard(around, { secrets: [SECRET, BOT] })).toEqual({ text: around, found: [] });
  });
});

test("a command of another bot is shown as code and told", () => {
  expect(guard("Done.\n/merge", { secrets: [] })).toEqual({
    text: "Done.\n`/merge`",
    found: [{ what: "a command", how: "made inert" }],
  });
});

const value = fc
  .stringMatching(/^[A-Za-z0-9_:/+-]{12,60}$/)
  .filter((text) => /(?:[A-Za-z0-9].*){10}/.test(text));
const prose = fc
  .array(fc.oneof(fc.string({ unit: "binary" }), fc.lorem()), { maxLength: 3 })
  .map((all) => all.join(" "));
const FORMS: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => utf8(text).toString("hex"),
  (text) => utf8(text).toString("base64"),
  (text) => utf8(text).toString("base64url"),
  (text) => [...text].reverse().join(""),
  (text) => [...text].join("\u200b"),
  (text) => [...text].join(" "),
];

test("whatever is around, no form of a secret is left, and again changes nothing", () => {
  fc.assert(
    fc.property(value, prose, prose, fc.constantFrom(...FORMS), (secret, before, after, form) => {
      const written = form(secret);
      const options = { secrets: [secret] };
      const { text } = guard(before + written + after, options);
      expect(text).not.toContain(written.replace(/=+$/, ""));
      expect(text).toContain("[redacted]");
      expect(guard(text, options).text).toBe(text);
    }),
  );
});

test("text of others is not touched by a secret that is not in it", () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 20 }), (text) => {
      expect(guard(text, { secrets: [SECRET] })).toEqual({ text, found: [] });
    }),
  );
});

// Superlinear, one of these would take minutes: the runner's time-out is the bound.
const NASTY = [
  "a",
  "1",
  "%4",
  "&#47;",
  "<a",
  "_eyJ",
  "eyJaaaaaaaa.",
  "1/1111111111",
  "token=",
  "\uFDFA",
  "`",
  "\u2028",
  "> ",
];
const HEADS = ["-----BEGIN ", `-----BEGIN PRIVATE ${"KEY"}-----`, `-----END PRIVATE ${"KEY"}-----`];
test.each([...NASTY, ...HEADS, "ghs_1_eyJ-", "/m\n"])("a megabyte of %j", (unit) => {
  const text = unit.repeat(1_000_000 / unit.length);
  expect(guard(text, { secrets: [SECRET, "a".repeat(999)] }).text.length).toBeGreaterThan(0);
});
