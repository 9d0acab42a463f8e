import type { Args } from "../args.ts";
import { REACTIONS } from "../reactions.ts";
import { badRequest, notBuilt } from "../refusal.ts";
import type { Method } from "./method.ts";
import { targetMessage } from "./targets.ts";

/** One reaction replaces the other; an empty list removes it. */
export const setMessageReaction: Method = {
  name: "setMessageReaction",
  parameters: ["chat_id", "message_id", "reaction", "is_big"],
  run({ account }, args) {
    const emoji = readReactions(args);
    // TG-server Client.cpp process_set_message_reaction_query.
    const { state, message } = targetMessage(account, args, "message to react not found");
    // TG-types setMessageReaction: bots set at most one; wording platforms.md 1.4 [unconfirmed].
    if (emoji.length > 1) throw badRequest("REACTION_INVALID");
    const [one = null] = emoji;
    // TG-types message.d.ts:1476; wording platforms.md 1.4 [unconfirmed].
    if (one !== null && !REACTIONS.includes(one)) throw badRequest("REACTION_INVALID");
    message.reaction = one;
    account.changed({ kind: "reaction", chat_id: state.chat.id, message_id: message.message_id });
    return { result: true };
  },
};

function readReactions(args: Args): string[] {
  if (!args.has("reaction")) return [];
  const given = args.json("reaction");
  // TG-server Client.cpp get_reaction_types, this and the rest of the function.
  if (given === undefined) throw badRequest("can't parse reaction types JSON object");
  if (!Array.isArray(given)) throw badRequest("expected an Array of ReactionType");
  return given.map((one: unknown) => {
    if (typeof one !== "object" || one === null || !("type" in one)) {
      throw badRequest("can't parse ReactionType: expected an Object");
    }
    if (one.type === "custom_emoji" || one.type === "paid") throw notBuilt(`reaction ${one.type}`);
    if (one.type !== "emoji") {
      throw badRequest("can't parse ReactionType: invalid reaction type specified");
    }
    if (!("emoji" in one) || typeof one.emoji !== "string") {
      throw badRequest(`can't parse ReactionType: Can't find field "emoji"`);
    }
    return one.emoji;
  });
}
