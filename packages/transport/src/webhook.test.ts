import { describe, expect, test } from "vitest";
import type { Delivery } from "./contract.ts";
import type { Verdict } from "./verify.ts";
import { type WebhookApp, webhookApp } from "./webhook.ts";

/** The app under test with a record of what it asked for, in order. */
function setUp(parts: Partial<WebhookApp> & { verdict?: Verdict } = {}) {
  const { verdict = { kind: "genuine" }, ...rest } = parts;
  const calls: string[] = [];
  const deliveries: Delivery[] = [];
  const refused: string[] = [];
  const app = webhookApp({
    path: "/webhook",
    maxBodyBytes: 1000,
    verify: async () => {
      calls.push("verify");
      return verdict;
    },
    accept: async (delivery) => {
      calls.push("accept");
      deliveries.push(delivery);
    },
    ready: async () => ({ storage: "ok" }),
    onRefused: (why) => refused.push(why),
    ...rest,
  });
  const post = async (body: BodyInit, headers: Record<string, string> = {}, path = "/webhook") => {
    const init = { method: "POST", body, headers, duplex: "half" };
    const answer = await app.fetch(new Request(`http://bot.test${path}`, init));
    return { answer, status: answer.status, text: await answer.text() };
  };
  return { app, post, calls, deliveries, refused };
}

/** A body that comes in pieces and without a length. */
function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

describe("a good delivery", () => {
  test("is verified, then accepted, then answered 200 with nothing in it", async () => {
    const { post, calls, deliveries } = setUp();
    const body = JSON.stringify({ text: "Grüße 👋", method: "sendMessage" });
    const { status, text } = await post(body, { "X-Event": "ping" });
    expect({ status, text, calls }).toEqual({ status: 200, text: "", calls: ["verify", "accept"] });
    expect(deliveries[0]?.body).toEqual({ text: "Grüße 👋", method: "sendMessage" });
    expect(deliveries[0]?.header("x-event")).toBe("ping");
    expect(deliveries[0]?.header("x-other")).toBeNull();
  });

  test("the verifier sees the raw bytes and the registration", async () => {
    const seen: string[] = [];
    const { post } = setUp({
      path: "/webhook/:registration",
      verify: async ({ raw, headers, registration }) => {
        seen.push(new TextDecoder().decode(raw), headers.get("x-a") ?? "", registration);
        return { kind: "genuine" };
      },
    });
    const spaced = '{ "a" :  "\\u0041" }\n';
    expect((await post(spaced, { "x-a": "1" }, "/webhook/abc-1")).status).toBe(200);
    expect(seen).toEqual([spaced, "1", "abc-1"]);
  });

  test("a body that comes in pieces is whole", async () => {
    const { post, deliveries } = setUp();
    expect((await post(stream('{"a"', ":[1,", "2]}"))).status).toBe(200);
    expect(deliveries[0]?.body).toEqual({ a: [1, 2] });
  });
});

