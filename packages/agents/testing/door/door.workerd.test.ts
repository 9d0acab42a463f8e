import { abortAllDurableObjects } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { hashOf } from "../../src/door/canonical.ts";
import {
  ActAnswer,
  DoorDescription,
  type DoorPort,
  type Intent,
  Preview,
  ReadAnswer,
  type Tell,
  Told,
} from "../../src/door/protocol.ts";

/** The door as the pool has it: a service, in workerd, with real objects behind it. */
const door: DoorPort = exports.Door;
const control = async (path: string) => (await fetch(`http://control.test/${path}`)).text();
const seen = async (what: string) =>
  z
    .array(z.string())
    .parse(JSON.parse(await control("seen")))
    .filter((line) => line.includes(what));
let made = 0;
const unique = (what: string) => `${what}-${++made}`;

const actor = (room = "hall", more = {}) => ({
  ...{ conversation: `toy:1/${room}`, platform: "toy", userId: "7", userName: "Ann" },
  ...more,
});
const query = (tool: string, input: unknown, by = actor()) => ({
  v: 1 as const,
  tool,
  input,
  actor: by,
});
const read = async (tool: string, input: unknown, by = actor()) =>
  ReadAnswer.parse(await door.read(query(tool, input, by)));

async function intent(key: string, more: Partial<Intent> = {}): Promise<Intent> {
  const input = { room: "hall", color: "red" };
  const act = { tool: "toy_paint", input, state: "blank", ...more };
  return { v: 1, key, actor: actor(), hash: await hashOf(act), ...act, ...more };
}
const act = async (asked: Intent) => ActAnswer.parse(await door.act(asked));
/** Asks again when it is told to, as the approval agent does. */
async function until(asked: Intent): Promise<ActAnswer> {
  return vi.waitUntil(
    async () => {
      const answer = await act(asked);
      return answer.state === "again" ? false : answer;
    },
    { timeout: 20_000, interval: 5 },
  );
}

test("it says what it has", async () => {
  const { tools } = DoorDescription.parse(await door.describe());
  expect(tools.map(({ name, effect }) => [name, effect])).toEqual([
    ["toy_look", "read"],
    ["toy_paint", "approve"],
  ]);
  expect(tools[0]).toMatchObject({ trust: "untrusted", private: true });
  expect(tools[0]?.schema).toEqual({
    type: "object",
    properties: { room: { type: "string", minLength: 1 }, most: { type: "number", default: 1 } },
    required: ["room"],
  });
});

describe("a look", () => {
  test("is answered by the platform", async () => {
    expect(await read("toy_look", { room: "hall" })).toEqual({ ok: true, text: "a look at hall;" });
  });

  test("that is long is cut, and says so", async () => {
    const answer = await read("toy_look", { room: "hall", most: 10_000 });
    const text = answer.ok ? answer.text : "";
    expect(new TextEncoder().encode(text).byteLength).toBeLessThanOrEqual(64 * 1024);
    expect(text).toMatch(/\[cut: the first 64 of \d+ KiB\]$/);
  });

  const elsewhere = actor("x", { conversation: "other:1/hall", platform: "other" });
  const liar = actor("x", { conversation: "other:1/hall" });
  test.each<[string, string, unknown, ReturnType<typeof actor>, RegExp]>([
    ["at another place", "toy_look", { room: "cellar" }, actor(), /^cellar is not open/],
    ["from another platform", "toy_look", { room: "hall" }, elsewhere, /^hall is not open/],
    ["under a false name", "toy_look", { room: "hall" }, liar, /^hall is not open/],
    [
      "by whom the platform refuses",
      "toy_look",
      { room: "hall" },
      actor("hall", { userId: "13" }),
      /^you may not$/,
    ],
    ["that is none", "toy_stare", { room: "hall" }, actor(), /no tool toy_stare/],
    ["that acts", "toy_paint", { room: "hall" }, actor(), /needs an approval/],
    ["without its input", "toy_look", { room: 7 }, actor(), /room: must be string/],
    ["with an empty one", "toy_look", { room: "" }, actor(), /room: too small, 1 is the least/],
    ["with nothing", "toy_look", null, actor(), /input: must be object/],
  ])("%s is refused in words", async (_name, tool, input, by, words) => {
    const answer = await read(tool, input, by);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.ok ? "" : answer.error).toMatch(words);
  });

  test.each(["open", "library"])("at a place that the setting opens: %s", async (room) => {
    expect(await read("toy_look", { room }, elsewhere)).toMatchObject({ ok: true });
  });

  test("that fails says why, and keeps the secrets", async () => {
    const fault = { kind: "invalid", message: "no such room for token-of-the-toy" };
    await control(`fault/look/${encodeURIComponent(JSON.stringify(fault))}`);
    expect(await read("toy_look", { room: "hall" })).toEqual({
      ok: false,
      error: "no such room for ***",
    });
  });

  test("that finds a secret does not tell it", async () => {
    const room = "token-of-the-toy";
    expect(await read("toy_look", { room }, actor(room))).toEqual({
      ok: true,
      text: "a look at ***;",
    });
  });

  test.each([
    null,
    {},
    { v: 2 },
    { v: 1, tool: "toy_look", input: { room: "hall" }, actor: { platform: "toy" } },
  ])("that is no query: %j", async (wrong) => {
    expect(await Reflect.apply(door.read, door, [wrong])).toMatchObject({ ok: false });
  });
});

