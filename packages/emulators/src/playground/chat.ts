import type { ChatView, MessageEntity, MessageView, User } from "../telegram/index.ts";

/** A message as its person sees it. */
export interface Bubble {
  readonly id: number;
  /** Written by the person, not by the bot. */
  readonly mine: boolean;
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many earlier texts it had. */
  readonly edits: number;
  readonly reactions: readonly string[];
  readonly replyTo: number | null;
  readonly buttons: readonly (readonly Button[])[];
}

export interface Button {
  readonly text: string;
  /** What a press sends; null for a button that is a link or a copy. */
  readonly data: string | null;
}

/** More would make every push heavy; what is above stays in the emulator. */
const MOST_BUBBLES = 200;

/** A deleted message is gone, as in Telegram. */
export function bubbles({ messages }: ChatView, person: User): Bubble[] {
  return messages
    .filter(({ deleted }) => !deleted)
    .slice(-MOST_BUBBLES)
    .map((message) => bubble(message, person));
}

function bubble(message: MessageView, person: User): Bubble {
  const { message_id, text, entities, date, edits, reactions, reply_to, keyboard } = message;
  const rows = keyboard?.inline_keyboard ?? [];
  return {
    id: message_id,
    mine: message.from.id === person.id,
    text,
    entities,
    at: date,
    edits: edits.length - 1,
    reactions,
    replyTo: reply_to,
    buttons: rows.map((row) =>
      row.map((one) => ({
        text: one.text,
        data: "callback_data" in one ? one.callback_data : null,
      })),
    ),
  };
}

/** "The status is set for 5 seconds or less" (Bot API, sendChatAction). */
const TYPING_MS = 5_000;

/**
 * Until when the person sees "typing…", in epoch milliseconds; 0: not at all. A new message of the bot
 * ends it, "when a message arrives from your bot, Telegram clients clear its typing status"; an edit
 * does not.
 */
export function typingUntil({ actions, messages }: ChatView, person: User): number {
  const typed = actions.findLast(({ action }) => action === "typing")?.at ?? 0;
  const sent = messages.findLast(({ from }) => from.id !== person.id)?.date ?? 0;
  return typed === 0 || sent > typed ? 0 : typed + TYPING_MS;
}
