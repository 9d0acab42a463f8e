import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { TEAM, type Theatre, theatre } from "../testing.ts";
import type { View } from "../view.ts";
import type { TelegramScene } from "./scene.ts";

let here: Theatre;

beforeEach(async () => {
  here = await theatre(null);
});
afterEach(() => here.close());

/** The scene is plain JSON for the page; here it is what the stage has made. */
const sceneOf = (view: View) => view.scene as TelegramScene;
const seeScene = async (wanted: (scene: TelegramScene) => boolean, place?: string) =>
  sceneOf(await here.see((view) => wanted(sceneOf(view)), place));
const act = (name: string, body: object, place = "robin") =>
  here.post(`/stage/telegram/${place}/${name}`, body);
const find = (path: string) => fetch(`${here.url}/stage/telegram/${path}`);
const arm = (fault: string) =>
  here.post("/fault", { stage: "telegram", place: "robin", fault: `telegram-${fault}`, on: true });

const BAD: [string, string, string, unknown, number, string][] = [
  [
    "an empty message",
    "robin",
    "say",
    { as: "7", text: " " },
    400,
    "nobody can send an empty message",
  ],
  ["no text", "robin", "say", { as: "7" }, 400, "text is not as it should be"],
  ["a stranger", "robin", "say", { as: "8", text: "x" }, 404, "nobody of that id is in this chat"],
  [
    "a message that is not there",
    "robin",
    "edit",
    { as: "7", message: 9, text: "x" },
    400,
    "user 7 never wrote to the bot",
  ],
  [
    "somebody else's message",
    "team",
    "edit",
    { as: "8", message: 2, text: "x" },
    400,
    "Mika did not write that message",
  ],
  ["an act that nobody knows", "robin", "dance", {}, 404, "nobody can do that here"],
  [
    "a file without bytes",
    "robin",
    "attach",
    { as: "7", files: [] },
    400,
    "files is not as it should be",
  ],
];
it.each(BAD)("refuses %s in one line", async (_, place, what, body, status, error) => {
  await here.say("a first one", 7, "team");
  const answer = await here.post(`/stage/telegram/${place}/${what}`, body);
  expect([answer.status, await answer.json()]).toEqual([status, { error }]);
});

test("what is said reaches the bot, and what the bot does is seen", async () => {
  await here.say("hello");
  await here.telegram.idle();
  expect(here.bot.texts()).toEqual(["hello"]);
  await here.bot.call("sendChatAction", { chat_id: 7, action: "typing" });
  expect((await seeScene(({ typing }) => typing)).bubbles).toHaveLength(1);

  const { result } = await here.bot.call("sendMessage", {
    chat_id: 7,
    text: "Thinking",
    reply_markup: { inline_keyboard: [[{ text: "Yes", callback_data: "y" }]] },
  });
  const { message_id } = result;
  await here.bot.call("editMessageText", { chat_id: 7, message_id, text: "42" });
  const view = await here.see((one) => sceneOf(one).bubbles.at(-1)?.text === "42");
  const { bubbles, typing } = sceneOf(view);
  expect(typing).toBe(false);
  expect(bubbles).toMatchObject([
    { id: 1, by: { id: "7", name: "Robin", bot: false }, text: "hello", edits: 0 },
    { id: 2, by: { bot: true }, text: "42", edits: 1 },
  ]);
  expect(view.calls.map(({ what, status, place }) => `${what} ${status} ${place}`)).toEqual([
    "editMessageText 200 robin",
    "sendMessage 200 robin",
    "sendChatAction 200 robin",
    "webhook: update 100001 200 robin",
    "setWebhook 200 null",
  ]);
  const versions = await find("robin/versions?message=2");
  expect(await versions.json()).toMatchObject([{ text: "Thinking" }, { text: "42" }]);

  await act("edit", { as: "7", message: 1, text: "hello again" });
  await here.telegram.idle();
  expect(here.bot.texts()).toEqual(["hello", "edit: hello again"]);
});

test("a press brings what the bot answers", async () => {
  await here.say("hello");
  const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "y" }]] };
  await here.bot.call("sendMessage", { chat_id: 7, text: "Sure?", reply_markup: keyboard });
  here.bot.answer = async ({ update }) => {
    if (!("callback_query" in update)) return { status: 200 };
    const { id } = update.callback_query;
    const text = "Noted.";
    await here.bot.call("answerCallbackQuery", { callback_query_id: id, text });
    return { status: 200 };
  };
  const pressed = await act("press", { as: "7", message: 2, data: "y" });
  expect(await pressed.json()).toEqual({ ok: true, answer: "Noted." });
  expect(here.bot.texts()).toContain("press: y");
});

test("several people write in a group, and answer each other", async () => {
  await here.say("who is there?", 7, "team");
  await act("say", { as: "8", text: "I am", replyTo: 2 }, "team");
  const { kind, bubbles } = await seeScene(({ bubbles }) => bubbles.length === 2, "team");
  expect(kind).toBe("group");
  expect(bubbles.map(({ by, replyTo }) => [by.name, replyTo])).toEqual([
    ["Robin", null],
    ["Mika", 2],
  ]);
  await act("edit", { as: "8", message: 3, text: "I was" }, "team");
  expect((await seeScene(({ bubbles }) => bubbles[1]?.edits === 1, "team")).bubbles[1]?.text).toBe(
    "I was",
  );
});

