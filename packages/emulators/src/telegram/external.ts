import { type StoredMessage, unixSeconds } from "./chat.ts";
import { hasOwnCounter } from "./group.ts";
import type { ExternalReplyInfo, MessageOrigin } from "./types.ts";

/** What a reply tells of a message that lies in another chat or topic. */
export function externalReply(message: StoredMessage): ExternalReplyInfo {
  const { chat, message_id } = message;
  // TG-types ExternalReplyInfo.chat: only of a supergroup or a channel.
  return {
    origin: originOf(message),
    ...(hasOwnCounter(chat) ? { chat, message_id } : {}),
  };
}

function originOf({ chat, senderChat, from, at, message_id }: StoredMessage): MessageOrigin {
  const date = unixSeconds(at);
  if (chat.type === "channel") return { type: "channel", date, chat, message_id };
  if (senderChat) return { type: "chat", date, sender_chat: senderChat };
  return { type: "user", date, sender_user: from };
}
