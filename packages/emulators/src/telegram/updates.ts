import type { ChatState } from "./chat.ts";
import type { AnyUpdate, UpdateContent } from "./types.ts";
import type { Webhook } from "./webhook/webhook.ts";

const DAY_SECONDS = 86_400;
/** TG-server Client.cpp process_new_callback_query_queue. */
const CALLBACK_SECONDS = 150;

/** An update that was made, and what becomes of it. */
export interface Queued {
  /** 0 when there is no update: `allowed_updates` or privacy mode keeps it from the bot. */
  readonly update_id: number;
  /** Resolves once the webhook has answered 2xx; rejects when the update is given up. */
  readonly delivered: Promise<void>;
}

/** In which line an update waits, and how long it lives. TG-server Client.cpp add_update calls. */
interface Way {
  readonly line: string;
  readonly lifeSeconds: number;
}

/** Messages and edits of a chat share a line. */
export function byChat({ chat }: ChatState): Way {
  return { line: `chat ${chat.id}`, lifeSeconds: DAY_SECONDS };
}

/** Presses have a line per user, and so may overtake messages. */
export function byPresser(userId: number): Way {
  return { line: `presses of ${userId}`, lifeSeconds: CALLBACK_SECONDS };
}

export function byMembership({ chat }: ChatState): Way {
  return { line: `membership in ${chat.id}`, lifeSeconds: DAY_SECONDS };
}

/** Kinds that this server makes no more of than it is told. */
export function byKind(kind: string): Way {
  return { line: `kind ${kind}`, lifeSeconds: DAY_SECONDS };
}

/** Nothing is queued, for a reason that `delivered` tells. */
export function unheard(why: string): Queued {
  const delivered = Promise.reject(new Error(why));
  // Nobody has to ask.
  delivered.catch(() => {});
  return { update_id: 0, delivered };
}

/** Numbers updates and remembers them, so that each can be sent again. */
export class Updates {
  readonly #webhook: Webhook;
  readonly #made = new Map<number, { update: AnyUpdate; way: Way }>();
  #lastId = 100_000;

  constructor(webhook: Webhook) {
    this.#webhook = webhook;
  }

  make(content: UpdateContent | { readonly [kind: string]: unknown }, way: Way): Queued {
    const [kind = ""] = Object.keys(content);
    if (!this.#webhook.allows(kind)) return unheard(`allowed_updates leaves out ${kind}`);
    this.#lastId += 1;
    const update: AnyUpdate = { update_id: this.#lastId, ...content };
    this.#made.set(update.update_id, { update, way });
    return this.#queue(update, way);
  }

  /** The update again, under its old id, at the end of its line. */
  again(updateId: number): Queued {
    const { update, way } = this.#find(updateId);
    return this.#queue(update, way);
  }

  get(updateId: number): AnyUpdate {
    return this.#find(updateId).update;
  }

  #queue(update: AnyUpdate, { line, lifeSeconds }: Way): Queued {
    const delivered = this.#webhook.enqueue(update, line, lifeSeconds);
    return { update_id: update.update_id, delivered };
  }

  #find(updateId: number): { update: AnyUpdate; way: Way } {
    const made = this.#made.get(updateId);
    if (!made) throw new Error(`no update ${updateId}`);
    return made;
  }
}
