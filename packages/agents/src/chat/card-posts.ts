import { split } from "@trunkline/transport";
import { isListed } from "../approvals/policy.ts";
import type { Card } from "../approvals/protocol.ts";
import { isOver } from "../approvals/state.ts";
import { guard } from "../safety/guard.ts";
import { actionsOf, askingMarkdown, below, type CardTerms } from "./cards.ts";
import type { Conversation } from "./conversation.ts";
import type { Body } from "./posts.ts";
import { languageOf } from "./said.ts";
import type { Batch } from "./schema.ts";

/** The messages that show a card: made with the final of the run that asks, changed when it is decided. */
export class CardPosts<C> {
  readonly #c: Conversation<C>;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
  }

  /** The card as the final of a batch. In the transaction that concludes it. */
  show(batch: Pick<Batch, "id" | "ctx">, text: string, card: Card, now: number): void {
    const { posts, approvalRows } = this.#c;
    posts.setFinal(batch.id, batch.ctx, this.#parts(text, card, batch.ctx), now);
    approvalRows.show({ batch: batch.id, text, card });
  }

  /** The card has a new state: what is seen of it says so, and its buttons go. Repeated, it changes nothing. */
  update(card: Card, now: number): void {
    const { approvalRows, posts, batches, transport } = this.#c;
    const shown = approvalRows.shown(card.id);
    if (!shown || shown.card.state === card.state) return;
    approvalRows.show({ ...shown, card, ...(isOver(card.state) ? { closedAt: now } : {}) });
    const batch = batches.get(shown.batch);
    // Without edits it stays as it is; the answer to the decision says the same.
    if (!batch || !transport.edit) return;
    const parts = this.#parts(shown.text, card, batch.ctx);
    const [closing] = this.#rendered(below(card, this.#terms(batch.ctx)));
    for (const post of posts.of(batch.id)) {
      // One that was given up stays so.
      if (post.ref === null && post.state !== "open") continue;
      // The end is shorter than it was: a part that only had the rest keeps a word of it.
      const body = parts[post.part] ?? closing;
      if (body) posts.exchange(post, body, now);
    }
  }

  /** Somebody has changed what is seen, and nothing has come of it: the same once more. */
  again(batch: string, now: number): void {
    const fresh = { shown: 0, tries: 0, refusals: 0, not_before: 0, due_from: now } as const;
    for (const post of this.#c.posts.of(batch)) {
      if (post.ref === null || post.state !== "done") continue;
      this.#c.posts.patch(post.key, { ...fresh, state: "open" });
    }
  }

  /** Another card has taken its place: its target was not what had been shown. */
  supersede(id: string, now: number): void {
    const shown = this.#c.approvalRows.shown(id);
    if (shown) this.update({ ...shown.card, state: "superseded" }, now);
  }

  #parts(text: string, card: Card, ctx: string): Body[] {
    const terms = this.#terms(ctx);
    const parts: Body[] = this.#rendered(askingMarkdown(text, card, terms));
    const actions = actionsOf(card, terms);
    const last = parts.at(-1);
    if (last && actions.length > 0) parts[parts.length - 1] = { ...last, actions };
    return parts;
  }

  #rendered(markdown: string): Body[] {
    const { secrets, platform } = this.#c;
    return split(guard(markdown, { secrets }).text, platform.dialect);
  }

  #terms(ctx: string): CardTerms {
    const { platform, policy, secondPerson } = this.#c;
    return {
      language: languageOf(this.#c, ctx),
      actions: platform.actions ?? "none",
      listed: isListed(policy),
      secondPerson,
    };
  }
}
