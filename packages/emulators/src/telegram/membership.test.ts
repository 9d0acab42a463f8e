import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Change } from "./account.ts";
import type { BotStanding } from "./group.ts";
import type { TelegramServer } from "./server.ts";
import { type TestBot, type World, world } from "./test-bot.ts";
import type { Chat, User } from "./types.ts";

const SUPER = -1_001_000_000_001;
let here: World;
let telegram: TelegramServer;
let bot: TestBot;
let tess: User;
let rob: User;

beforeEach(async () => {
  here = await world();
  ({ telegram, bot } = here);
  tess = telegram.user({ id: 7, firstName: "Tess" });
  rob = telegram.user({ id: 8, firstName: "Rob" });
});
afterEach(() => here.close());

const make = (type: "group" | "supergroup", more: object = {}): Chat => {
  const id = type === "group" ? -55 : SUPER;
  return telegram.group({ id, title: "Team", type, members: [rob], admins: [tess], ...more });
};
const send = ({ id }: Chat) => bot.call("sendMessage", { chat_id: id, text: "x" });
const refusal = (error_code: number, description: string) => ({
  status: error_code,
  ok: false,
  error_code,
  description,
});

describe("the bot in a group", () => {
  test("is added, promoted and removed", async () => {
    const team = make("supergroup", { botIsMember: false });
    expect(await send(team)).toEqual(refusal(400, "Bad Request: chat not found"));
    expect(telegram.sayIn(team, rob, "/ask@trunkline_bot").update_id).toBe(0);
    await telegram.setBot(team, tess, "member").delivered;
    await telegram.idle();
    expect(bot.messages().at(-1)).toMatchObject({ from: tess, new_chat_members: [telegram.bot] });
    expect((await send(team)).ok).toBe(true);
    await telegram.setBot(team, tess, "administrator").delivered;
    await telegram.setBot(team, tess, "kicked").delivered;
    const changes = bot.hits.flatMap(({ update }) => {
      if (!("my_chat_member" in update)) return [];
      const { old_chat_member, new_chat_member, from, chat } = update.my_chat_member;
      expect([from, chat.id]).toEqual([tess, SUPER]);
      return [[old_chat_member.status, new_chat_member.status]];
    });
    expect(changes).toEqual([
      ["left", "member"],
      ["member", "administrator"],
      ["administrator", "kicked"],
    ]);
    expect(telegram.chat(SUPER).bot).toBe("kicked");
    expect(telegram.sayIn(team, rob, "/ask@trunkline_bot").update_id).toBe(0);
  });

  test.each<["group" | "supergroup", BotStanding, number, string]>([
    ["group", "kicked", 403, "Forbidden: bot was kicked from the group chat"],
    ["group", "left", 403, "Forbidden: bot is not a member of the group chat"],
    ["supergroup", "kicked", 403, "Forbidden: bot was kicked from the supergroup chat"],
    ["supergroup", "left", 403, "Forbidden: bot is not a member of the supergroup chat"],
    [
      "supergroup",
      "restricted",
      400,
      "Bad Request: not enough rights to send text messages to the chat",
    ],
  ])("%s, %s: %i %s", async (type, standing, code, description) => {
    const team = make(type);
    const own = (await send(team)).result.message_id;
    telegram.setBot(team, tess, standing);
    expect(await send(team)).toEqual(refusal(code, description));
    if (standing === "restricted") return;
    const edit = { chat_id: team.id, message_id: own, text: "y" };
    expect(await bot.call("editMessageText", edit)).toEqual(refusal(code, description));
    expect(await bot.call("deleteMessage", edit)).toEqual(refusal(code, description));
    const action = { chat_id: team.id, action: "typing" };
    expect(await bot.call("sendChatAction", action)).toEqual(refusal(code, description));
    expect(telegram.chat(team.id).messages.at(-1)).toMatchObject({ text: "x", deleted: false });
  });

  test.each<["group" | "supergroup", string]>([
    ["group", "Forbidden: the group chat was deleted"],
    ["supergroup", "Forbidden: bot was kicked from the supergroup chat"],
  ])("a deleted %s", async (type, description) => {
    const team = make(type);
    telegram.deleteGroup(team);
    expect(await send(team)).toEqual(refusal(403, description));
    expect(() => telegram.sayIn(team, rob, "x")).toThrow("is no more");
  });

  test("a channel is for administrators", async () => {
    const news = telegram.channel({ id: SUPER - 1, title: "News" });
    const description = "Bad Request: need administrator rights in the channel chat";
    expect(await send(news)).toEqual(refusal(400, description));
    telegram.setBot(news, tess, "kicked");
    const kicked = "Forbidden: bot was kicked from the channel chat";
    expect(await send(news)).toEqual(refusal(403, kicked));
  });

  test("deletes what others wrote as an administrator only", async () => {
    const team = make("group");
    const said = telegram.sayIn(team, rob, "/x@trunkline_bot");
    const target = { chat_id: -55, message_id: said.message_id };
    const answer = await bot.call("deleteMessage", target);
    expect(answer.description).toBe("Bad Request: message can't be deleted");
    telegram.setBot(team, tess, "administrator");
    expect((await bot.call("deleteMessage", target)).ok).toBe(true);
    const reaction = [{ type: "emoji", emoji: "👍" }];
    const own = (await send(team)).result.message_id;
    const react = { chat_id: -55, message_id: own, reaction };
    expect((await bot.call("setMessageReaction", react)).ok).toBe(true);
    expect(telegram.chat(-55).messages.at(-1)?.reactions).toEqual(["👍"]);
  });
});

