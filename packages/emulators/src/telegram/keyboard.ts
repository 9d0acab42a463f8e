import type { Args } from "./args.ts";
import { badRequest, notBuilt } from "./refusal.ts";
import { checkedLink } from "./text/link.ts";
import type { InlineKeyboardButton, InlineKeyboardMarkup } from "./types.ts";

const MAX_CALLBACK_DATA_BYTES = 64;
const OTHER_MARKUP = ["keyboard", "remove_keyboard", "force_reply"];
const OTHER_BUTTONS = ["web_app", "login_url", "switch_inline_query", "pay", "callback_game"];

type Fields = Readonly<Record<string, unknown>>;

/**
 * `reply_markup`: an inline keyboard, or null for none. Shape only; {@link checkKeyboard} asks
 * what the server behind the Bot API asks, which happens after the chat has been looked up.
 */
export function readKeyboard(args: Args): InlineKeyboardMarkup | null {
  if (args.text("reply_markup") === "") return null;
  const markup = args.json("reply_markup");
  // TG-server Client.cpp get_reply_markup, all of this function.
  if (markup === undefined) throw badRequest("can't parse reply keyboard markup JSON object");
  if (!isFields(markup)) throw badRequest("object expected as reply markup");
  const other = OTHER_MARKUP.find((name) => name in markup);
  if (other) throw notBuilt(`reply_markup ${other}`);
  const rows = markup.inline_keyboard;
  if (rows === undefined) return null;
  if (!Array.isArray(rows)) {
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array');
  }
  const inline_keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row)) {
      const must = "must be an Array of Arrays";
      throw badRequest(`field "inline_keyboard" of the InlineKeyboardMarkup ${must}`);
    }
    return row.map(button);
  });
  // Empty rows do not exist for Telegram; no button at all is no keyboard.
  const filled = inline_keyboard.filter((row) => row.length > 0);
  return filled.length > 0 ? { inline_keyboard: filled } : null;
}

/** Refuses buttons that the server behind the Bot API refuses. */
export function checkKeyboard(markup: InlineKeyboardMarkup | null): void {
  for (const button of markup?.inline_keyboard.flat() ?? []) {
    if ("callback_data" in button) {
      const bytes = Buffer.byteLength(button.callback_data);
      // TG-types InlineKeyboardButton.callback_data: 1-64 bytes; platforms.md 1.8.
      if (bytes < 1 || bytes > MAX_CALLBACK_DATA_BYTES) throw badRequest("BUTTON_DATA_INVALID");
    }
    if ("url" in button && checkedLink(button.url) === null) {
      // TDLib ReplyMarkup.cpp get_inline_keyboard_button.
      throw badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
    }
  }
}

function button(value: unknown): InlineKeyboardButton {
  // TG-server Client.cpp get_inline_keyboard_button.
  if (!isFields(value)) throw fault("expected an Object");
  const text = string(value, "text");
  const { copy_text } = value;
  if ("url" in value) return { text, url: string(value, "url") };
  if ("callback_data" in value) return { text, callback_data: string(value, "callback_data") };
  if (isFields(copy_text)) return { text, copy_text: { text: string(copy_text, "text") } };
  const other = OTHER_BUTTONS.find((name) => name in value);
  if (other) throw notBuilt(`inline keyboard button ${other}`);
  throw fault("Text buttons are unallowed in the inline keyboard");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function string(fields: Fields, name: string): string {
  const value = fields[name];
  // TD JsonBuilder get_json_object_string_field.
  if (value === undefined) throw fault(`Can't find field "${name}"`);
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") throw fault(`Field "${name}" must be of type String`);
  return value;
}

function fault(what: string): Error {
  return badRequest(`can't parse inline keyboard button: ${what}`);
}
