import type { Version } from "./chat.ts";
import type { InlineKeyboardMarkup } from "./types.ts";

/** A message that somebody sent via the bot, in a chat the bot knows nothing of. */
export interface InlineMessage {
  readonly id: string;
  /** Oldest first, never empty. */
  readonly versions: [Version, ...Version[]];
  keyboard: InlineKeyboardMarkup | null;
}
