import { describe, expect, test } from "vitest";
import type { Fault } from "../faults.ts";
import { TransportError } from "../faults.ts";
import { freshTokenOf, statusOf } from "./classify.ts";
import { asana } from "./index.ts";

const WORDS = "what a person wrote";
const TOKEN = "token-of-the-test";
const help =
  "For more information on API status codes and how to handle them, read the docs on errors";

/** A refusal as the official client throws it: superagent's error with its response. */
function refusal(status: number, message: string, headers = {}, more = {}) {
  const body = { errors: [{ message, help, ...more }] };
  return Object.assign(new Error(`Bearer ${TOKEN}`), { status, response: { headers, body } });
}

/** Statuses: Asana, errors. The wording of a 400 is documented for missing input only. */
const REFUSALS: [status: number, message: string, kind: Fault["kind"], says: string][] = [
  [400, "workspace: Missing input", "invalid", "400 invalid request"],
  [400, `text: ${WORDS}`, "invalid", "400 invalid request"],
  [400, "Could not parse request data, invalid JSON", "invalid", "400 invalid request"],
  [400, "html_text: Invalid XML", "rejected_markup", "400 markup refused"],
  [400, "XML is not well-formed", "rejected_markup", "400 markup refused"],
  [400, "Unsupported tag: <p>", "rejected_markup", "400 markup refused"],
  [400, "text: The text is too long", "too_long", "400 too long"],
  [400, "html_text: Value exceeds the maximum length", "too_long", "400 too long"],
  [
    401,
    "Not Authorized",
    "unauthorized",
    "401 token refused, or the app is disabled in the workspace",
  ],
  [402, "Payment Required", "forbidden", "402 only on a paid plan"],
  [403, "Not allowed to comment", "forbidden", "403 no access"],
  [404, "task: Unknown object: 9001", "gone", "404 not found, or not visible to us"],
  [408, "", "uncertain", "408 timed out"],
  [412, "Sync token invalid or too old", "invalid", "412 sync token too old"],
  [413, "", "too_long", "413 too large"],
  [418, "", "invalid", "418 refused"],
  [451, "This request was blocked for legal reasons", "forbidden", "451 blocked for legal reasons"],
  [500, "Server Error", "uncertain", "500"],
  [502, "Bad Gateway", "uncertain", "502"],
  [503, "Service Unavailable", "uncertain", "503"],
  [504, "Gateway Timeout", "uncertain", "504"],
  [302, "Found", "uncertain", "302"],
];

describe("Asana's refusals", () => {
  test.each(REFUSALS)("%i %s: %s", (status, message, kind, says) => {
    const fault = asana.classify(refusal(status, message));
    expect(fault).toMatchObject({ kind, message: says });
    expect(JSON.stringify(fault)).not.toMatch(/Bearer|token-of|person/);
  });

  test("a refused token stops the account, no other refusal does", () => {
    for (const [status, message] of REFUSALS) {
      const { scope } = asana.classify(refusal(status, message));
      expect(scope).toBe(status === 401 ? "account" : undefined);
    }
  });

  test.each<[object, number]>([
    [{ "retry-after": "37" }, 37],
    [{ "retry-after": 37 }, 37],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "Tue, 07 Apr 2026 07:28:00 GMT" }, 60],
    [{ "retry-after": "-1" }, 60],
    [{}, 60],
  ])("429 %j: the whole account waits %i s", (headers, retryAfterSeconds) => {
    const fault = asana.classify(
      refusal(429, "You have made too many requests recently.", headers),
    );
    expect(fault).toEqual({
      kind: "rate_limited",
      message: "429 too many requests",
      retryAfterSeconds,
      scope: "account",
    });
  });

  test("the phrase of a 500 is kept, it is what support asks for; anything else in its place is not", () => {
    const phrase = (text: string) =>
      asana.classify(refusal(500, "Server Error", {}, { phrase: text }));
    expect(phrase("6 sad squid snuggle softly").message).toBe("500 (6 sad squid snuggle softly)");
    expect(phrase(`<${WORDS}>`).message).toBe("500");
  });

  test("a fresh sync token comes with a 412, and only with that", () => {
    const expired = (status: number) =>
      Object.assign(new Error("x"), { status, response: { body: { sync: "de4774f6" } } });
    expect(freshTokenOf(expired(412))).toBe("de4774f6");
    expect(freshTokenOf(expired(400))).toBeNull();
    expect(freshTokenOf(refusal(412, "too old"))).toBeNull();
  });
});

describe("no answer: the call may have been applied", () => {
  test.each<[string, unknown]>([
    [
      "workerd's failed fetch",
      Object.assign(new Error("Network connection lost."), { retryable: true }),
    ],
    ["an answer that makes no sense", new SyntaxError(`Unexpected token in ${TOKEN}`)],
    ["a status that is none", Object.assign(new Error(TOKEN), { status: "404" })],
    ["something that looks like a refusal", { status: 404, message: TOKEN }],
    ["a string", TOKEN],
    ["nothing", undefined],
  ])("%s", (_name, error) => {
    expect(asana.classify(error)).toEqual({ kind: "uncertain", message: "no answer from Asana" });
    expect(statusOf(error)).toBeNull();
  });

  test("a refusal without a body is still one", () => {
    const bare = Object.assign(new Error("x"), { status: 404 });
    expect(asana.classify(bare).kind).toBe("gone");
    expect(asana.classify(Object.assign(bare, { response: { body: null } })).kind).toBe("gone");
  });
});

test("a fault of our own is passed on", () => {
  const fault: Fault = { kind: "bad_target", message: "x" };
  expect(asana.classify(new TransportError(fault))).toBe(fault);
});
