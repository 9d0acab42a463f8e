import { badRequest } from "../refusal.ts";
import type { Method } from "./method.ts";

const MAX_TEXT_CODE_POINTS = 200;

/** Telegram publishes no number ("seconds", LonamiWebs/Telethon#4073); this one is a guess. */
const ANSWERABLE_MS = 60_000;

export const answerCallbackQuery: Method = {
  name: "answerCallbackQuery",
  parameters: ["callback_query_id", "text", "show_alert", "url", "cache_time"],
  run({ account }, args) {
    const press = account.presses.get(args.text("callback_query_id"));
    const at = account.now();
    if (!press || at - press.at > ANSWERABLE_MS) {
      // TG-server Client.cpp fail_query_with_error: QUERY_ID_INVALID.
      throw badRequest("query is too old and response timeout expired or query ID is invalid");
    }
    const text = args.text("text");
    // TG-types answerCallbackQuery.text: 0-200 characters [wording unconfirmed].
    if ([...text].length > MAX_TEXT_CODE_POINTS) throw badRequest("MESSAGE_TOO_LONG");
    const answer = { text, show_alert: args.flag("show_alert"), at };
    if (press.answer === null) {
      press.answer = answer;
      press.answered(answer);
      const where = press.chatId === null ? {} : { chat_id: press.chatId };
      account.changed({ kind: "answer", ...where });
    }
    return { result: true };
  },
};
