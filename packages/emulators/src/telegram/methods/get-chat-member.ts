import { chatMember, isAdmin } from "../group.ts";
import { badRequest } from "../refusal.ts";
import type { ChatMember } from "../types.ts";
import type { Method } from "./method.ts";
import { lookUp } from "./targets.ts";

/** "Only guaranteed to work for other users if the bot is an administrator" (TG-types). */
export const getChatMember: Method = {
  name: "getChatMember",
  parameters: ["chat_id", "user_id"],
  run({ account }, args) {
    const state = lookUp(account, args.text("chat_id"), "members");
    const userId = args.integer("user_id");
    // TG-server Client.cpp get_user_id.
    if (userId <= 0) throw badRequest("invalid user_id specified");
    const { me } = account;
    const group = state?.group;
    const user = userId === me.id ? me : account.users.get(userId);
    // teloxide errors.rs UserNotFound [unconfirmed: PARTICIPANT_ID_INVALID is seen as well].
    if (!user) throw badRequest("user not found");
    if (!group) {
      // TDLib DialogParticipantManager get_dialog_participant: a private chat has two members.
      const isOne = userId === me.id || userId === args.integer("chat_id");
      if (!isOne) throw badRequest("member not found");
      return { result: chatMember(user, "member") };
    }
    if (userId === me.id) return { result: chatMember(me, group.bot) };
    // core.telegram.org/method/channels.getParticipant, for a hidden list of members.
    if (group.hiddenMembers && !isAdmin(group.bot)) throw badRequest("CHAT_ADMIN_REQUIRED");
    return { result: chatMember(user, group.people.get(userId)?.standing ?? "left") };
  },
};

/** Bots are left out, except this one, unless `return_bots` asks for them (TG-types). */
export const getChatAdministrators: Method = {
  name: "getChatAdministrators",
  parameters: ["chat_id", "return_bots"],
  run({ account }, args) {
    const group = lookUp(account, args.text("chat_id"), "members")?.group;
    // TG-server Client.cpp process_get_chat_administrators_query.
    if (!group) throw badRequest("there are no administrators in the private chat");
    const bots = args.flag("return_bots");
    const people = [...group.people.values()]
      .filter(({ user, standing }) => isAdmin(standing) && (bots || !user.is_bot))
      .map(({ user, standing }) => chatMember(user, standing));
    const self: ChatMember[] = isAdmin(group.bot) ? [chatMember(account.me, group.bot)] : [];
    return { result: [...people, ...self] };
  },
};
