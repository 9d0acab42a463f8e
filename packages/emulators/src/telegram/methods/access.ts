import type { Account } from "../account.ts";
import type { ChatState } from "../chat.ts";
import { type GroupState, isIn } from "../group.ts";
import { badRequest, forbidden, Refusal } from "../refusal.ts";

/** What a method needs of a chat. TG-server Client.h AccessRights. */
export type Access = "read" | "members" | "edit" | "write";

/** TG-server Client.cpp check_chat_access, in its order and words. */
export function checkAccess(account: Account, { chat, group }: ChatState, access: Access): void {
  if (!group) {
    const gone = access !== "read" && account.deactivated.has(chat.id);
    // TG-server Client.cpp check_chat_access.
    if (gone) throw forbidden("user is deactivated");
    return;
  }
  if (chat.type === "group") {
    if (access !== "read") checkBasic(group);
    return;
  }
  const kind = chat.type === "channel" ? "channel" : "supergroup";
  // TG-server Client.cpp check_chat_access, this and the next.
  if (group.bot === "kicked") throw forbidden(`bot was kicked from the ${kind} chat`);
  const isPublic = chat.type === "supergroup" && chat.username !== undefined;
  const needsMembership = access === "edit" || access === "write" || !isPublic;
  if (!isIn(group.bot) && needsMembership) {
    throw forbidden(`bot is not a member of the ${kind} chat`);
  }
}

function checkBasic({ end, bot }: GroupState): void {
  if (end?.kind === "migrated") {
    // TG-server Client.cpp check_chat_access. Edits get there by another way [unconfirmed].
    throw new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: end.to,
    });
  }
  // TG-server Client.cpp check_chat_access, this and the next two.
  if (end?.kind === "deleted") throw forbidden("the group chat was deleted");
  if (bot === "kicked") throw forbidden("bot was kicked from the group chat");
  if (bot === "left") throw forbidden("bot is not a member of the group chat");
}

/** What the server behind the Bot API refuses to somebody who is there and sends a text. */
export function checkMaySend(state: ChatState): void {
  checkNotBlocked(state);
  const { chat, group } = state;
  if (chat.type === "channel" && group?.bot !== "administrator") {
    // teloxide/teloxide#450.
    throw badRequest("need administrator rights in the channel chat");
  }
  if (group?.bot === "restricted") {
    // TDLib MessagesManager can_send_message_content; python-telegram-bot#3956.
    throw badRequest("not enough rights to send text messages to the chat");
  }
}

export function checkNotBlocked({ blocked }: ChatState): void {
  // TG-server Client.cpp fail_query_with_error: USER_IS_BLOCKED.
  if (blocked) throw forbidden("bot was blocked by the user");
}
