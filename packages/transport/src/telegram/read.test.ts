import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTelegram, type TelegramContext } from "./context.ts";
import { telegram } from "./index.ts";

const me = { id: "900", name: "trunkline_bot" };
const read = (body: unknown) => [...telegram.read({ body, header: () => null }, me)];

const person = { id: 7527593, is_bot: false, first_name: "Tove", language_code: "de" };
const chat = { id: 7527593, type: "private", first_name: "Tove" };
const group = { id: -1001234567890, type: "supergroup", title: "Team" };
const bot = { id: 900, is_bot: true, first_name: "Trunkline" };
const message = { message_id: 134, date: 1_767_224_901, chat, from: person, text: "how are you" };
/** In a group every message here begins with a command, so that it is for us. */
const command = { text: "/ask", entities: [{ type: "bot_command", offset: 0, length: 4 }] };
const inGroup = { ...message, chat: group, ...command };
/** GroupAnonymousBot: every anonymous admin writes as this one. */
const anonymous = { id: 1_087_968_824, is_bot: true, first_name: "Group" };
/** Channel_Bot: everybody who writes as a channel. */
const channelBot = { id: 136_817_688, is_bot: true, first_name: "Channel" };
const channel = { id: -1_009, type: "channel", title: "News" };

const ctx: TelegramContext = {
  bot: "900",
  chat: "7527593",
  type: "private",
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
        version: 1003,
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

describe("in a group", () => {
  test.each(["group", "supergroup"])("%s: the chat and its type are in the context", (type) => {
    expect(read({ update_id: 1, message: { ...inGroup, chat: { ...group, type } } })).toEqual([
      {
        kind: "message",
        key: "u1",
        contentKey: "m134",
        order: 134,
        ctx: { ...ctx, chat: "-1001234567890", type, text: "/ask" },
      },
    ]);
  });

  test("a topic is a conversation of its own, and a chain of replies is none", () => {
    const of = (more: object) => {
      const [inbound] = read({ update_id: 1, message: { ...inGroup, ...more } });
      return inbound?.kind === "message" ? telegram.conversation(inbound.ctx) : inbound;
    };
    expect(of({ message_thread_id: 7, is_topic_message: true })).toBe("-1001234567890:7");
    expect(of({ message_thread_id: 9, is_topic_message: true })).toBe("-1001234567890:9");
    expect(of({ message_thread_id: 7 })).toBe("-1001234567890");
    expect(of({})).toBe("-1001234567890");
  });

  test.each<[string, object, string, string]>([
    ["a person", {}, "7527593", "Tove"],
    [
      "an anonymous admin is the group",
      { from: anonymous, sender_chat: group },
      "chat:-1001234567890",
      "Team",
    ],
    [
      "somebody who writes as a channel is the channel",
      { from: channelBot, sender_chat: channel },
      "chat:-1009",
      "News",
    ],
    [
      "a chat without a title",
      { from: channelBot, sender_chat: { id: -1_009, type: "channel" } },
      "chat:-1009",
      "a channel",
    ],
  ])("who speaks: %s", (_name, more, user, name) => {
    expect(read({ update_id: 1, message: { ...inGroup, ...more } })).toMatchObject([
      { kind: "message", ctx: { user, name } },
    ]);
  });

  test("a message via an inline bot is written by the person", () => {
    const via_bot = { id: 901, is_bot: true, first_name: "Gif" };
    expect(read({ update_id: 1, message: { ...inGroup, via_bot } })).toMatchObject([
      { kind: "message", ctx: { user: "7527593" } },
    ]);
  });

  test("an album's items know each other", () => {
    const photo = [{ file_id: "a", file_size: 10 }];
    const item = { ...message, text: undefined, photo, media_group_id: "77" };
    expect(read({ update_id: 1, message: item })).toMatchObject([
      { kind: "message", group: "77", ctx: { text: "", attached: [{ id: "a" }] } },
    ]);
  });

  test("an edit is read like a message, and only if it is still for us", () => {
    expect(read({ update_id: 1, edited_message: inGroup })).toMatchObject([
      { kind: "edit", contentKey: "m134", ctx: { text: "/ask" } },
    ]);
    const edited_message = { ...message, chat: group };
    expect(read({ update_id: 1, edited_message })).toMatchObject([{ kind: "ignore" }]);
  });

  test("what may be written to a group: 20 a minute, an edit in 3.1 seconds, for all its topics", () => {
    const at = { chat: "-1001234567890", type: "supergroup" };
    const pace = { scope: "-1001234567890", editEverySeconds: 3.1, writesPerMinute: 20 };
    expect(telegram.pace({ ...ctx, ...at })).toEqual(pace);
    expect(telegram.pace({ ...ctx, ...at, thread: 7 })).toEqual(pace);
    expect(telegram.pace(ctx)).toEqual({ scope: "7527593", editEverySeconds: 1.1 });
  });
});

describe("what a person refers to", () => {
  const replied = { message_id: 100, from: person, text: "one two three" };

  test.each<[string, object, object]>([
    ["the message", { reply_to_message: replied }, { from: "Tove", text: "one two three" }],
    [
      "the part that was marked",
      { reply_to_message: replied, quote: { text: "two" } },
      { from: "Tove", text: "two" },
    ],
    [
      "a caption",
      { reply_to_message: { ...replied, text: undefined, caption: "a cat" } },
      { from: "Tove", text: "a cat" },
    ],
    [
      "a message of another chat: only the quote is there",
      { external_reply: { origin: {} }, quote: { text: "two" } },
      { from: "somebody", text: "two" },
    ],
  ])("%s", (_name, more, quoted) => {
    const [inbound] = read({ update_id: 1, message: { ...message, ...more } });
    expect(inbound).toMatchObject({ ctx: { quoted, text: "how are you" } });
    if (inbound?.kind !== "message") return;
    // It survives the store, and stands below what the person has said.
    const kept = telegram.context(JSON.parse(JSON.stringify(inbound.ctx)));
    const { text } = parseTelegram(kept);
    expect(text).toMatch(/^how are you\n\n\[in reply to /);
  });

  test.each<[string, object]>([
    ["a photo without words", { reply_to_message: { message_id: 100, from: person } }],
    ["blanks", { reply_to_message: { ...replied, text: "  " } }],
    [
      "the root of a topic",
      {
        reply_to_message: { message_id: 5, from: bot, forum_topic_created: {}, text: "x" },
        is_topic_message: true,
        message_thread_id: 5,
      },
    ],
  ])("%s: nothing", (_name, more) => {
    const [inbound] = read({ update_id: 1, message: { ...message, ...more } });
    expect(inbound?.kind).toBe("message");
    expect(inbound).not.toHaveProperty("ctx.quoted");
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

  test("in a topic of a group it belongs to the topic's conversation", () => {
    const on = { message_id: 200, date: 1, chat: group, from: bot };
    const topic = { message_thread_id: 7, is_topic_message: true };
    const [inbound] = read({
      update_id: 1,
      callback_query: { ...press, message: { ...on, ...topic } },
    });
    expect(inbound).toMatchObject({
      kind: "press",
      ctx: { chat: "-1001234567890", thread: 7, type: "supergroup", user: "7527593" },
    });
  });

  test.each<[string, object, string]>([
    ["in a channel", { message: { message_id: 1, date: 1, chat: channel } }, "approve:1"],
    ["on a message sent through another chat", { inline_message_id: "abc" }, "approve:1"],
    ["of a game, without data", { data: undefined, inline_message_id: "abc" }, ""],
  ])("%s is acknowledged in the presser's own conversation", (_name, where, data) => {
    const [inbound, ...more] = read({ update_id: 1004, callback_query: { ...press, ...where } });
    expect(more).toEqual([]);
    expect(inbound).toEqual({
      kind: "press",
      key: "u1004",
      data,
      ack: "cb1",
      ctx: { ...ctx, message: 0, text: data },
    });
    if (inbound?.kind !== "press") return;
    expect(telegram.conversation(telegram.context(inbound.ctx))).toBe("7527593");
  });
});

describe("a group becomes a supergroup", () => {
  const service = { message_id: 40, date: 1, chat: { id: -55, type: "group" }, from: person };

  test("the new conversation is told where the old one was", () => {
    const message = { ...service, migrate_to_chat_id: -1_001_234_567_890 };
    const [inbound] = read({ update_id: 9, message });
    expect(inbound).toMatchObject({ kind: "moved", key: "u9", from: "-55" });
    if (inbound?.kind !== "moved") return;
    expect(telegram.conversation(inbound.ctx)).toBe("-1001234567890");
    expect(telegram.context(JSON.parse(JSON.stringify(inbound.ctx)))).toEqual(inbound.ctx);
  });

  test("the supergroup's own first message is nothing", () => {
    const message = {
      ...service,
      chat: group,
      from: anonymous,
      sender_chat: group,
      migrate_from_chat_id: -55,
    };
    expect(read({ update_id: 9, message })).toEqual([
      { kind: "ignore", why: "a message without words" },
    ]);
  });

  test("a context of the old address at the new one", () => {
    const old = { ...ctx, chat: "-55", type: "group" };
    const moved = telegram.relocate?.(old, "-1001234567890");
    expect(moved).toMatchObject({ chat: "-1001234567890", type: "supergroup", text: old.text });
    expect(moved && telegram.conversation(moved)).toBe("-1001234567890");
  });
});

describe("what is ignored, by name", () => {
  const NOT_FOR_US = "an update kind that is not for us";
  const post = { message_id: 1, date: 1, chat: channel, text: "x" };

  test.each<[string, object, string]>([
    ["a group, not addressed", { message: { ...message, chat: group } }, "not addressed to us"],
    ["an edit in a group", { edited_message: { ...message, chat: group } }, "not addressed to us"],
    ["a chat of a type of next year", { message: { ...message, chat: channel } }, "a channel"],
    [
      "a bot",
      { message: { ...message, from: { ...person, is_bot: true } } },
      "not written by a person",
    ],
    [
      "another bot's command in a group",
      { message: { ...inGroup, from: { ...bot, id: 901 } } },
      "not written by a person",
    ],
    ["ourselves", { message: { ...message, from: { ...bot, is_bot: false } } }, "written by us"],
    [
      "ourselves, as the API says it",
      { message: { ...message, from: bot } },
      "not written by a person",
    ],
    ["nobody", { message: { ...message, from: undefined } }, "not written by a person"],
    [
      "a post that came by itself from the linked channel",
      {
        message: {
          ...inGroup,
          from: { id: 777_000, is_bot: false, first_name: "Telegram" },
          sender_chat: channel,
          is_automatic_forward: true,
        },
      },
      "a forward from the linked channel",
    ],
    ["a channel post", { channel_post: post }, NOT_FOR_US],
    ["an edited channel post", { edited_channel_post: post }, NOT_FOR_US],
    ["our own membership", { my_chat_member: { chat } }, NOT_FOR_US],
    ["a reaction", { message_reaction: { chat, user: person } }, NOT_FOR_US],
    ["a guest's message", { guest_message: message }, NOT_FOR_US],
    ["a message of a business account", { business_message: message }, NOT_FOR_US],
    ["a kind of next year", { hologram: { from: person } }, NOT_FOR_US],
    ["no kind at all", {}, NOT_FOR_US],
  ])("%s", (_name, update, why) => {
    expect(read({ update_id: 1, ...update })).toEqual([{ kind: "ignore", why }]);
  });

  test.each<[string, object]>([
    ["somebody joins", { new_chat_members: [person] }],
    ["somebody leaves", { left_chat_member: person }],
    ["a title", { new_chat_title: "x" }],
    ["a pin", { pinned_message: message }],
    ["a topic opens", { forum_topic_created: { name: "x", icon_color: 1 } }],
    ["a topic closes", { forum_topic_closed: {} }],
    ["a group begins", { group_chat_created: true }],
    ["something of next year", { hologram_started: {} }],
  ])("a service message: %s", (_name, fields) => {
    const bare = { ...message, text: undefined, ...fields };
    for (const where of [chat, group]) {
      expect(read({ update_id: 1, message: { ...bare, chat: where } })).toEqual([
        { kind: "ignore", why: "a message without words" },
      ]);
    }
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
