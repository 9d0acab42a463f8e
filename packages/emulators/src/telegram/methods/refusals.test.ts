import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type World, world } from "../test-bot.ts";
import type { User } from "../types.ts";

let now = Date.UTC(2026, 10, 21);
let here: World;
let tess: User;
/** A message of the bot, and one of Tess. */
let own: number;
let hers: number;

beforeAll(async () => {
  here = await world({ now: () => now });
  tess = here.telegram.user({ id: 7, firstName: "Tess" });
  here.telegram.user({ id: 8, firstName: "Never wrote" });
  here.telegram.user({ id: 9, firstName: "Robot", isBot: true });
  hers = here.telegram.say(tess, "hello").message_id;
  const sent = await here.bot.call("sendMessage", { chat_id: 7, text: "own" });
  own = sent.result.message_id;
});
afterAll(() => here.close());

const send = (more: object) => ["sendMessage", () => ({ chat_id: 7, text: "x", ...more })] as const;
const edit = (more: object) =>
  ["editMessageText", () => ({ chat_id: 7, message_id: own, text: "x", ...more })] as const;
const buttons = (...row: object[]) => ({ reply_markup: { inline_keyboard: [row] } });
const react = (...emoji: string[]) =>
  [
    "setMessageReaction",
    () => ({
      chat_id: 7,
      message_id: hers,
      reaction: emoji.map((one) => ({ type: "emoji", emoji: one })),
    }),
  ] as const;

type Case = readonly [string, readonly [string, () => object], string];

const CASES: readonly Case[] = [
  ["no text", send({ text: undefined }), "message text is empty"],
  ["empty text", send({ text: "" }), "message text is empty"],
  ["white space", send({ text: " \n " }), "text must be non-empty"],
  ["only markup", send({ text: "<b> </b>", parse_mode: "HTML" }), "text must be non-empty"],
  ["4097 characters", send({ text: "😀".repeat(4097) }), "message is too long"],
  ["4097 in an edit", edit({ text: "a".repeat(4097) }), "MESSAGE_TOO_LONG"],
  ["32769 bytes", send({ text: "a".repeat(32_769) }), "text is too long"],
  ["a lone surrogate", send({ text: "\ud83d" }), "strings must be encoded in UTF-8"],
  ["odd parse_mode", send({ parse_mode: "BBCode" }), "unsupported parse_mode"],
  [
    "a tag that is none",
    send({ text: "<p>x</p>", parse_mode: "html" }),
    `can't parse entities: Unsupported start tag "p" at byte offset 0`,
  ],
  ["an odd entity", send({ entities: [7] }), "can't parse MessageEntity: expected an Object"],
  [
    "an entity without length",
    send({ entities: [{ type: "bold", offset: 0 }] }),
    `can't parse MessageEntity: Can't find field "length"`,
  ],
  [
    "an unknown entity",
    send({ entities: [{ type: "h1", offset: 0, length: 1 }] }),
    "can't parse MessageEntity: Unsupported type specified",
  ],
  ["no chat", send({ chat_id: undefined }), "chat_id is empty"],
  ["an unknown chat", send({ chat_id: 77 }), "chat not found"],
  ["a chat by name", send({ chat_id: "@tess" }), "chat not found"],
  [
    "a reply to nothing",
    send({ reply_parameters: { message_id: 999 } }),
    "message to be replied not found",
  ],
  [
    "a reply to nothing, old style",
    send({ reply_to_message_id: 999 }),
    "message to be replied not found",
  ],
  ["odd reply", send({ reply_parameters: 3 }), "object expected as reply parameters"],
  ["a broken reply", send({ reply_parameters: "{" }), "can't parse reply parameters JSON object"],
  ["null for a keyboard", send({ reply_markup: null }), "object expected as reply markup"],
  [
    "a broken keyboard",
    send({ reply_markup: "{" }),
    "can't parse reply keyboard markup JSON object",
  ],
  [
    "a keyboard of no rows",
    send({ reply_markup: { inline_keyboard: {} } }),
    'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array',
  ],
  [
    "rows of no buttons",
    send({ reply_markup: { inline_keyboard: [{}] } }),
    'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
  ],
  [
    "a button without action",
    send(buttons({ text: "a" })),
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    "a button without text",
    send(buttons({ callback_data: "a" })),
    `can't parse inline keyboard button: Can't find field "text"`,
  ],
  ["no callback data", send(buttons({ text: "a", callback_data: "" })), "BUTTON_DATA_INVALID"],
  [
    "65 bytes of callback data",
    send(buttons({ text: "a", callback_data: `${"é".repeat(32)}x` })),
    "BUTTON_DATA_INVALID",
  ],
  [
    "a button to nowhere",
    send(buttons({ text: "a", url: "localhost" })),
    "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
  ],
  ["an edit of nothing", edit({ message_id: 999 }), "message to edit not found"],
  ["an edit where no chat is yet", edit({ chat_id: 8 }), "message to edit not found"],
  ["an edit without id", edit({ message_id: undefined }), "message identifier is not specified"],
  [
    "an edit of her message",
    ["editMessageText", () => ({ chat_id: 7, message_id: hers, text: "x" })],
    "message can't be edited",
  ],
  [
    "the same text, but for white space",
    edit({ text: " own\n" }),
    "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
  ],
  [
    "the same keyboard",
    ["editMessageReplyMarkup", () => ({ chat_id: 7, message_id: own })],
    "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
  ],
  [
    "a deletion of nothing",
    ["deleteMessage", () => ({ chat_id: 7, message_id: 999 })],
    "message to delete not found",
  ],
  ["no action", ["sendChatAction", () => ({ chat_id: 7 })], "wrong parameter action in request"],
  [
    "an odd action",
    ["sendChatAction", () => ({ chat_id: 7, action: "think" })],
    "wrong parameter action in request",
  ],
  ["a reaction outside the list", react("✅"), "REACTION_INVALID"],
  ["a reaction with U+FE0F", react("❤\ufe0f"), "REACTION_INVALID"],
  ["two reactions", react("👍", "👀"), "REACTION_INVALID"],
  [
    "a reaction to nothing",
    ["setMessageReaction", () => ({ chat_id: 7, message_id: 999, reaction: [] })],
    "message to react not found",
  ],
  [
    "an odd reaction",
    ["setMessageReaction", () => ({ chat_id: 7, message_id: hers, reaction: [{ type: "x" }] })],
    "can't parse ReactionType: invalid reaction type specified",
  ],
  [
    "an answer to no press",
    ["answerCallbackQuery", () => ({ callback_query_id: "1" })],
    "query is too old and response timeout expired or query ID is invalid",
  ],
  ["no commands", ["setMyCommands", () => ({})], "can't parse commands JSON object"],
  [
    "a command with capitals",
    ["setMyCommands", () => ({ commands: [{ command: "Start", description: "x" }] })],
    "BOT_COMMAND_INVALID",
  ],
  [
    "a command without description",
    ["setMyCommands", () => ({ commands: [{ command: "start", description: "" }] })],
    "BOT_COMMAND_DESCRIPTION_INVALID",
  ],
  [
    "101 commands",
    [
      "setMyCommands",
      () => ({ commands: Array.from({ length: 101 }, () => ({ command: "a", description: "b" })) }),
    ],
    "BOT_COMMANDS_TOO_MUCH",
  ],
  [
    "a secret with a space",
    ["setWebhook", () => ({ url: here.bot.url, secret_token: "a b" })],
    "secret token contains unallowed characters",
  ],
  [
    "a secret of 257 characters",
    ["setWebhook", () => ({ url: here.bot.url, secret_token: "a".repeat(257) })],
    "secret token is too long",
  ],
  [
    "a webhook without https",
    ["setWebhook", () => ({ url: "http://example.com/" })],
    "bad webhook: An HTTPS URL must be provided for webhook",
  ],
  [
    "a webhook on an odd port",
    ["setWebhook", () => ({ url: "https://example.com:8080/" })],
    "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
  ],
  [
    "a webhook elsewhere",
    ["setWebhook", () => ({ url: "https://example.com/" })],
    "bad webhook: Failed to resolve host: Name or service not known",
  ],
];

