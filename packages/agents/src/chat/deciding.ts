import { passes, split } from "@trunkline/transport";
import { codeIn } from "../approvals/code.ts";
import { mayDecide } from "../approvals/policy.ts";
import { type Card, Decided, type Verdict } from "../approvals/protocol.ts";
import type { Decision } from "../pool/rules.ts";
import { withTimeout } from "../timeout.ts";
import { decisionId, decisionOf } from "./approval-rows.ts";
import { approvalWords, moment } from "./approval-words.ts";
import { CardPosts } from "./card-posts.ts";
import type { Conversation } from "./conversation.ts";
import { literal } from "./literal.ts";
import { parsed } from "./said.ts";
import type { Item } from "./schema.ts";

/** Where a decision is carried out. */
const HITL: Decision = { v: 1, route: "hitl", tier: "pattern", reason: "a decision", tookMs: 0 };

/** The batch that carries a decision out; it exists once. */
export function enqueueDecision<C>(
  { batches }: Pick<Conversation<C>, "batches">,
  { id, ctx }: { readonly id: string; readonly ctx: string },
  now: number,
): void {
  batches.enqueue(id, "decision", ctx, JSON.stringify(HITL), now);
}

/** Who may decide here, what is asked of the approval agent, and what its answers change. */
export class Deciding<C> {
  readonly #c: Conversation<C>;
  readonly #cards: CardPosts<C>;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
    this.#cards = new CardPosts(conversation);
  }

  async ask(decision: {
    readonly key: string;
    readonly code: string;
    readonly verdict: Verdict;
    readonly by: { readonly platform: string; readonly userId: string; readonly userName: string };
    readonly language: string | undefined;
  }): Promise<Decided> {
    const { timings, name, secondPerson, log } = this.#c;
    if (secondPerson && this.#hasAsked(decision.by.userId, decision.code)) {
      log("approval.refused", { conversation: name, user: decision.by.userId, why: "has asked" });
      return { state: "forbidden" };
    }
    const by = { conversation: name, ...decision.by };
    const asked = this.#c.approvals().decide({ v: 1, ...decision, by, secondPerson });
    return Decided.parse(await withTimeout(asked, timings.rpcTimeoutMs, "decide"));
  }

  /** Of a turn to which several people have spoken, any may have been the one who wanted it. */
  #hasAsked(userId: string, typed: string): boolean {
    const { approvalRows, items } = this.#c;
    const code = codeIn(typed);
    let shown = approvalRows.all().find(({ card }) => card.code === code) ?? null;
    // What was asked about anew was wanted by whoever wanted the first.
    for (let before = shown; before !== null; ) {
      shown = before;
      const decision = decisionOf(before.batch);
      before = decision === null ? null : approvalRows.shown(decision.approval);
    }
    return items.of(shown?.batch ?? "").some((item) => parsed(this.#c, item.ctx).userId === userId);
  }

  /** Whether something was said about this act: after it was to be seen, and as it stands. */
  answers(item: Item, approval: string): boolean {
    const { approvalRows, batches } = this.#c;
    const seenAt = batches.get(approvalRows.shown(approval)?.batch ?? "")?.ended_at ?? null;
    const isEdited = item.version > 0 || parsed(this.#c, item.ctx).metadata.edited === true;
    return seenAt !== null && item.at >= seenAt && !isEdited;
  }

  /** A decision counts: the card says so, and a batch of the system's own carries it out. */
  decided(card: Card, verdict: Verdict, ctx: string, now: number): void {
    // What is asked again at the new address counts there.
    if (this.#c.facts.get("forward_to")) return;
    this.#cards.update(card, now);
    enqueueDecision(this.#c, { id: decisionId(card.id, verdict), ctx }, now);
    this.#c.log("approval.decided", { conversation: this.#c.name, approval: card.id, verdict });
  }

  /** Whether a linked person could decide here in his own name, asked as if he had just said it. */
  async mayHere(ctx: string, person: { userId: string; userName: string }): Promise<boolean> {
    const { policy, platform, transport, timings } = this.#c;
    if (!mayDecide(policy, person.userId)) return false;
    if (!transport.mayAsk) return true;
    const asIf = platform.as?.(platform.context(JSON.parse(ctx)), person);
    if (asIf === undefined) return false;
    try {
      return await withTimeout(transport.mayAsk(asIf), timings.callTimeoutMs, "mayAsk");
    } catch (error) {
      const fault = platform.classify(error);
      if (passes(fault)) throw new Error(fault.message);
      return false;
    }
  }

  /** What is known of an approval here is brought up to date, and said where it matters. */
  seen(card: Card, now: number): void {
    const { approvalRows, batches, posts, platform } = this.#c;
    const shown = approvalRows.shown(card.id);
    const ctx = batches.get(shown?.batch ?? "")?.ctx;
    if (!shown || ctx === undefined) return;
    const language = this.languageOf(ctx);
    const words = approvalWords(language);
    const say = (what: string, markdown: string) => {
      const [body] = split(markdown, platform.dialect);
      if (body) posts.addTold(`${what}:${card.id}`, 0, ctx, body, now);
    };
    const told = { ...card, title: literal(card.title) };
    if (card.state === "pending" && card.remind && !shown.card.remind) {
      approvalRows.show({ ...shown, card });
      say("remind", words.remind(told, moment(card.expiresAt, language)));
    }
    if (card.state === "expired" && shown.card.state === "pending") {
      say("expired", words.expired(told));
    }
    // Decided, and what should carry it out is not here: a batch exists once.
    if (card.state === "approved" || card.state === "rejected") {
      this.decided(card, card.state === "approved" ? "approve" : "reject", ctx, now);
    }
    this.#cards.update(card, now);
  }

  /** What is seen of a card is made as it was. */
  untick(code: string, now: number): void {
    const shown = this.#c.approvalRows.all().find(({ card }) => card.code === code);
    if (shown) this.#cards.again(shown.batch, now);
  }

  speaker({ ctx }: { readonly ctx: string }) {
    const { policy, platform } = this.#c;
    const { userId, userName, metadata } = parsed(this.#c, ctx);
    const language = this.languageOf(ctx);
    return {
      by: { platform: platform.name, userId, userName },
      may: mayDecide(policy, userId, metadata.bot === true),
      words: approvalWords(language),
      language,
    };
  }

  languageOf(ctx: string): string | undefined {
    const { language } = parsed(this.#c, ctx).metadata;
    return typeof language === "string" ? language : undefined;
  }
}
