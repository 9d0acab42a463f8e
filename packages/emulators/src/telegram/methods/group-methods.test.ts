import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TELEGRAM_GROUP_PACE, TELEGRAM_PACE } from "../pace.ts";
import { type World, world } from "../test-bot.ts";
import type { BotCommand, ChatMember, User } from "../types.ts";

const SUPER = -1_001_000_000_001;

describe("members", () => {
  let here: World;
  let users: Record<"tess" | "rob" | "robot" | "stranger", User>;

  beforeAll(async () => {
    here = await world();
    const user = (id: number, firstName: string, isBot = false) =>
      here.telegram.user({ id, firstName, isBot });
    const tess = user(7, "Tess");
    const rob = user(8, "Rob");
    const robot = user(9, "Robot", true);
    const stranger = user(70, "Stranger");
    users = { tess, rob, robot, stranger };
    const people = { admins: [tess, robot], members: [rob] };
    here.telegram.group({ id: -55, title: "Team", type: "group", botIsAdmin: true, ...people });
    const hidden = here.telegram.group({
      id: SUPER,
      title: "Hidden",
      type: "supergroup",
      hiddenMembers: true,
      ...people,
    });
    here.telegram.leave(hidden, rob, tess);
    const open = here.telegram.group({
      id: SUPER - 1,
      title: "Open",
      type: "supergroup",
      username: "open",
      ...people,
    });
    here.telegram.setBot(open, tess, "left");
    here.telegram.say(tess, "hi");
  });
  afterAll(() => here.close());

  const status = async (chat_id: number, user_id: number) => {
    const answer = await here.bot.call<ChatMember>("getChatMember", { chat_id, user_id });
    return answer.ok ? answer.result.status : answer.description;
  };

  test.each<[string, number, number, string]>([
    ["the owner", -55, 7, "creator"],
    ["an administrator", -55, 9, "administrator"],
    ["a member", -55, 8, "member"],
    ["somebody else", -55, 70, "left"],
    ["the bot", -55, 123456, "administrator"],
    ["nobody", -55, 71, "Bad Request: user not found"],
    ["no user", -55, 0, "Bad Request: invalid user_id specified"],
    ["no group", -56, 7, "Bad Request: chat not found"],
    ["a hidden one", SUPER, 7, "Bad Request: CHAT_ADMIN_REQUIRED"],
    ["the bot among hidden ones", SUPER, 123456, "member"],
    ["a public group without the bot", SUPER - 1, 8, "member"],
    ["the other one in private", 7, 7, "member"],
    ["a third one in private", 7, 8, "Bad Request: member not found"],
  ])("%s", async (_name, chat, user, expected) => {
    expect(await status(chat, user)).toBe(expected);
  });

  test("somebody who was removed, once the bot may ask", async () => {
    const hidden = { id: SUPER, type: "supergroup", title: "Hidden" } as const;
    here.telegram.setBot(hidden, users.tess, "administrator");
    expect(await status(SUPER, 8)).toBe("kicked");
  });

  test("administrators, the owner first, other bots on demand", async () => {
    const ids = async (more: object) => {
      const { result } = await here.bot.call<ChatMember[]>("getChatAdministrators", more);
      return result.map(({ user, status }) => [user.id, status]);
    };
    const self = [123456, "administrator"];
    expect(await ids({ chat_id: -55 })).toEqual([[7, "creator"], self]);
    expect(await ids({ chat_id: -55, return_bots: true })).toEqual([
      [7, "creator"],
      [9, "administrator"],
      self,
    ]);
    const answer = await here.bot.call("getChatAdministrators", { chat_id: 7 });
    expect(answer.description).toBe("Bad Request: there are no administrators in the private chat");
  });
});