describe("a preview", () => {
  const preview = async (input: unknown, by = actor()) =>
    Preview.parse(await door.preview(query("toy_paint", input, by)));

  test("shows what would happen, its input in full, and changes nothing", async () => {
    const before = await seen("paint");
    expect(await preview({ room: "hall" })).toEqual({
      ...{ ok: true, title: "Paint it red", target: "hall", preview: "All walls **red**" },
      ...{ input: { room: "hall", color: "red" }, state: "blank" },
    });
    expect(await seen("paint")).toEqual(before);
  });

  test("shows what a line would hide or turn around", async () => {
    const color = "red\u202eder\u{E0041}, for @\u200Brob \u{1F468}\u200D\u{1F469}";
    expect(await preview({ room: "hall", color })).toMatchObject({
      title: "Paint it red[U+202E]der[U+E0041], for @\u200Brob \u{1F468}\u200D\u{1F469}",
      preview: expect.stringContaining("red[U+202E]der[U+E0041], for"),
      input: { color },
    });
  });

  test("is for places where the act is allowed", async () => {
    expect(await preview({ room: "library" })).toMatchObject({ ok: false });
    expect(await preview({ room: "glass" }, actor("glass"))).toEqual({
      ...{ ok: false, error: "toy_paint is forbidden at glass" },
    });
  });
});

describe("an act", () => {
  test("happens once, and its book is kept", async () => {
    const key = unique("act");
    const asked = await intent(key);
    const answers = await Promise.all([act(asked), act(asked), act(asked)]);
    expect(answers[0]).toEqual({ state: "done", text: "done", source: "https://toy.test/1" });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await seen(key)).toEqual([`paint ${key}`]);
    const book = z
      .array(z.looseObject({ key: z.string() }))
      .parse(await env.ACCOUNT.getByName("toy:1").acts());
    expect(book.find((one) => one.key === key)).toMatchObject({
      deeds: [{ what: "intent", detail: "toy:7" }, { what: "tried" }, { what: "done" }],
    });
  });

  test.each<[string, Partial<Intent>, string]>([
    ["another state", { state: "papered" }, "changed"],
    ["a place that is not open", { input: { room: "cellar", color: "red" } }, "refused"],
    ["somebody who may not", { actor: actor("hall", { userId: "13" }) }, "refused"],
    ["an input that is not spelled out", { input: { room: "hall" } }, "changed"],
    ["a change that only the run sees", { input: { room: "hall", color: "other" } }, "changed"],
    ["a look's name", { tool: "toy_look", input: { room: "hall", most: 1 } }, "refused"],
  ])("with %s does not happen", async (_name, more, state) => {
    const key = unique("act");
    expect(await until(await intent(key, more))).toMatchObject({ state });
    expect(await seen(key)).toEqual([]);
  });

  test("that is not the one that was shown does not happen, and burns nothing", async () => {
    const key = unique("act");
    const asked = await intent(key);
    const forged = { ...asked, input: { room: "hall", color: "black" } };
    expect(await act(forged)).toMatchObject({ state: "refused" });
    expect(await seen(key)).toEqual([]);
    expect(await act(asked)).toMatchObject({ state: "done" });
  });

  test("whose answer was lost happens once", async () => {
    const key = unique("act");
    await control("fault/paint/after");
    expect(await act(await intent(key))).toMatchObject({ state: "again" });
    expect(await until(await intent(key))).toEqual({ state: "done", text: "it is painted" });
    expect(await seen(key)).toEqual([`paint ${key}`]);
  });

  // The objects lose their memory between the intent and the effect, in the effect, before and after the record.
  test.each([
    ["act:intent", "done"],
    ["paint", "done"],
    ["act:done", "it is painted"],
    ["act:recorded", "done"],
  ])("happens once when everything dies at %s", async (point, text) => {
    const key = unique("act");
    await control(`hold/${point}`);
    const first = act(await intent(key)).catch(() => null);
    await control("reached");
    await abortAllDurableObjects();
    await first;
    expect(await until(await intent(key))).toMatchObject({ state: "done", text });
    expect(await seen(key)).toEqual([`paint ${key}`]);
  });
});

