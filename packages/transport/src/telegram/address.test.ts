import { describe, expect, test } from "vitest";
import { addressed, type Marked, realReply, threadOf } from "./address.ts";
import type { Entity, Message } from "./update.ts";

const me = { id: "900", name: "trunkline_bot" };
const bot = { id: 900, is_bot: true, first_name: "Trunkline", username: "trunkline_bot" };
const person = { id: 7, is_bot: false, first_name: "Tess" };
const other = { id: 8, is_bot: false, first_name: "Rob" };

const inGroup = (more: Partial<Message> = {}): Message => ({
  message_id: 50,
  date: 1,
  chat: { id: -1001, type: "supergroup" },
  from: person,
  ...more,
});

/** Marks a part of the text, in UTF-16 code units as Telegram does. */
function marked(text: string, type: string, part: string, user?: Entity["user"]): Marked {
  const entity = { type, offset: text.indexOf(part), length: part.length };
  return { text, entities: [user ? { ...entity, user } : entity] };
}
const plain = (text: string): Marked => ({ text, entities: [] });
const mention = (text: string, name = "@trunkline_bot") => marked(text, "mention", name);
const command = (text: string) => marked(text, "bot_command", text.split(" ")[0] ?? "");

describe("a command in a group", () => {
  test.each<[string, string | null]>([
    ["/ask what now?", "/ask what now?"],
    ["/ask@trunkline_bot what now?", "/ask what now?"],
    ["/ask@Trunkline_BOT what now?", "/ask what now?"],
    ["/ask@trunkline_bot", "/ask"],
    ["/ask@other_bot what now?", null],
    // Ours with something behind it is somebody else's.
    ["/ask@trunkline_bot_x what now?", null],
  ])("%s", (text, expected) => {
    expect(addressed(inGroup(), command(text), me)).toBe(expected);
  });

  test.each(["/ask@trunkline_bot", "/ask"])(
    "that does not begin the message is none: %s",
    (name) => {
      expect(addressed(inGroup(), marked(`try ${name} now`, "bot_command", name), me)).toBeNull();
    },
  );

  test("of another bot is not ours, not even with our name behind it or in reply to us", () => {
    const text = "/ask@other_bot tell @trunkline_bot";
    const entities = [...command(text).entities, ...mention(text).entities];
    expect(addressed(inGroup(), { text, entities }, me)).toBeNull();
    const reply = inGroup({ reply_to_message: { message_id: 40, from: bot } });
    expect(addressed(reply, command("/ask@other_bot"), me)).toBeNull();
  });
});

describe("a mention in a group", () => {
  test.each<[string, Marked, string | null]>([
    ["at the start", mention("@trunkline_bot hello"), "hello"],
    ["in the middle", mention("hey @trunkline_bot, hello"), "hey , hello"],
    ["at the end", mention("hello @trunkline_bot"), "hello"],
    ["any case", mention("@TrunkLine_Bot hello", "@TrunkLine_Bot"), "hello"],
    [
      "after emoji: offsets count UTF-16",
      mention("👨‍👩‍👧‍👦🎉 @trunkline_bot hello"),
      "👨‍👩‍👧‍👦🎉  hello",
    ],
    ["alone", mention("@trunkline_bot"), ""],
    [
      "by id, of somebody without a user name",
      marked("Trunk, hi", "text_mention", "Trunk", bot),
      ", hi",
    ],
    ["of another", mention("@other_bot hello", "@other_bot"), null],
    ["longer than ours", mention("@trunkline_bot_x hello", "@trunkline_bot_x"), null],
    ["of another by id", marked("Rob, hi", "text_mention", "Rob", other), null],
    ["as code is no mention", marked("@trunkline_bot", "code", "@trunkline_bot"), null],
    ["as a block of code", marked("@trunkline_bot", "pre", "@trunkline_bot"), null],
    ["without an entity", plain("@trunkline_bot hello"), null],
    ["nothing of ours", plain("hello"), null],
  ])("%s", (_name, text, expected) => {
    expect(addressed(inGroup(), text, me)).toBe(expected);
  });

  test("every one of ours is cut, and those of others stay", () => {
    const text = "@trunkline_bot ask @rob and @trunkline_bot";
    const entities = [
      { type: "mention", offset: 0, length: 14 },
      { type: "mention", offset: 19, length: 4 },
      { type: "mention", offset: 28, length: 14 },
    ];
    expect(addressed(inGroup(), { text, entities }, me)).toBe("ask @rob and");
  });

  test("a command and a mention together", () => {
    const text = "/ask@trunkline_bot hey @trunkline_bot";
    const entities = [...command(text).entities, { type: "mention", offset: 23, length: 14 }];
    expect(addressed(inGroup(), { text, entities }, me)).toBe("/ask hey");
  });

  test("before we know our name: only what names our id, or nobody", () => {
    const nameless = { id: "900" };
    expect(addressed(inGroup(), mention("@trunkline_bot hi"), nameless)).toBeNull();
    expect(addressed(inGroup(), command("/ask@trunkline_bot hi"), nameless)).toBeNull();
    expect(addressed(inGroup(), command("/ask hi"), nameless)).toBe("/ask hi");
    const byId = marked("Trunk hi", "text_mention", "Trunk", bot);
    expect(addressed(inGroup(), byId, nameless)).toBe("hi");
  });
});

describe("a reply in a group", () => {
  const root = { message_id: 30, from: bot };

  test.each<[string, Partial<Message>, boolean]>([
    ["to us", { reply_to_message: { message_id: 40, from: bot } }, true],
    ["to somebody else", { reply_to_message: { message_id: 40, from: other } }, false],
    ["to nobody", {}, false],
    [
      "in a topic that we have opened: the platform says so of every message",
      {
        reply_to_message: { ...root, forum_topic_created: { name: "x" } },
        message_thread_id: 30,
        is_topic_message: true,
      },
      false,
    ],
    [
      "to the root of a topic, told apart by its service field alone",
      { reply_to_message: { ...root, forum_topic_created: { name: "x" } } },
      false,
    ],
    [
      "to the root of a topic, without its service field",
      { reply_to_message: root, message_thread_id: 30, is_topic_message: true },
      false,
    ],
    [
      "to us inside of a topic",
      {
        reply_to_message: { message_id: 40, from: bot },
        message_thread_id: 30,
        is_topic_message: true,
      },
      true,
    ],
    [
      "in a group without topics the ids are equal in the first reply of a chain",
      { reply_to_message: root, message_thread_id: 30 },
      true,
    ],
  ])("%s", (_name, more, expected) => {
    expect(addressed(inGroup(more), plain("why?"), me)).toBe(expected ? "why?" : null);
  });
});

test.each(["/ask x", "hello", "hello @other_bot"])(
  "in private everything is for us: %s",
  (text) => {
    const message = inGroup({ chat: { id: 7, type: "private" } });
    expect(addressed(message, plain(text), me)).toBe(text);
  },
);

test.each<[object, number | undefined]>([
  [{ message_thread_id: 7, is_topic_message: true }, 7],
  [{ message_thread_id: 7 }, undefined],
  [{ message_thread_id: 7, is_topic_message: false }, undefined],
  [{}, undefined],
])("the topic of %j is %s", (message, thread) => {
  expect(threadOf(message)).toBe(thread);
});

test("a real reply keeps what was replied to", () => {
  const reply_to_message = { message_id: 40, from: other, text: "x" };
  expect(realReply(inGroup({ reply_to_message }))).toEqual(reply_to_message);
  expect(realReply(inGroup())).toBeNull();
});
