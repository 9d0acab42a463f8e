import type { Account } from "../account.ts";
import type { Args } from "../args.ts";
import { alive, type ChatState, current, type StoredMessage } from "../chat.ts";
import { badRequest, notBuilt } from "../refusal.ts";
import type { TextQuote } from "../types.ts";
import { lookUp } from "./targets.ts";

export interface Reply {
  readonly message: StoredMessage;
  readonly quote: TextQuote | null;
}

interface Asked {
  /** "" for the chat the message goes to. */
  readonly chatId: string;
  readonly messageId: number;
  readonly lenient: boolean;
  readonly quote: string;
}

/** TG-server Client.cpp check_reply_parameters. @param topicId of the message to be sent */
export function readReply(
  account: Account,
  state: ChatState,
  args: Args,
  topicId: number | null,
): Reply | null {
  const asked = parse(args);
  if (!asked || asked.messageId <= 0) return null;
  const isElsewhere = asked.chatId !== "" && Number(asked.chatId) !== state.chat.id;
  const where = isElsewhere ? lookUp(account, asked.chatId, "read") : state;
  const message = where && alive(where, asked.messageId);
  if (message) return { message, quote: quoteOf(asked.quote, message) };
  const gone = state.messages.get(asked.messageId);
  const inOtherTopic = topicId !== null && gone?.thread?.isTopic && gone.thread.id !== topicId;
  // TG-types ReplyParameters: "Always False for replies in another chat or forum topic".
  if (asked.lenient && !isElsewhere && !inOtherTopic) return null;
  // TG-server Client.cpp check_reply_parameters; platforms.md 1.8.
  throw badRequest("message to be replied not found");
}

function quoteOf(quote: string, message: StoredMessage): TextQuote | null {
  if (quote === "") return null;
  const position = current(message).text.indexOf(quote);
  // core.telegram.org/method/messages.sendMessage [wording in the Bot API unconfirmed].
  if (position < 0) throw badRequest("QUOTE_TEXT_INVALID");
  return { text: quote, position, is_manual: true };
}

function parse(args: Args): Asked | null {
  // `reply_to_message_id` is deprecated and still works (TG-server Client.cpp get_reply_parameters).
  if (!args.has("reply_parameters")) {
    return {
      chatId: "",
      messageId: args.integer("reply_to_message_id"),
      lenient: args.flag("allow_sending_without_reply"),
      quote: "",
    };
  }
  const given = args.json("reply_parameters");
  // TG-server Client.cpp get_reply_parameters.
  if (given === undefined) throw badRequest("can't parse reply parameters JSON object");
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw badRequest("object expected as reply parameters");
  }
  for (const name of ["quote_parse_mode", "quote_entities"]) {
    if (name in given) throw notBuilt(`reply_parameters.${name}`);
  }
  const lenient = "allow_sending_without_reply" in given && given.allow_sending_without_reply;
  return {
    chatId: "chat_id" in given ? String(given.chat_id) : "",
    messageId: "message_id" in given ? Number(given.message_id) : 0,
    lenient: lenient === true,
    quote: "quote" in given ? String(given.quote) : "",
  };
}
