import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import type { Scope } from "../commands.ts";
import { badRequest } from "../refusal.ts";
import { lookUp } from "./targets.ts";

const WIDE = [
  "default",
  "all_private_chats",
  "all_group_chats",
  "all_chat_administrators",
] as const;
const NARROW = ["chat", "chat_administrators", "chat_member"] as const;

/** The `scope` parameter. TG-server Client.cpp get_bot_command_scope, in its order. */
export function readScope(account: Account, args: Args): Scope {
  if (args.text("scope") === "") return { type: "default" };
  const given = args.json("scope");
  // TG-server Client.cpp get_bot_command_scope, this and the faults below.
  if (given === undefined) throw badRequest("can't parse BotCommandScope JSON object");
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw fault("BotCommandScope must be an Object");
  }
  if (!("type" in given)) throw fault(`Can't find field "type"`);
  const wide = WIDE.find((name) => name === given.type);
  if (wide) return { type: wide };
  const type = NARROW.find((name) => name === given.type);
  if (!type) throw fault("Unsupported type specified");
  if (!("chat_id" in given)) throw fault(`Can't find field "chat_id"`);
  const chatId = String(given.chat_id);
  if (chatId === "") throw fault("Empty chat_id specified");
  const user = type === "chat_member" ? readUser(given) : 0;
  const state = lookUp(account, chatId, "members");
  const chat = Number(chatId);
  // TDLib BotCommandScope.cpp get_bot_command_scope, this and the next.
  if (chat > 0 && type !== "chat") throw badRequest("can't use specified scope in private chats");
  if (state?.chat.type === "channel") throw badRequest("can't change commands in channel chats");
  return type === "chat_member" ? { type, chat, user } : { type, chat };
}

function readUser(given: object): number {
  if (!("user_id" in given)) throw fault(`Can't find field "user_id"`);
  const user = Number(given.user_id);
  if (!(user > 0)) throw fault("Invalid user_id specified");
  return user;
}

function fault(what: string): Error {
  return badRequest(`can't parse BotCommandScope: ${what}`);
}
