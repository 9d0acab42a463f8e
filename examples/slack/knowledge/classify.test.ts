import { TransportError } from "@trunkline/transport";
import { describe, expect, test } from "vitest";
import { reaction } from "./calls.ts";
import { classifySlack } from "./classify.ts";
import { answered, done, posted, SlackRefusal } from "./refusal.ts";

const thrown = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error,
  );
const answer = (body: unknown, init: ResponseInit = {}) =>
  thrown(answered("chat.update", Response.json(body, init)));

describe("no answer: the call may have been applied, and no token survives", () => {
  const lost = Object.assign(new Error("Network connection lost. xoxb-1"), { retryable: true });
  test.each<[string, unknown]>([
    ["workerd's failed fetch", lost],
    ["a time-out", new DOMException("The operation was aborted", "TimeoutError")],
    ["nothing", undefined],
    ["an object that looks like a refusal", { code: "is_archived", status: 200 }],
  ])("%s", (_name, error) => {
    expect(classifySlack(error)).toEqual({ kind: "uncertain", message: "no answer from Slack" });
  });
});

describe("answers that are none", () => {
  test.each<[string, unknown, ResponseInit, string]>([
    ["a page of a proxy", "<html>", {}, "uncertain"],
    ["no JSON object", null, {}, "uncertain"],
    ["success with another status", { ok: true }, { status: 502 }, "uncertain"],
    ["a failure without a word", { ok: false }, {}, "uncertain"],
    ["a sentence that quotes somebody", { ok: false, error: "Tove said: hi" }, {}, "uncertain"],
    ["a word with 500", { ok: false, error: "something" }, { status: 500 }, "uncertain"],
    ["a word of next year", { ok: false, error: "something" }, {}, "invalid"],
  ])("%s", async (_name, body, init, kind) => {
    expect(classifySlack(await answer(body, init)).kind).toBe(kind);
  });

  test("a message without a ts may be there", () => {
    expect(() => posted("C1", { ok: true })).toThrow(SlackRefusal);
    expect(posted("C1", { ok: true, ts: "1.000001" })).toEqual({ channel: "C1", ts: "1.000001" });
  });
});

test.each([
  ["what it says", { "retry-after": "120" }, 120],
  ["half a minute when it says nothing", {}, 30],
  ["half a minute when it says nonsense", { "retry-after": "soon" }, 30],
])("too fast: the wait is %s", async (_name, headers, retryAfterSeconds) => {
  const error = await answer({ ok: false, error: "ratelimited" }, { status: 429, headers });
  expect(classifySlack(error)).toMatchObject({ kind: "rate_limited", retryAfterSeconds });
});

test("a fault that is one already stays", () => {
  const fault = { kind: "invalid", message: "x" } as const;
  expect(classifySlack(new TransportError(fault))).toBe(fault);
});

test("what is done already is success, anything else is not", async () => {
  const gone = new SlackRefusal("chat.delete", 200, "message_not_found", null);
  await done(Promise.reject(gone), ["message_not_found"]);
  expect(await thrown(done(Promise.reject(gone), ["already_reacted"]))).toBe(gone);
});

test("reactions have names, with and without a variation selector", () => {
  expect(reaction("👀")).toBe("eyes");
  expect(reaction("❤️")).toBe("heart");
  expect(() => reaction("🦑")).toThrow("no name");
});