describe("400", () => {
  test.each(CASES)("%s", async (_name, [method, parameters], description) => {
    const before = JSON.stringify(here.telegram.chat(7));
    expect(await here.bot.call(method, parameters())).toEqual({
      status: 400,
      ok: false,
      error_code: 400,
      description: `Bad Request: ${description}`,
    });
    expect(JSON.stringify(here.telegram.chat(7))).toBe(before);
  });

  test("a message of 48 hours ago is not deleted", async () => {
    const at = now;
    now += 48 * 3600 * 1000;
    const answer = await here.bot.call("deleteMessage", { chat_id: 7, message_id: own });
    now = at;
    expect(answer.description).toBe("Bad Request: message can't be deleted");
  });

  test("an answer to an old press", async () => {
    const at = now;
    const { callback_query_id } = here.telegram.press(tess, own, "x");
    now += 61_000;
    const answer = await here.bot.call("answerCallbackQuery", { callback_query_id });
    now = at;
    expect(answer.description).toMatch(/^Bad Request: query is too old/);
  });
});

describe("403", () => {
  test.each([
    [8, "bot can't initiate conversation with a user"],
    [9, "the bot can't send messages to the bot"],
  ])("to %i", async (chat_id, description) => {
    expect(await here.bot.call("sendMessage", { chat_id, text: "x" })).toEqual({
      status: 403,
      ok: false,
      error_code: 403,
      description: `Forbidden: ${description}`,
    });
  });

  test("to somebody who blocks the bot, until he does no more", async () => {
    const rob = here.telegram.user({ id: 10, firstName: "Rob" });
    here.telegram.say(rob, "hi");
    here.telegram.block(rob);
    const description = "Forbidden: bot was blocked by the user";
    for (const [method, more] of [
      ["sendMessage", { text: "x" }],
      ["sendChatAction", { action: "typing" }],
    ] as const) {
      const answer = await here.bot.call(method, { chat_id: 10, ...more });
      expect(answer).toMatchObject({ status: 403, error_code: 403, description });
    }
    expect(() => here.telegram.say(rob, "hi")).toThrow("unblock");
    here.telegram.unblock(rob);
    expect((await here.bot.call("sendMessage", { chat_id: 10, text: "x" })).ok).toBe(true);
    await here.telegram.idle();
    const told = here.bot.hits.flatMap(({ update }) =>
      "my_chat_member" in update ? [update.my_chat_member.new_chat_member.status] : [],
    );
    expect(told).toEqual(["kicked", "member"]);
  });
});

describe("before any method", () => {
  test.each([
    ["/bot123456:TEST/sendFoo", 404, "Not Found"],
    ["/bot123456:OTHER/getMe", 401, "Unauthorized"],
    ["/bot123456/getMe", 404, "Not Found"],
    ["/", 404, "Not Found"],
  ])("%s", async (path, code, description) => {
    const response = await fetch(`${here.telegram.wire.origin}${path}`);
    expect(response.status).toBe(code);
    expect(await response.json()).toEqual({ ok: false, error_code: code, description });
  });

  test("what is not built says so", async () => {
    const markdown = { chat_id: 7, text: "x", parse_mode: "MarkdownV2" };
    expect(await here.bot.call("sendMessage", markdown)).toMatchObject({ status: 501, ok: false });
  });
});
