import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TelegramContext } from "./context.ts";
import { telegram } from "./index.ts";

const me = { id: "900", name: "trunkline_bot" };
const read = (body: unknown) => [...telegram.read({ body, header: () => null }, me)];

const person = { id: 7527593, is_bot: false, first_name: "Tove", language_code: "de" };
const chat = { id: 7527593, type: "private", first_name: "Tove" };
const group = { id: -1001234567890, type: "supergroup", title: "Team" };
const bot = { id: 900, is_bot: true, first_name: "Trunkline" };
const message = { message_id: 134, date: 1_767_224_901, chat, from: person, text: "how are you" };
/** GroupAnonymousBot: every anonymous admin writes as this one. */
const anonymous = { id: 1_087_968_824, is_bot: true, first_name: "Group" };

const ctx: TelegramContext = {
  bot: "900",
  chat: "7527593",
  message: 134,
  user: "7527593",
  name: "Tove",
  text: "how are you",
  language: "de",
};

describe("what a person says", () => {
  test("a private text", () => {
    expect(read({ update_id: 1002, message })).toEqual([
      { kind: "message", key: "u1002", contentKey: "m134", order: 134, ctx },
    ]);
  });

  test("an edit finds its original by the key of the message", () => {
    const edited = { ...message, text: "how is it", edit_date: 1_767_224_950 };
    expect(read({ update_id: 1003, edited_message: edited })).toEqual([
      {
        kind: "edit",
        key: "u1003",
        contentKey: "m134",
        order: 134,
        ctx: { ...ctx, text: "how is it" },
      },
    ]);
  });

  test("without a language there is none in the context", () => {
    const { language_code: _, ...from } = person;
    const { language: _l, ...expected } = ctx;
    expect(read({ update_id: 1, message: { ...message, from } })).toMatchObject([
      { ctx: expected },
    ]);
    expect(read({ update_id: 1, message: { ...message, from } })[0]).not.toHaveProperty(
      "ctx.language",
    );
  });

  test("fields and kinds that Telegram adds later change nothing", () => {
    const later = { ...message, brand_new: { deep: [1] }, from: { ...person, is_premium: true } };
    expect(read({ update_id: 1002, message: later, another_new_kind: {} })).toEqual(
      read({ update_id: 1002, message }),
    );
  });

  test("the context is what is persisted: it survives JSON and its parser", () => {
    const [inbound] = read({ update_id: 1002, message });
    expect(inbound?.kind).toBe("message");
    if (inbound?.kind !== "message") return;
    expect(telegram.context(JSON.parse(JSON.stringify(inbound.ctx)))).toEqual(ctx);
    expect(telegram.account(inbound.ctx)).toBe("telegram:900");
    expect(telegram.conversation(inbound.ctx)).toBe("7527593");
    expect(telegram.pace(inbound.ctx).scope).toBe("7527593");
  });
});

describe("a press", () => {
  const press = { id: "cb1", from: person, chat_instance: "x", data: "approve:1" };

  test.each<[string, unknown]>([
    ["on our message", { message_id: 200, date: 1_767_224_901, chat, from: bot, text: "Sure?" }],
    ["on a message that is not accessible any more", { message_id: 200, date: 0, chat }],
  ])("%s: the presser is the person", (_name, on) => {
    expect(read({ update_id: 1004, callback_query: { ...press, message: on } })).toEqual([
      {
        kind: "press",
        key: "u1004",
        data: "approve:1",
        ack: "cb1",
        ctx: { ...ctx, message: 200, text: "approve:1" },
      },
    ]);
  });

  test.each<[string, object]>([
    ["in a group", { ...press, message: { message_id: 1, date: 1, chat: group } }],
    ["on an inline message", { ...press, inline_message_id: "abc" }],
    ["of a game, without data", { id: "cb1", from: person, message: { message_id: 1, chat } }],
  ])("%s is ignored", (_name, callback_query) => {
    expect(read({ update_id: 1, callback_query })).toEqual([
      { kind: "ignore", why: "a press that is not on a private message" },
    ]);
  });
});

describe("what is ignored, by name", () => {
  test.each<[string, object, string]>([
    ["a group", { message: { ...message, chat: group } }, "a supergroup chat"],
    ["an edit in a group", { edited_message: { ...message, chat: group } }, "a supergroup chat"],
    ["a bot", { message: { ...message, from: { ...person, is_bot: true } } }, "written by a bot"],
    ["ourselves", { message: { ...message, from: { ...bot, is_bot: false } } }, "written by a bot"],
    [
      "somebody who writes as a chat",
      { message: { ...message, from: anonymous, sender_chat: { id: -100, type: "supergroup" } } },
      "not written by a person",
    ],
    ["nobody", { message: { ...message, from: undefined } }, "not written by a person"],
    [
      "a service message",
      { message: { ...message, text: undefined, pinned_message: message } },
      "a message without text",
    ],
    [
      "a photo with a caption",
      { message: { ...message, text: undefined, caption: "look", photo: [] } },
      "a message without text",
    ],
    [
      "a channel post",
      { channel_post: { message_id: 1, date: 1, chat: { id: -100, type: "channel" }, text: "x" } },
      "an update kind that is not for us",
    ],
    ["our own membership", { my_chat_member: { chat } }, "an update kind that is not for us"],
    ["a kind of next year", { hologram: { from: person } }, "an update kind that is not for us"],
    ["no kind at all", {}, "an update kind that is not for us"],
  ])("%s", (_name, update, why) => {
    expect(read({ update_id: 1, ...update })).toEqual([{ kind: "ignore", why }]);
  });

  test.each<[string, unknown]>([
    ["no update id", { message }],
    ["an update id that is text", { update_id: "1", message }],
    ["a message without a chat", { update_id: 1, message: { ...message, chat: undefined } }],
    ["a text that is not text", { update_id: 1, message: { ...message, text: { a: 1 } } }],
    ["a message that is null", { update_id: 1, message: null }],
    ["null", null],
    ["text", "update"],
  ])("garbage: %s", (_name, body) => {
    expect(read(body)).toEqual([{ kind: "ignore", why: "not an update of a known shape" }]);
  });

  test("any JSON at all is read without an error and is at most ignored", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(read(body)).toMatchObject([{ kind: "ignore" }]);
      }),
    );
  });
});