describe("commands", () => {
  let here: World;

  beforeEach(async () => {
    here = await world();
  });
  afterEach(() => here.close());

  const list = (command: string): BotCommand[] => [{ command, description: command }];
  const set = (command: string, more: object = {}) =>
    here.bot.call("setMyCommands", { commands: list(command), ...more });

  test("each scope and language has its own list; the narrowest is shown", async () => {
    const { telegram, bot } = here;
    const tess = telegram.user({ id: 7, firstName: "Tess", languageCode: "de-AT" });
    const rob = telegram.user({ id: 8, firstName: "Rob" });
    const people = { admins: [tess], members: [rob] };
    const team = telegram.group({ id: -55, title: "Team", type: "group", ...people });
    telegram.say(tess, "hi");
    const menus = () =>
      [telegram.menu(tess), telegram.menu(tess, team), telegram.menu(rob, team)].map(
        ([first]) => first?.command,
      );
    expect(menus()).toEqual([undefined, undefined, undefined]);
    const steps: [string, object, (string | undefined)[]][] = [
      ["base", {}, ["base", "base", "base"]],
      ["german", { language_code: "de" }, ["german", "german", "base"]],
      ["private", { scope: { type: "all_private_chats" } }, ["private", "german", "base"]],
      ["groups", { scope: { type: "all_group_chats" } }, ["private", "groups", "groups"]],
      ["admins", { scope: { type: "all_chat_administrators" } }, ["private", "admins", "groups"]],
      ["chat", { scope: { type: "chat", chat_id: -55 } }, ["private", "chat", "chat"]],
      [
        "heads",
        { scope: { type: "chat_administrators", chat_id: "-55" } },
        ["private", "heads", "chat"],
      ],
      [
        "rob",
        { scope: { type: "chat_member", chat_id: -55, user_id: 8 } },
        ["private", "heads", "rob"],
      ],
      ["tess", { scope: { type: "chat", chat_id: 7 } }, ["tess", "heads", "rob"]],
    ];
    for (const [command, more, expected] of steps) {
      expect((await set(command, more)).ok).toBe(true);
      expect([command, menus()]).toEqual([command, expected]);
      expect((await bot.call("getMyCommands", more)).result).toEqual(list(command));
    }
    expect(telegram.commands).toEqual(list("tess"));
    for (const [, more] of steps.toReversed().slice(0, 4)) {
      expect((await bot.call("deleteMyCommands", more)).result).toBe(true);
    }
    expect(menus()).toEqual(["private", "admins", "groups"]);
    expect((await bot.call("getMyCommands", { language_code: "fr" })).result).toEqual([]);
    expect(telegram.unknownParameters).toEqual([]);
  });

  const fault = (what: string) => `can't parse BotCommandScope: ${what}`;

  test.each<[string, object, string]>([
    ["no object", { scope: 7 }, fault("BotCommandScope must be an Object")],
    ["no JSON", { scope: "{" }, "can't parse BotCommandScope JSON object"],
    ["no type", { scope: {} }, fault(`Can't find field "type"`)],
    ["an odd type", { scope: { type: "planet" } }, fault("Unsupported type specified")],
    ["no chat", { scope: { type: "chat" } }, fault(`Can't find field "chat_id"`)],
    ["an empty chat", { scope: { type: "chat", chat_id: "" } }, fault("Empty chat_id specified")],
    ["an unknown chat", { scope: { type: "chat", chat_id: -99 } }, "chat not found"],
    [
      "no user",
      { scope: { type: "chat_member", chat_id: -55 } },
      fault(`Can't find field "user_id"`),
    ],
    [
      "an odd user",
      { scope: { type: "chat_member", chat_id: -55, user_id: -1 } },
      fault("Invalid user_id specified"),
    ],
    [
      "administrators in private",
      { scope: { type: "chat_administrators", chat_id: 7 } },
      "can't use specified scope in private chats",
    ],
    [
      "a channel",
      { scope: { type: "chat", chat_id: SUPER } },
      "can't change commands in channel chats",
    ],
    ["an odd language", { language_code: "deu" }, "invalid language code specified"],
  ])("%s", async (_name, more, description) => {
    here.telegram.group({ id: -55, title: "Team", type: "group" });
    here.telegram.channel({ id: SUPER, title: "News" });
    here.telegram.say(here.telegram.user({ id: 7, firstName: "Tess" }), "hi");
    for (const answer of [await set("x", more), await here.bot.call("getMyCommands", more)]) {
      expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${description}` });
    }
    expect(here.telegram.commands).toEqual([]);
  });
});

describe("the pace of a group", () => {
  test("20 a minute, edits included; private chats have another", async () => {
    let now = Date.UTC(2026, 10, 21);
    const here = await world({
      now: () => now,
      groupPace: TELEGRAM_GROUP_PACE,
      pace: TELEGRAM_PACE,
    });
    here.telegram.group({ id: -55, title: "Team", type: "group" });
    here.telegram.group({ id: -56, title: "Other", type: "group" });
    const send = (chat_id: number) => here.bot.call("sendMessage", { chat_id, text: "x" });
    const { message_id } = (await send(-55)).result;
    for (let n = 2; n <= 20; n += 1) {
      now += 1000;
      const edit = { chat_id: -55, message_id, text: `${n}` };
      expect((await here.bot.call("editMessageText", edit)).ok).toBe(true);
    }
    expect(await send(-55)).toEqual({
      status: 429,
      ok: false,
      error_code: 429,
      description: "Too Many Requests: retry after 41",
      parameters: { retry_after: 41 },
    });
    expect((await send(-56)).ok).toBe(true);
    here.telegram.say(here.telegram.user({ id: 7, firstName: "Tess" }), "hi");
    const statuses = [];
    for (let n = 1; n <= 6; n += 1) statuses.push((await send(7)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    now += 41_000;
    expect((await send(-55)).ok).toBe(true);
    expect((await send(-55)).status).toBe(429);
    await here.close();
  });

  test("does not bind private chats", async () => {
    const here = await world({ groupPace: { perMinute: 1 } });
    here.telegram.say(here.telegram.user({ id: 7, firstName: "Tess" }), "hi");
    const send = () => here.bot.call("sendMessage", { chat_id: 7, text: "x" });
    expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
    await here.close();
  });
});

describe("refusals in groups", () => {
  test.each<[string, object, string]>([
    [
      "a reply to nothing",
      { reply_parameters: { message_id: 99 } },
      "message to be replied not found",
    ],
    [
      "a reply to nothing in another chat, though that was allowed",
      { reply_parameters: { message_id: 99, chat_id: 7, allow_sending_without_reply: true } },
      "message to be replied not found",
    ],
    [
      "a reply in an unknown chat",
      { reply_parameters: { message_id: 1, chat_id: -99 } },
      "chat not found",
    ],
    [
      "a quote that is not there",
      { reply_parameters: { message_id: 1, chat_id: 7, quote: "bye" } },
      "QUOTE_TEXT_INVALID",
    ],
    [
      "entities of more than 9.5 kB",
      {
        entities: Array.from({ length: 50 }, (_, i) => ({
          type: "text_link",
          offset: i,
          length: 1,
          url: `https://example.com/${"a".repeat(180)}`,
        })),
        text: "x".repeat(50),
      },
      "ENTITIES_TOO_LONG",
    ],
  ])("%s", async (_name, more, description) => {
    const here = await world();
    here.telegram.group({ id: -55, title: "Team", type: "group" });
    here.telegram.say(here.telegram.user({ id: 7, firstName: "Tess" }), "hi");
    const answer = await here.bot.call("sendMessage", { chat_id: -55, text: "x", ...more });
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${description}` });
    expect(here.telegram.chat(-55).messages).toEqual([]);
    await here.close();
  });

  test.each<[string, object]>([
    ["an ephemeral message", { ephemeral_message_parameters: { receiver_user_id: 7 } }],
    ["a quote with formatting", { reply_parameters: { message_id: 1, quote_parse_mode: "HTML" } }],
    ["a business connection", { business_connection_id: "b" }],
  ])("%s is not built, and says so", async (_name, more) => {
    const here = await world();
    here.telegram.group({ id: -55, title: "Team", type: "group" });
    const answer = await here.bot.call("sendMessage", { chat_id: -55, text: "x", ...more });
    expect(answer.status).toBe(501);
    await here.close();
  });
});
