import { split } from "@trunkline/transport";
import type { Tell, Told } from "../door/protocol.ts";
import { guard } from "../safety/guard.ts";
import type { Conversation } from "./conversation.ts";

/** Whose words they are in the history: nobody asked for them. */
const UNASKED = "";

/**
 * What other parts of the system have to say in a conversation without having been asked: a message of its
 * own, once for each key, committed before the answer and delivered with the promises of a final.
 */
export class Tells<C> {
  readonly #c: Conversation<C>;
  readonly #approvalChanged: (approval: string, now: number) => void;

  /** @param approvalChanged - writes what is to be done about an approval's new state; must bear repetition */
  constructor(
    conversation: Conversation<C>,
    approvalChanged: (approval: string, now: number) => void,
  ) {
    this.#c = conversation;
    this.#approvalChanged = approvalChanged;
  }

  /** Rows only, in one transaction. */
  keep({ key, event }: Tell, now: number): Told {
    switch (event.kind) {
      case "say":
        return this.#say(`tell:${key}`, event.text, now);
      case "approval":
        this.#c.transaction(() => this.#approvalChanged(event.approval, now));
        return { ok: true };
      default:
        return event satisfies never;
    }
  }

  #say(key: string, markdown: string, now: number): Told {
    const { posts, history, platform, secrets, log, name } = this.#c;
    if (posts.get(key)) return { ok: true };
    const ctx = this.#where();
    if (ctx === null) return { ok: false, error: "nobody has spoken in this conversation yet" };
    const { text, found } = guard(markdown, { secrets });
    for (const { what, how } of found) log("tell.guarded", { conversation: name, key, what, how });
    const parts = split(text, platform.dialect);
    if (parts.length === 0) return { ok: false, error: "there is nothing to say" };
    this.#c.transaction(() => {
      for (const [at, part] of parts.entries()) {
        posts.addTold(at === 0 ? key : `${key}:${at}`, at, ctx, part, now);
      }
      const by = { batch: UNASKED, role: "assistant", user_id: "", name: "" } as const;
      history.add({ ...by, text, at: now });
    });
    log("tell.kept", { conversation: name, key, parts: parts.length });
    return { ok: true };
  }

  /** The newest context that is known; it is kept when the turns themselves are forgotten. */
  #where(): string | null {
    const { batches, items, facts } = this.#c;
    return batches.recent(1)[0]?.ctx ?? items.newestContext() ?? facts.get("last_ctx");
  }
}
