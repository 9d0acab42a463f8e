import type { Account } from "./account.ts";
import { type ChatState, type StoredMessage, show, type Thread } from "./chat.ts";
import { isDelivered } from "./privacy.ts";
import type { Sender } from "./sender.ts";
import type { ServiceFields, User } from "./types.ts";
import { byChat, type Queued, type Updates, unheard } from "./updates.ts";

export interface Said extends Queued {
  readonly message_id: number;
}

/** Tells the bot what happened in a group or channel, if it is for the bot. */
export class News {
  readonly account: Account;
  readonly updates: Updates;

  constructor(account: Account, updates: Updates) {
    this.account = account;
    this.updates = updates;
  }

  tell(state: ChatState, message: StoredMessage): Said {
    const { me, settings } = this.account;
    const { message_id } = message;
    if (state.group && !isDelivered(message, state.group, me, settings.hearsBots)) {
      return { message_id, ...unheard("this message is not for the bot") };
    }
    message.known = true;
    const shown = show(state, message);
    const content = state.chat.type === "channel" ? { channel_post: shown } : { message: shown };
    return { message_id, ...this.updates.make(content, byChat(state)) };
  }

  /** "New version of a message that is known to the bot" (TG-types Update.edited_message). */
  tellEdit(state: ChatState, message: StoredMessage): Queued {
    if (!message.known) return unheard("the bot never knew the message that was edited");
    const shown = show(state, message);
    const content =
      state.chat.type === "channel" ? { edited_channel_post: shown } : { edited_message: shown };
    return this.updates.make(content, byChat(state));
  }

  /** Something happened: a message that nobody wrote. */
  service(
    state: ChatState,
    by: User | Sender,
    fields: ServiceFields,
    thread: Thread | null = null,
  ): Said {
    const sender = "from" in by ? by : { from: by, senderChat: null };
    const text = { text: "", entities: [] };
    const draft = { ...sender, text, shows: "nothing", fields, thread } as const;
    return this.tell(state, this.account.add(state, draft));
  }
}
