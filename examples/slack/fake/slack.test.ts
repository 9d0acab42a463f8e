import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MOST_CHARACTERS, SlackFake, shown } from "./index.ts";

let fake: SlackFake;
let root = "";
beforeEach(async () => {
  fake = new SlackFake({ retryScale: 0 });
  root = await fake.listen();
});
afterEach(() => fake.close());

/** Calls as an app would. */
async function call(method: string, args: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${root}/${method}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${fake.token}`,
      "content-type": "application/json; charset=utf-8",
      ...headers,
    },
    body: typeof args === "string" ? args : JSON.stringify(args),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { ok: boolean; error?: string; ts?: string };
}

describe("refuses what Slack refuses, in its words", () => {
  test.each<[string, string, unknown, Record<string, string>?]>([
    ["not_authed", "auth.test", {}, { authorization: "" }],
    ["invalid_auth", "auth.test", {}, { authorization: "Bearer xoxb-other" }],
    ["invalid_post_type", "auth.test", {}, { "content-type": "application/xml" }],
    ["invalid_json", "auth.test", "{"],
    ["unknown_method", "chat.shout", {}],
    ["channel_not_found", "chat.postMessage", { channel: "C0", text: "x" }],
    ["no_text", "chat.postMessage", { text: " " }],
    ["invalid_arguments", "chat.postMessage", { text: "x", parse: "client" }],
    ["msg_too_long", "chat.postMessage", { text: "x".repeat(MOST_CHARACTERS + 1) }],
    ["thread_not_found", "chat.postMessage", { text: "x", thread_ts: "1.000001" }],
    ["message_not_found", "chat.update", { ts: "1.000001", text: "x" }],
    ["message_not_found", "chat.delete", { ts: "1.000001" }],
    ["no_item_specified", "reactions.add", { name: "eyes" }],
    ["bad_timestamp", "reactions.add", { name: "eyes", timestamp: "1" }],
    ["invalid_name", "reactions.add", { name: "👀", timestamp: "1.000001" }],
    ["message_not_found", "reactions.add", { name: "eyes", timestamp: "1.000001" }],
  ])("%s: %s %j", async (error, method, args, headers) => {
    const channel = fake.workspace.channel(fake.workspace.person()).id;
    const whole = typeof args === "string" ? args : { channel, ...(args as object) };
    expect(await call(method, whole, headers)).toEqual({ ok: false, error });
  });

  test("what is somebody else's, and where the bot is not", async () => {
    const person = fake.workspace.person();
    const channel = fake.workspace.channel(person);
    const { message } = fake.say(channel, person, "mine");
    const at = { channel: channel.id, ts: message.ts };
    expect(await call("chat.update", { ...at, text: "x" })).toMatchObject({
      error: "cant_update_message",
    });
    expect(await call("chat.delete", at)).toMatchObject({ error: "cant_delete_message" });
    channel.archived = true;
    expect(await call("chat.postMessage", { ...at, text: "x" })).toMatchObject({
      error: "is_archived",
    });
    channel.members.delete(fake.workspace.bot.user);
    expect(await call("chat.postMessage", { ...at, text: "x" })).toMatchObject({
      error: "not_in_channel",
    });
  });

  test("the same reaction twice", async () => {
    const person = fake.workspace.person();
    const channel = fake.workspace.channel(person);
    const { message } = fake.say(channel, person, "nice");
    const reacting = { channel: channel.id, timestamp: message.ts, name: "eyes" };
    expect(await call("reactions.add", reacting)).toEqual({ ok: true });
    expect(await call("reactions.add", reacting)).toMatchObject({ error: "already_reacted" });
  });
});

test("takes a message of the greatest length, in a thread, changes and deletes it", async () => {
  const person = fake.workspace.person();
  const channel = fake.workspace.channel(person);
  const { message } = fake.say(channel, person, "begin");
  const text = "x".repeat(MOST_CHARACTERS);
  const sent = await call("chat.postMessage", { channel: channel.id, text, thread_ts: message.ts });
  expect(sent.ok).toBe(true);
  const at = { channel: channel.id, ts: sent.ts };
  expect((await call("chat.update", { ...at, text: "y" })).ok).toBe(true);
  expect((await call("chat.delete", at)).ok).toBe(true);
  const kept = channel.messages.find(({ ts }) => ts === sent.ts);
  expect(kept).toMatchObject({ threadTs: message.ts, versions: [text, "y"], deleted: true });
});

describe("tells the app", () => {
  const told = () => fake.take().map(({ body }) => JSON.parse(body).event);

  test("of mentions and direct messages, and of nothing else", () => {
    const person = fake.workspace.person();
    const channel = fake.workspace.channel(person);
    const direct = fake.workspace.direct(person);
    fake.say(channel, person, "lunch?");
    expect(told()).toEqual([]);
    fake.say(channel, person, `<@${fake.workspace.bot.user}> lunch?`);
    fake.say(direct, person, "lunch?");
    expect(told()).toMatchObject([
      { type: "app_mention", channel: channel.id, user: person },
      { type: "message", channel_type: "im", text: "lunch?" },
    ]);
  });

  test("of the bot's own direct messages too", async () => {
    const direct = fake.workspace.direct(fake.workspace.person());
    const { ts } = await call("chat.postMessage", { channel: direct.id, text: "hi" });
    await call("chat.update", { channel: direct.id, ts, text: "hi!" });
    expect(told()).toMatchObject([
      { type: "message", bot_id: fake.workspace.bot.id },
      { subtype: "message_changed", message: { text: "hi!" }, previous_message: { text: "hi" } },
    ]);
  });

  test("of an edited mention as of a mention", async () => {
    const person = fake.workspace.person();
    const channel = fake.workspace.channel(person);
    const { message } = fake.say(channel, person, `<@${fake.workspace.bot.user}> hi`);
    await fake.change(channel, message, `<@${fake.workspace.bot.user}> hello`);
    const [first, second] = told();
    expect(second).toMatchObject({ type: "app_mention", ts: first.ts, edited: { user: person } });
  });
});

/** An app that answers as told, one after the other. */
async function app(...answers: readonly { status: number; body?: string }[]) {
  const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { status, body: said } = answers[seen.length] ?? { status: 200 };
    seen.push({ headers: request.headers, body });
    response.writeHead(status).end(said ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, seen, close: () => server.close() };
}

test("an address that does not answer the challenge is not saved", async () => {
  const { url, close } = await app({ status: 200, body: "hello" });
  await expect(fake.subscribe(url)).rejects.toThrow("value of the challenge parameter");
  close();
});

test("an event is delivered four times, the same one, and each attempt says which it is", async () => {
  const failing = { status: 503 };
  const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
  const answers = [{ status: 200, body: challenge }, failing, failing, failing, failing];
  const { url, seen, close } = await app(...answers);
  await fake.subscribe(url);
  const direct = fake.workspace.direct(fake.workspace.person());
  await expect(fake.say(direct, "U1", "hi").delivered).rejects.toThrow("not accepted");
  const events = seen.slice(1);
  expect(events.map(({ headers }) => headers["x-slack-retry-num"])).toEqual([
    undefined,
    "1",
    "2",
    "3",
  ]);
  expect(new Set(events.map(({ body }) => body)).size).toBe(1);
  close();
});

test.each([
  ["*a* _b_ ~c~", "a b c"],
  ["2*3*4 and snake_case_name", "2*3*4 and snake_case_name"],
  ["* a *", "* a *"],
  ["_*both*_", "both"],
  ["`a*b*c` &lt;d&gt;", "a*b*c <d>"],
  ["```\nif (a &lt; b) *c*\n```", "if (a < b) *c*"],
  ["<https://x.example|here> and <https://x.example>", "here and https://x.example"],
  ["> a\n> *b*", "a\nb"],
  ["ab\u200B*cd*\u200Bef", "abcdef"],
])("%j is read as %j", (text, read) => {
  expect(shown(text)).toBe(read);
});
