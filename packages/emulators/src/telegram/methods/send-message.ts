import { type ChatState, show } from "../chat.ts";
import { externalReply } from "../external.ts";
import { GENERAL, type Topic, threadOf, topicOf } from "../group.ts";
import { checkKeyboard, readKeyboard } from "../keyboard.ts";
import { notBuilt } from "../refusal.ts";
import { fixText, readText } from "../text/input.ts";
import { checkMaySend } from "./access.ts";
import type { Method } from "./method.ts";
import { type Reply, readReply } from "./reply.ts";
import { targetChat } from "./targets.ts";
import { checkOpen, findTopic, readTopic } from "./thread.ts";

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
    for (const name of ["business_connection_id", "ephemeral_message_parameters"]) {
      if (args.has(name)) throw notBuilt(name);
    }
    const input = readText(args);
    const keyboard = readKeyboard(args);
    const state = targetChat(account, args);
    const named = args.integer("message_thread_id") || null;
    const reply = readReply(account, state, args, named);
    const topic = readTopic(state, args) ?? topicOfReply(state, reply);
    const text = fixText(input, account.users, "message is too long");
    checkMaySend(state);
    checkOpen(state, topic);
    checkKeyboard(keyboard);
    const topicId = topic?.id ?? GENERAL;
    const isNear = reply?.message.chat.id === state.chat.id && topicOf(reply.message) === topicId;
    const near = reply && isNear ? reply.message : null;
    const message = account.add(state, {
      from: account.me,
      senderChat: state.chat.type === "channel" ? state.chat : null,
      text,
      keyboard,
      replyTo: near?.message_id ?? null,
      thread: threadOf(state.chat, topicId, near),
      fields: {
        ...(reply && !near ? { external_reply: externalReply(reply.message) } : {}),
        ...(reply?.quote ? { quote: reply.quote } : {}),
      },
    });
    return { result: show(state, message) };
  },
};

/**
 * A reply goes to the topic of the other message when none is named (TDLib, [unconfirmed]);
 * anything else in a forum goes to General.
 */
function topicOfReply(state: ChatState, reply: Reply | null): Topic | undefined {
  const isHere = reply?.message.chat.id === state.chat.id;
  return findTopic(state, isHere ? topicOf(reply.message) : GENERAL);
}
