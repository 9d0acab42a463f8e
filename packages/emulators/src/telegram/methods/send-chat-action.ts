import { GENERAL, isForum } from "../group.ts";
import { badRequest } from "../refusal.ts";
import { checkNotBlocked } from "./access.ts";
import type { Method } from "./method.ts";
import { targetChat } from "./targets.ts";
import { readTopic } from "./thread.ts";

/** TG-server Client.cpp get_chat_action: the documented names, their old aliases, and cancel. */
const ACTIONS = [
  ..."cancel typing upload_photo record_video upload_video record_voice upload_voice".split(" "),
  ..."record_audio upload_audio upload_document choose_sticker find_location".split(" "),
  ..."pick_up_location record_video_note upload_video_note".split(" "),
];

export const sendChatAction: Method = {
  name: "sendChatAction",
  parameters: ["business_connection_id", "chat_id", "message_thread_id", "action"],
  run({ account }, args) {
    const action = args.text("action").toLowerCase();
    // TG-server Client.cpp process_send_chat_action_query.
    if (!ACTIONS.includes(action)) throw badRequest("wrong parameter action in request");
    const state = targetChat(account, args);
    checkNotBlocked(state);
    // General can be named here, though not for a message (openclaw docs, channels/telegram).
    const isGeneral = args.integer("message_thread_id") === GENERAL && isForum(state.chat);
    const thread = isGeneral ? GENERAL : readTopic(state, args)?.id;
    state.actions.push({ action, at: account.now(), ...(thread ? { thread } : {}) });
    account.changed({ kind: "action", chat_id: state.chat.id });
    return { result: true };
  },
};