test("places say who writes there, and have a conversation once it has begun", async () => {
  const places = async () => (await here.see(() => true)).stages[0]?.places ?? [];
  expect((await places()).map(({ conversation }) => conversation)).toEqual([null, null]);
  await here.say("hello", 8, "team");
  expect((await places()).map(({ conversation }) => conversation)).toEqual([null, String(TEAM)]);
  expect((await places())[1]?.writers).toEqual([
    { id: "7", name: "Robin" },
    { id: "8", name: "Mika", about: "a stranger" },
  ]);
});

describe("files", () => {
  const file = (name: string, type: string, text: string) => ({
    name,
    type,
    data: Buffer.from(text).toString("base64"),
  });

  it("are one message, or an album", async () => {
    const photos = ["a", "b"].map((name) => file(`${name}.jpg`, "image/jpeg", name));
    await act("attach", { as: "7", files: photos });
    await act("attach", { as: "7", files: [file("c.txt", "text/plain", "c")], caption: "look" });
    await here.telegram.idle();
    const { bubbles } = await seeScene(({ bubbles }) => bubbles.length === 3);
    expect(bubbles[0]?.album).toBe(bubbles[1]?.album);
    expect(bubbles.map(({ file }) => [file?.kind, file?.picture])).toEqual([
      ["photo", true],
      ["photo", true],
      ["document", false],
    ]);
    expect(bubbles[2]).toMatchObject({ text: "look", album: null, file: { name: "c.txt" } });
    expect(
      here.bot.messages().map(({ photo, document }) => [!!photo, document?.mime_type]),
    ).toEqual([
      [true, undefined],
      [true, undefined],
      [false, "text/plain"],
    ]);
  });

  it("are shown only if they are pictures", async () => {
    await act("attach", { as: "7", files: [file("p.png", "image/png", "p")] });
    await act("attach", { as: "7", files: [file("x.html", "text/html", "<script>")] });
    const types = [];
    for (const message of [1, 2]) {
      const found = await find(`robin/file?message=${message}`);
      types.push([found.headers.get("content-type"), await found.text()]);
    }
    expect(types).toEqual([
      ["image/png", "p"],
      ["application/octet-stream", "<script>"],
    ]);
    expect((await find("robin/file?message=3")).status).toBe(404);
  });
});

describe("faults", () => {
  const send = (text: string) => here.bot.call("sendMessage", { chat_id: 7, text });

  it("429 tells one chat to wait", async () => {
    await here.say("hello");
    await arm("429");
    expect(await send("x")).toMatchObject({ status: 429, parameters: { retry_after: 30 } });
    expect((await here.bot.call("sendMessage", { chat_id: TEAM, text: "x" })).status).toBe(200);
    const off = { stage: "telegram", place: "robin", fault: "telegram-429", on: false };
    await here.post("/fault", off);
    expect((await send("x")).status).toBe(200);
  });

  it("502 comes three times", async () => {
    await here.say("hello");
    await arm("5xx");
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await send("x")).status);
    expect(statuses).toEqual([502, 502, 502, 200]);
    const { bubbles } = await seeScene(() => true);
    expect(bubbles).toHaveLength(2);
  });

  it("a lost answer leaves the message", async () => {
    await here.say("hello");
    await arm("lost");
    // Reading is no write: it does not use the fault up.
    expect((await here.bot.call("getMe")).status).toBe(200);
    await expect(send("x")).rejects.toThrow();
    const view = await here.see((one) => sceneOf(one).bubbles.length === 2);
    expect(view.calls[0]).toMatchObject({ note: "done, the answer was lost", tone: "bad" });
    expect(view.faults.some(({ on }) => on)).toBe(false);
  });

  it("who blocks the bot hears nothing of it, and says so in words", async () => {
    const offered = async (place: string) =>
      (await here.see(() => true, place)).faults.map(({ id }) => id);
    expect(await offered("robin")).toContain("telegram-block");
    expect(await offered("team")).not.toContain("telegram-block");
    const body = { stage: "telegram", place: "robin", fault: "telegram-block" };
    const early = await here.post("/fault", { ...body, on: true });
    expect([early.status, await early.json()]).toEqual([
      400,
      { error: "user 7 never wrote to the bot" },
    ]);
    await here.say("hello");
    await here.post("/fault", { ...body, on: true });
    expect((await send("x")).status).toBe(403);
    const told = await (await here.say("are you there?")).json();
    expect(told).toEqual({
      error: "Robin has blocked the bot, so nothing can be sent. Switch “Block the bot” off first.",
    });
    await here.post("/fault", { ...body, on: false });
    expect((await send("x")).status).toBe(200);
  });

  it("a message comes twice at once, and once again after that", async () => {
    await arm("twice");
    await here.say("hello");
    await here.say("next");
    await here.telegram.idle();
    await here.see(
      ({ calls }) => calls.filter(({ way, status }) => way === "in" && status).length === 3,
    );
    expect(here.bot.texts().sort()).toEqual(["hello", "hello", "next"]);
  });
});