test("a deactivated user", async () => {
  telegram.say(tess, "hi");
  const sent = await bot.call("sendMessage", { chat_id: 7, text: "own" });
  telegram.deactivate(tess);
  const description = "Forbidden: user is deactivated";
  const { message_id } = sent.result;
  for (const [method, more] of [
    ["sendMessage", { text: "x" }],
    ["editMessageText", { message_id, text: "x" }],
    ["deleteMessage", { message_id }],
    ["sendChatAction", { action: "typing" }],
  ] as const) {
    expect(await bot.call(method, { chat_id: 7, ...more })).toEqual(refusal(403, description));
  }
  expect(() => telegram.say(tess, "hi")).toThrow("deactivated");
});

test("service messages reach the bot in privacy mode too", async () => {
  const team = make("group");
  const eve = telegram.user({ id: 70, firstName: "Eve" });
  const said = telegram.sayIn(team, rob, "unheard");
  await telegram.join(team, eve, tess).delivered;
  await telegram.pin(team, tess, said.message_id).delivered;
  await telegram.service(team, tess, { new_chat_title: "The team" }).delivered;
  await telegram.leave(team, eve, tess).delivered;
  expect(bot.messages()).toMatchObject([
    { from: tess, new_chat_members: [eve] },
    { from: tess, pinned_message: { message_id: said.message_id, text: "unheard" } },
    { from: tess, new_chat_title: "The team" },
    { from: tess, left_chat_member: eve },
  ]);
  expect(bot.messages().map(({ text }) => text)).toEqual(Array(4).fill(undefined));
  const services = telegram.chat(-55).messages.map(({ service, text }) => [service, text]);
  expect(services.slice(1, 3)).toEqual([
    ["new_chat_members", ""],
    ["pinned_message", ""],
  ]);
  expect(() => telegram.sayIn(team, eve, "x")).toThrow("not in chat");
  expect(telegram.everVisible(-55).map(({ text }) => text)).toEqual(["unheard"]);
});

describe("migration", () => {
  test("gives the group another id and other messages", async () => {
    const team = make("group", { privacy: false });
    telegram.sayIn(team, rob, "before");
    const own = (await send(team)).result.message_id;
    const changes: Change[] = [];
    telegram.onChange((change) => changes.push(change));
    const wide = telegram.migrate(team, tess, SUPER);
    await telegram.idle();
    expect(wide).toEqual({ id: SUPER, type: "supergroup", title: "Team" });
    expect(bot.messages().slice(1)).toMatchObject([
      { from: tess, chat: team, migrate_to_chat_id: SUPER },
      {
        message_id: 1,
        from: { id: 1087968824 },
        sender_chat: wide,
        chat: wide,
        migrate_from_chat_id: -55,
      },
    ]);
    expect(changes.slice(0, 2).map(({ chat_id }) => chat_id)).toEqual([-55, SUPER]);
    expect(telegram.chat(-55).migratedTo).toBe(SUPER);
    const moved = {
      ...refusal(400, "Bad Request: group chat was upgraded to a supergroup chat"),
      parameters: { migrate_to_chat_id: SUPER },
    };
    expect(await send(team)).toEqual(moved);
    const edit = { chat_id: -55, message_id: own, text: "y" };
    for (const method of ["editMessageText", "deleteMessage", "getChatAdministrators"]) {
      expect(await bot.call(method, edit)).toEqual(moved);
    }
    const lost = await bot.call("editMessageText", { ...edit, chat_id: SUPER });
    expect(lost.description).toBe("Bad Request: message to edit not found");
    expect((await send(wide)).result).toMatchObject({ message_id: 2, chat: wide });
    await telegram.sayIn(wide, rob, "after").delivered;
    expect(() => telegram.sayIn(team, rob, "x")).toThrow("is no more");
  });

  test("only of basic groups", () => {
    expect(() => telegram.migrate(make("supergroup"), tess, SUPER - 1)).toThrow("no basic group");
  });
});

test("mistakes of a test throw", () => {
  const team = make("group");
  expect(() => telegram.setBot(team, tess, "member")).toThrow("already");
  expect(() => telegram.setBot(team, tess, "restricted")).toThrow("only supergroups");
  expect(() => telegram.leave(team, telegram.user({ id: 70, firstName: "Eve" }))).toThrow("not in");
  expect(() => telegram.pin(team, tess, 99)).toThrow("no message 99");
  const unknown: Chat = { id: -77, type: "group", title: "?" };
  expect(() => telegram.join(unknown, rob)).toThrow("no group");
});
