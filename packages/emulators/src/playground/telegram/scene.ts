import type { ChatView, MessageEntity, MessageView, User } from "../../telegram/index.ts";

/** A chat as people see it; for `page/telegram/stage.js`. */
export interface TelegramScene {
  readonly bot: string;
  readonly kind: "private" | "group";
  readonly bubbles: readonly Bubble[];
  readonly typing: boolean;
}

export interface Bubble {
  readonly id: number;
  readonly by: { readonly id: string; readonly name: string; readonly bot: boolean };
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many earlier texts it had. */
  readonly edits: number;
  readonly reactions: readonly string[];
  readonly replyTo: number | null;
  readonly buttons: readonly (readonly Button[])[];
  readonly file: FileView | null;
  /** Messages of one album have the same. */
  readonly album: string | null;
}

export interface Button {
  readonly text: string;
  /** What a press sends; null for a button that is a link or a copy. */
  readonly data: string | null;
}

export interface FileView {
  /** `photo`, `document`, `voice` ... */
  readonly kind: string;
  readonly name: string | null;
  readonly bytes: number | null;
  /** The page can show it. */
  readonly picture: boolean;
}

/** More would make every push heavy; what is above stays in the emulator. */
const MOST_BUBBLES = 200;

/** A deleted message is gone, as in Telegram; service messages are not told here. */
export function bubbles({ messages }: ChatView, pictures: ReadonlySet<number>): Bubble[] {
  return messages
    .filter(({ deleted, service }) => !deleted && service === null)
    .slice(-MOST_BUBBLES)
    .map((message) => bubble(message, pictures));
}

function bubble(message: MessageView, pictures: ReadonlySet<number>): Bubble {
  const { message_id, from, text, entities, date, edits, reactions, reply_to, keyboard } = message;
  const rows = keyboard?.inline_keyboard ?? [];
  return {
    id: message_id,
    by: { id: String(from.id), name: from.first_name, bot: from.is_bot },
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
    file: fileOf(message, pictures.has(message_id)),
    album: message.media_group_id,
  };
}

function fileOf({ media, fields }: MessageView, picture: boolean): FileView | null {
  if (media === null || media === "location" || media === "rich_message") return null;
  const file = media === "photo" ? fields.photo?.at(-1) : fields[media];
  if (!file) return null;
  const name = "file_name" in file ? (file.file_name ?? null) : null;
  return { kind: media, name, bytes: file.file_size ?? null, picture };
}

/** "The status is set for 5 seconds or less" (Bot API, sendChatAction). */
const TYPING_MS = 5_000;

/**
 * Until when people see "typing…", in epoch milliseconds; 0: not at all. A new message of the bot ends
 * it, "when a message arrives from your bot, Telegram clients clear its typing status"; an edit does
 * not.
 */
export function typingUntil({ actions, messages }: ChatView, bot: User): number {
  const typed = actions.findLast(({ action }) => action === "typing")?.at ?? 0;
  const sent = messages.findLast(({ from }) => from.id === bot.id)?.date ?? 0;
  return typed === 0 || sent > typed ? 0 : typed + TYPING_MS;
}