describe("what is refused", () => {
  test.each<[string, BodyInit]>([
    ["broken JSON", '{"private words"'],
    ["nothing", ""],
    ["null", "null"],
    ["an array", '[{"private words":1}]'],
    ["a string", '"private words"'],
    ["a number", "42"],
    ["invalid UTF-8", Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["a lone continuation byte in a string", Uint8Array.from([0x22, 0x80, 0x22])],
  ])("400: %s", async (_name, body) => {
    const { post, calls } = setUp();
    const { status, text } = await post(body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({ error: "body is not a JSON object" });
    expect(calls).toEqual(["verify"]);
  });

  test("401 before the body is looked at", async () => {
    const { post, calls } = setUp({ verdict: { kind: "forged" } });
    const { status, text } = await post("{private words");
    expect({ status, text }).toEqual({ status: 401, text: '{"error":"not genuine"}' });
    expect(calls).toEqual(["verify"]);
  });

  test("503 names the setting that is missing", async () => {
    const { post, calls } = setUp({ verdict: { kind: "closed", setting: "THE_SECRET" } });
    const { status, text } = await post("{}");
    expect({ status, text }).toEqual({
      status: 503,
      text: '{"error":"closed: THE_SECRET is not set"}',
    });
    expect(calls).toEqual(["verify"]);
  });

  test("503 when the commit failed, with one line for the operator only", async () => {
    const { post, refused } = setUp({
      accept: async () => {
        throw new Error("disk full");
      },
    });
    const { status, text } = await post('{"a":"private words"}');
    expect({ status, text }).toEqual({ status: 503, text: '{"error":"not stored, send again"}' });
    expect(refused).toEqual(["disk full"]);
  });

  test("503 without a word when the verifier breaks", async () => {
    const { post, refused, calls } = setUp({
      verify: async () => {
        throw new Error("the vault does not answer");
      },
    });
    const { status, text } = await post('{"a":"private words"}');
    expect({ status, text }).toEqual({ status: 503, text: '{"error":"not stored, send again"}' });
    expect({ refused, calls }).toEqual({ refused: ["the vault does not answer"], calls: [] });
  });

  test.each([
    ["another path", "POST", "/webhooks"],
    ["a path below", "POST", "/webhook/extra"],
    ["the root", "POST", "/"],
  ])("404: %s (%s %s)", async (_name, method, path) => {
    const { app, calls } = setUp();
    const answer = await app.fetch(new Request(`http://bot.test${path}`, { method, body: "{}" }));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: "not found" });
    expect(calls).toEqual([]);
  });

  test.each(["GET", "PUT", "DELETE"])("405: %s", async (method) => {
    const { app, calls } = setUp();
    const answer = await app.fetch(new Request("http://bot.test/webhook", { method }));
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await answer.json()).toEqual({ error: "POST only" });
    expect(calls).toEqual([]);
  });
});

describe("413 before anything is verified", () => {
  const fill = (length: number) => `{"a":"${"x".repeat(length - 8)}"}`;

  test.each<[string, BodyInit, Record<string, string>, number]>([
    ["the longest that is taken", fill(1000), { "content-length": "1000" }, 200],
    ["one byte more, by its length", fill(1001), { "content-length": "1001" }, 413],
    ["the longest that is taken, as a stream", stream(fill(400), " ".repeat(600)), {}, 200],
    ["one byte more, as a stream", stream(fill(400), " ".repeat(601)), {}, 413],
  ])("%s", async (_name, body, headers, expected) => {
    const { post, calls } = setUp();
    const { status, text } = await post(body, headers);
    expect(status).toBe(expected);
    if (expected === 413) {
      expect({ text, calls }).toEqual({ text: '{"error":"body too large"}', calls: [] });
    }
  });
});

test("a handshake is echoed in its header, with no body, and nothing is accepted", async () => {
  const verdict: Verdict = { kind: "handshake", header: "X-Hook-Secret", value: "s3cret" };
  const { post, calls } = setUp({ verdict, path: "/webhook/:registration" });
  const { answer, status, text } = await post("", {}, "/webhook/r1");
  expect({ status, text, calls }).toEqual({ status: 200, text: "", calls: ["verify"] });
  expect(answer.headers.get("x-hook-secret")).toBe("s3cret");
});

test.each([
  ["a text", "3eZbrw1aBm2rZgRNFdxV2595E9CY", "text/plain", "3eZbrw1aBm2rZgRNFdxV2595E9CY"],
  ["an object", { type: 1 }, "application/json", '{"type":1}'],
])("a challenge is answered with %s, and nothing is accepted", async (_name, said, type, body) => {
  const { post, calls } = setUp({ verdict: { kind: "challenge", answer: said } });
  const { answer, status, text } = await post("{}");
  expect({ status, text, calls }).toEqual({ status: 200, text: body, calls: ["verify"] });
  expect(answer.headers.get("content-type")).toContain(type);
});

describe("health and readiness", () => {
  const get = async (ready: Record<string, string>, path: string) => {
    const { app } = setUp({ ready: async () => ready });
    const answer = await app.fetch(new Request(`http://bot.test${path}`));
    return { status: answer.status, body: await answer.json() };
  };

  test("is alive whatever is missing", async () => {
    expect(await get({ pool: "missing" }, "/health")).toEqual({ status: 200, body: { ok: true } });
  });

  test.each<[string, Record<string, string>, number]>([
    ["ready when every check is ok", { pool: "ok", storage: "ok" }, 200],
    ["503 with what is missing", { pool: "not bound", storage: "ok" }, 503],
  ])("%s", async (_name, checks, status) => {
    expect(await get(checks, "/ready")).toEqual({ status, body: { ok: status === 200, checks } });
  });
});
