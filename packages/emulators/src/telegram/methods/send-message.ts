import type { Args } from "../args.ts";
import { alive, type ChatState, show } from "../chat.ts";
import { checkKeyboard, readKeyboard } from "../keyboard.ts";
import { badRequest, notBuilt } from "../refusal.ts";
import { fixText, readText } from "../text/input.ts";
import type { Method } from "./method.ts";
import { checkReachable, targetChat } from "./targets.ts";

/** Checks run in the order of TG-server Client.cpp process_send_message_query and do_send_message. */
export const sendMessage: Method = {
  name: "sendMessage",
  parameters: [
    "business_connection_id",
    "chat_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "ephemeral_message_parameters",
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "suggested_post_parameters",
    "message_effect_id",
    "reply_parameters",
    "reply_markup",
    "reply_to_message_id",
  ],
  run({ account }, args) {
    if (args.has("business_connection_id")) throw notBuilt("business_connection_id");
    const input = readText(args);
    const keyboard = readKeyboard(args);
    const state = targetChat(account, args);
    const replyTo = readReply(state, args);
    const text = fixText(input, account.users, "message is too long");
    checkReachable(state);
    checkKeyboard(keyboard);
    const message = account.add(state, account.me, text, { replyTo, keyboard });
    return { result: show(state, message) };
  },
};

interface Reply {
  readonly message_id: number;
  readonly allow_sending_without_reply: boolean;
}

function readReply(state: ChatState, args: Args): number | null {
  const reply = parseReply(state, args);
  if (!reply || reply.message_id <= 0) return null;
  if (alive(state, reply.message_id)) return reply.message_id;
  if (reply.allow_sending_without_reply) return null;
  // TG-server Client.cpp check_reply_parameters; platforms.md 1.8.
  throw badRequest("message to be replied not found");
}

function parseReply(state: ChatState, args: Args): Reply | null {
  // `reply_to_message_id` is deprecated and still works (TG-server Client.cpp get_reply_parameters).
  if (!args.has("reply_parameters")) {
    return {
      message_id: args.integer("reply_to_message_id"),
      allow_sending_without_reply: args.flag("allow_sending_without_reply"),
    };
  }
  const given = args.json("reply_parameters");
  // TG-server Client.cpp get_reply_parameters.
  if (given === undefined) throw badRequest("can't parse reply parameters JSON object");
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw badRequest("object expected as reply parameters");
  }
  const chatId = "chat_id" in given ? Number(given.chat_id) : state.chat.id;
  if (chatId !== state.chat.id) throw notBuilt("reply_parameters.chat_id of another chat");
  if ("quote" in given) throw notBuilt("reply_parameters.quote");
  const lenient = "allow_sending_without_reply" in given && given.allow_sending_without_reply;
  return {
    message_id: "message_id" in given ? Number(given.message_id) : 0,
    allow_sending_without_reply: lenient === true,
  };
}
