import { describe, expect, test } from "vitest";
import { look, place, reaction } from "./calls.ts";
import type { TelegramContext } from "./context.ts";

const inPrivate: TelegramContext = {
  bot: "900",
  chat: "7",
  type: "private",
  message: 50,
  user: "7",
  name: "Tess",
  text: "hi",
};
const inGroup = { ...inPrivate, chat: "-1001", type: "supergroup" };
const inTopic = { ...inGroup, thread: 30 };
const replyTo = { chat: "-1001", message: 50 };
const key = "k";

describe("where a message goes", () => {
  test("in private: no reply, no topic", () => {
    expect(place(inPrivate, { key, replyTo })).toEqual({});
  });

  test("in a group: a reply to the one who asked", () => {
    for (const type of ["group", "supergroup"]) {
      // Also when that message is gone: a refusal would cost the topic.
      expect(place({ ...inGroup, type }, { key, replyTo })).toEqual({
        reply_parameters: { message_id: 50, allow_sending_without_reply: true },
      });
    }
    expect(place(inGroup, { key })).toEqual({});
  });

  test("in a topic: there, and only there with a thread id", () => {
    expect(place(inTopic, { key, replyTo })).toMatchObject({
      message_thread_id: 30,
      reply_parameters: { message_id: 50 },
    });
    expect(place(inTopic, { key })).toEqual({ message_thread_id: 30 });
    expect(place(inGroup, { key, replyTo })).not.toHaveProperty("message_thread_id");
  });

  test("the message that asked is gone: still in the topic; the topic too: neither", () => {
    expect(place(inTopic, { key })).toEqual({ message_thread_id: 30 });
    expect(place(inTopic, { key, detached: true })).toEqual({});
    expect(place(inGroup, { key, detached: true })).toEqual({});
  });

  test("detached says nothing of the reply, and no reply nothing of the topic", () => {
    const reply_parameters = { message_id: 50, allow_sending_without_reply: true };
    expect(place(inTopic, { key, replyTo, detached: true })).toEqual({ reply_parameters });
  });

  test("a message without an id, as after a move, is not replied to", () => {
    const nothing = { chat: "-1001", message: 0 };
    expect(place(inTopic, { key, replyTo: nothing })).toEqual({ message_thread_id: 30 });
  });

  test("quietly", () => {
    expect(place(inPrivate, { key, quiet: true })).toEqual({ disable_notification: true });
  });
});

describe("how it looks", () => {
  const no = { link_preview_options: { is_disabled: true } };

  test("plain text is not parsed, markup is", () => {
    const text = { text: "<b>x</b>", plain: "x" };
    expect(look({ ...text, format: "plain" }, { key })).toEqual(no);
    expect(look({ ...text, format: "markup" }, { key })).toEqual({ ...no, parse_mode: "HTML" });
  });

  test("buttons stand in one row", () => {
    const actions = [
      { label: "Ja ✓", data: "a:1" },
      { label: "Nein", data: "r:1" },
    ];
    expect(look({ text: "x", plain: "x", format: "plain" }, { key, actions })).toEqual({
      ...no,
      reply_markup: {
        inline_keyboard: [
          [
            { text: "Ja ✓", callback_data: "a:1" },
            { text: "Nein", callback_data: "r:1" },
          ],
        ],
      },
    });
  });
});

/** Bot API, ReactionTypeEmoji: the whole list. */
const ALLOWED =
  "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳❤‍🔥🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👨‍💻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷‍♂🤷🤷‍♀😡";

describe("a reaction", () => {
  const allowed = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(ALLOWED)].map(
    ({ segment }) => segment,
  );

  test("what Telegram allows is sent as it is", () => {
    expect(allowed).toHaveLength(73);
    for (const emoji of allowed) expect(reaction(emoji)).toEqual([{ type: "emoji", emoji }]);
  });

  test.each([
    ["❤️", "❤"],
    ["❤️‍🔥", "❤‍🔥"],
    ["☃️", "☃"],
    ["🤷‍♂️", "🤷‍♂"],
  ])("%s: no variation selector is in the list", (emoji, expected) => {
    expect(reaction(emoji)).toEqual([{ type: "emoji", emoji: expected }]);
  });

  test.each(["✅", "❌", "⏳", "🚀"])("%s is not allowed: what comes nearest is", (emoji) => {
    const [sent] = reaction(emoji);
    expect(allowed).toContain(sent?.emoji);
  });
});

test("a button carries at most 64 bytes, also of a label in another script", () => {
  const text = { text: "Sure?", plain: "Sure?", format: "plain" } as const;
  const withData = (data: string) => () => look(text, { key, actions: [{ label: "Ж", data }] });
  expect(withData("é".repeat(32))).not.toThrow();
  expect(withData("é".repeat(33))).toThrow("more than 64 bytes");
});
