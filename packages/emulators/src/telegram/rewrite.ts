import type { Account } from "./account.ts";
import type { ChatState, StoredMessage } from "./chat.ts";
import { MAX_CAPTION_CODE_POINTS } from "./content.ts";
import { type Written, written } from "./text/written.ts";

/** A person corrects the text of a message, or its caption. */
export function rewrite(
  account: Account,
  state: ChatState,
  message: StoredMessage,
  source: Written,
): void {
  const { message_id, shows } = message;
  if (shows === "nothing") throw new Error(`message ${message_id} has no text`);
  const most = shows === "caption" ? MAX_CAPTION_CODE_POINTS : undefined;
  const at = account.now();
  message.versions.push({ ...written(source, account.users, most), at });
  message.editedAt = at;
  account.changed({ kind: "edit", chat_id: state.chat.id, message_id });
}
