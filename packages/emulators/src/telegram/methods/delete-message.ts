import { isAdmin } from "../group.ts";
import { badRequest } from "../refusal.ts";
import type { Method } from "./method.ts";
import { targetMessage } from "./targets.ts";

const DELETABLE_MS = 48 * 3600 * 1000;

/** In a private chat the bot may delete the person's messages too (TG-types methods.d.ts:1804). */
export const deleteMessage: Method = {
  name: "deleteMessage",
  parameters: ["chat_id", "message_id"],
  run({ account }, args) {
    // TG-server Client.cpp check_message; platforms.md 1.8.
    const { state, message } = targetMessage(account, args, "message to delete not found");
    const now = account.now();
    // TG-types methods.d.ts:1804 for the 48 hours; wording: platforms.md 1.8.
    if (now - message.at >= DELETABLE_MS) throw badRequest("message can't be deleted");
    // TG-types deleteMessage: in groups only an administrator deletes what others wrote.
    const isOthers = message.from.id !== account.me.id && state.group !== null;
    if (isOthers && !isAdmin(state.group?.bot)) throw badRequest("message can't be deleted");
    // TG-types deleteMessage: "Service messages about a ... forum topic creation can't be deleted".
    if (message.fields.forum_topic_created) throw badRequest("message can't be deleted");
    message.deletedAt = now;
    account.changed({ kind: "delete", chat_id: state.chat.id, message_id: message.message_id });
    return { result: true };
  },
};