test("the operator sees the book, and nobody else", async () => {
  const key = unique("act");
  await until(await intent(key));
  const ask = async (token: string) => {
    const request = new Request("http://toy.test/admin/acts");
    request.headers.set("authorization", `Bearer ${token}`);
    return exports.default.fetch(request);
  };
  expect((await ask("somebody")).status).toBe(401);
  const text = await (await ask("token-of-the-operator")).text();
  expect(text).toContain(`"key":"${key}"`);
  expect(text).not.toContain("token-of-the-toy");
});

describe("what is told", () => {
  const tell = async (more: Partial<Tell>) => {
    const event = { kind: "say" as const, text: "the walls are dry" };
    return Told.parse(
      await door.tell({ v: 1, key: "t", conversation: "toy:1/hall", event, ...more }),
    );
  };
  const said = (room: string) => seen(`say ${room} `);
  async function speak(room: string): Promise<void> {
    const body = JSON.stringify({ room, text: "hello", n: ++made });
    const request = new Request("http://toy.test/webhook", { method: "POST", body });
    request.headers.set("x-secret", "the-secret");
    request.headers.set("content-type", "application/json");
    expect((await exports.default.fetch(request)).status).toBe(200);
    await vi.waitUntil(async () => (await said(room)).length === 1, { timeout: 10_000 });
  }

  test("is said once for each key, as a message of its own", async () => {
    await speak("hall");
    const key = unique("tell");
    expect(await tell({ key })).toEqual({ ok: true });
    expect(await tell({ key })).toEqual({ ok: true });
    await vi.waitUntil(async () => (await said("hall")).length > 1, { timeout: 10_000 });
    expect(await tell({ key: unique("tell"), event: { kind: "say", text: "and clean" } })).toEqual({
      ok: true,
    });
    await vi.waitUntil(async () => (await said("hall")).length > 2, { timeout: 10_000 });
    expect((await said("hall")).slice(1)).toEqual([
      "say hall alone the walls are dry",
      "say hall alone and clean",
    ]);
  });

  test("is said after a crash, too", async () => {
    await speak("attic");
    await control("hold/tell:kept");
    const first = tell({ key: "k", conversation: "toy:1/attic" }).catch(() => null);
    await control("reached");
    await abortAllDurableObjects();
    await first;
    expect(await tell({ key: "k", conversation: "toy:1/attic" })).toEqual({ ok: true });
    await vi.waitUntil(async () => (await said("attic")).length === 2, { timeout: 10_000 });
    expect((await said("attic"))[1]).toBe("say attic alone the walls are dry");
  });

  test("keeps its secrets, and is divided when it is long", async () => {
    await speak("roof");
    const text = `${"the first part. ".repeat(12)}\n\ntoken-of-the-toy\n\n${"the last part. ".repeat(12)}`;
    await tell({ key: "long", conversation: "toy:1/roof", event: { kind: "say", text } });
    await vi.waitUntil(async () => (await said("roof")).length === 3, { timeout: 10_000 });
    const all = (await said("roof")).join("\n");
    expect(all).toContain("the last part.");
    expect(all).not.toContain("token-of-the-toy");
  });

  test.each<[string, Partial<Tell>]>([
    ["where nobody has spoken", { conversation: "toy:1/nowhere" }],
    ["behind another door", { conversation: "other:1/hall" }],
    ["with no words", { key: "empty", event: { kind: "say", text: "  " } }],
  ])("%s is not said", async (_name, more) => {
    expect(await tell(more)).toMatchObject({ ok: false });
  });

  test("of an approval is committed", async () => {
    expect(await tell({ event: { kind: "approval", approval: "a1" } })).toEqual({ ok: true });
  });
});
