import { expect, test } from "vitest";
import { Account } from "./account.ts";
import { newChat, type StoredMessage } from "./chat.ts";
import { isMeant, type Spoken } from "./privacy.ts";
import { detect } from "./text/detect.ts";
import type { User } from "./types.ts";

const me = { id: 123456, is_bot: true, first_name: "T", username: "trunkline_bot" };
const other: User = { id: 9, is_bot: true, first_name: "Other", username: "other_bot" };
const tess: User = { id: 7, is_bot: false, first_name: "Tess" };

const account = new Account(me, Date.now);
const state = newChat({ id: -1, type: "group", title: "Team" });
const by = (from: User, meant = false): StoredMessage =>
  account.add(state, { from, text: { text: "x", entities: [] }, meant });

const said = (text: string, more: Partial<Spoken> = {}): Spoken => ({
  text,
  entities: detect(text),
  replied: null,
  viaBot: null,
  ...more,
});

// TG-features#privacy-mode.
test.each<[string, Spoken, number | null, boolean]>([
  ["a plain message", said("hello"), me.id, false],
  ["a command that names the bot", said("/ask@trunkline_bot why"), null, true],
  ["in other letters", said("/ask@Trunkline_BOT why"), null, true],
  ["a command for another bot", said("/ask@other_bot why"), me.id, false],
  ["a command for a longer name", said("/ask@trunkline_bot_x why"), me.id, false],
  ["a bare command after the bot has spoken", said("/ask why"), me.id, true],
  ["a bare command after another bot has spoken", said("/ask why"), other.id, false],
  ["a bare command before any bot has spoken", said("/ask why"), null, false],
  ["a command that does not come first", said("do /ask@trunkline_bot"), me.id, false],
  ["a mention", said("@trunkline_bot why"), me.id, false],
  ["a reply to the bot", said("why", { replied: by(me) }), null, true],
  ["a reply to what was meant for it", said("why", { replied: by(tess, true) }), null, true],
  ["a reply to somebody", said("why", { replied: by(tess) }), null, false],
  [
    "a reply to another bot, though it names this one",
    said("/ask@trunkline_bot", { replied: by(other) }),
    me.id,
    false,
  ],
  [
    "a reply to the bot, though it names another",
    said("/ask@other_bot", { replied: by(me) }),
    null,
    true,
  ],
  ["via the bot", said("a result", { viaBot: me }), null, true],
  ["via another bot", said("/ask", { viaBot: other }), me.id, false],
])("%s", (_name, spoken, lastBot, expected) => {
  expect(isMeant(spoken, me, lastBot)).toBe(expected);
});
