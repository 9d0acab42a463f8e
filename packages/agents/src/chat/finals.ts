import { closePartial, type Rendered, split } from "@trunkline/transport";
import type { Card } from "../approvals/protocol.ts";
import { Decision } from "../pool/rules.ts";
import type { RunFinal, Usage } from "../runs/protocol.ts";
import { sumOf } from "../runs/usage.ts";
import { guard } from "../safety/guard.ts";
import { bitsOf } from "../safety/seen.ts";
import { decisionOf } from "./approval-rows.ts";
import type { Came } from "./batches.ts";
import { CardPosts } from "./card-posts.ts";
import { outcomeMarkdown } from "./cards.ts";
import type { Conversation } from "./conversation.ts";
import { footer } from "./footer.ts";
import { failureNotice, notices } from "./notices.ts";
import { languageOf, parsed } from "./said.ts";
import type { Batch, BatchState, Post } from "./schema.ts";
import { noteDeclined } from "./shorten.ts";

/** A batch without a part would never end: something is always said. */
const NOTHING: Rendered = { text: "…", plain: "…", format: "plain" };

/** What is seen in the end: answers, notices, and nothing of them twice. */
export class Finals<C> {
  readonly #c: Conversation<C>;
  readonly #cards: CardPosts<C>;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
    this.#cards = new CardPosts(conversation);
  }

  /** Records what a run has come to. */
  conclude(batch: Batch, final: RunFinal): void {
    const language = languageOf(this.#c, batch.ctx);
    const usage = sumOf(this.#c.batches.usageOf(batch.id), final.usage);
    if (final.summary) this.#fold(final.summary);
    if (final.declined) noteDeclined(this.#c, Date.now());
    if (final.kind === "failed") {
      const notice = failureNotice(final.failure, language);
      this.end(batch, "dead", null, notice, final.failure, { usage });
      this.#c.log("batch.dead", { conversation: this.#c.name, batch: batch.id, why: final.detail });
      return;
    }
    const came = { usage, seen: bitsOf(final.seen) };
    const unopened = batch.unopened === null ? [] : (JSON.parse(batch.unopened) as string[]);
    const { cut: atItsLimit, failed } = notices(language);
    const cut = [
      ...(final.cut ? [atItsLimit] : []),
      ...(final.failure === undefined ? [] : [failed[final.failure]]),
    ];
    const { text: said, found } = guard(final.text, { secrets: this.#c.secrets });
    for (const { what, how } of found) {
      this.#c.log("answer.guarded", { conversation: this.#c.name, batch: batch.id, what, how });
    }
    // An answer that was cut may end inside a fence, which would take in what follows.
    const text = final.cut ? closePartial(said) : said;
    const shown = [text, ...cut, ...unopened].join("\n\n");
    if (final.approval) {
      this.#concludeWith(final.approval, batch, shown, came);
      return;
    }
    this.end(batch, "answered", said, shown + this.#footer(batch, usage), null, came);
  }

  #fold({ upTo, text, from }: NonNullable<RunFinal["summary"]>): void {
    const done = this.#c.history.fold(upTo, text, from);
    if (!done) this.#c.log("history.unread", { conversation: this.#c.name });
  }

  /** A card that asks for a decision, or what has come of one. */
  #concludeWith(card: Card, batch: Batch, text: string, came: Came): void {
    const now = Date.now();
    const decision = decisionOf(batch.id);
    this.#c.transaction(() => {
      // The card that was decided about says how it went; another may have taken its place.
      if (decision?.approval === card.id) this.#cards.update(card, now);
      else if (decision) this.#cards.supersede(decision.approval, now);
      if (card.state === "pending") {
        const answer = [text, `[asked for a decision: ${card.title} (${card.target})]`];
        this.#c.batches.conclude(batch.id, "answered", answer.join("\n\n").trim(), null, came);
        this.#cards.show(batch, text, card, now);
        return;
      }
      const outcome = outcomeMarkdown(text, card, languageOf(this.#c, batch.ctx));
      const said = guard(outcome, { secrets: this.#c.secrets }).text;
      this.end(batch, "answered", said, said, null, came);
    });
  }

  /**
   * The platform has refused a part of an answer, marked up and plain. What was seen stays: only a first
   * part takes the others with it.
   *
   * @returns false: not even the notice is taken
   */
  refused(batch: Batch, post: Post): boolean {
    if (batch.ending === "dead") return false;
    const { refused } = notices(languageOf(this.#c, batch.ctx));
    if (post.part === 0) {
      this.end(batch, "dead", batch.answer, refused, "the platform refuses the text");
      return true;
    }
    const notice: Rendered = { text: refused, plain: refused, format: "plain" };
    return this.#c.posts.exchange(post, notice, Date.now());
  }

  /** Sets the visible final of a batch, its parts in one transaction. */
  end(
    batch: Batch,
    ending: BatchState,
    answer: string | null,
    markdown: string,
    error: string | null,
    came: Came = {},
  ): void {
    const { batches, posts, platform } = this.#c;
    const parts = split(markdown, platform.dialect);
    this.#c.transaction(() => {
      batches.conclude(batch.id, ending, answer, error, came);
      posts.setFinal(batch.id, batch.ctx, parts.length > 0 ? parts : [NOTHING], Date.now());
    });
  }

  #footer(batch: Batch, usage: Usage | undefined): string {
    const { userId, metadata } = parsed(this.#c, batch.ctx);
    if (!this.#c.isAdmin(userId) || metadata.private === false) return "";
    const decision = batch.route === null ? null : Decision.parse(JSON.parse(batch.route));
    return footer(decision, usage, Date.now() - (batch.started_at ?? Date.now()));
  }
}
