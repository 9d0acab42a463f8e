import { messageOf, type Rendered, split } from "@trunkline/transport";
import * as z from "zod/mini";
import { Card, Linked } from "../approvals/protocol.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import { linkAnswer, listed } from "./approval-answers.ts";
import type { Job } from "./approval-rows.ts";
import type { Conversation } from "./conversation.ts";
import { Deciding } from "./deciding.ts";
import { literal } from "./literal.ts";
import type { Batch } from "./schema.ts";

type Spoken = Extract<Job, { ctx: string }>;
type Asked = Extract<Job, { do: "decide" }>;

/** While one of these stands, the approvals are elsewhere, or not all here yet. */
const MOVES = ["forward_to", "import_from", "adopting"] as const;

/**
 * The conversation's half of approvals: decisions are committed as jobs when they come in, and taken to the
 * approval agent here, beside the batches. What counts becomes a batch of its own, once.
 */
export class Approving<C> {
  readonly #c: Conversation<C>;
  readonly #deciding: Deciding<C>;
  #busy = false;
  #tries = 0;
  #retryAt = 0;
  /** What came later has not been tried yet. */
  #workedAt = 0;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
    this.#deciding = new Deciding(conversation);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** What is to be asked is asked at the new address; there, when the approvals have come. */
  get #isMoving(): boolean {
    const { facts } = this.#c;
    return MOVES.some((name) => facts.get(name) !== null);
  }

  /** An approval has a new state. In a transaction of the caller. */
  changed(approval: string, now: number): void {
    this.#c.approvalRows.put({ do: "look", key: approval, at: now });
  }

  /** Starts what is to be asked. @returns when to look again, or null */
  kick(now: number): number | null {
    if (this.#busy) return now + this.#c.timings.pokeMs;
    if (this.#isMoving) return null;
    const jobs = this.#c.approvalRows.jobs();
    if (jobs.length === 0) return null;
    const waits = this.#retryAt > now;
    // A press that has just come does not wait for somebody else's trouble.
    const due = waits ? jobs.filter(({ at }) => at > this.#workedAt) : jobs;
    if (due.length === 0) return this.#retryAt;
    this.#busy = true;
    this.#workedAt = now;
    void this.#work(due).then(() => {
      this.#busy = false;
      this.#c.wake();
    });
    return now + this.#c.timings.pokeMs;
  }

  async #work(jobs: readonly Job[]): Promise<void> {
    const { log, name, timings } = this.#c;
    let failed = false;
    for (const job of jobs) {
      try {
        await this.#perform(job);
      } catch (error) {
        // The pool, or who is asked about a person, cannot be reached: the row waits, the others do not.
        failed = true;
        log("approval.later", { conversation: name, job: job.do, why: messageOf(error) });
      }
    }
    if (!failed) {
      if (this.#retryAt <= Date.now()) this.#tries = 0;
      return;
    }
    this.#tries += 1;
    const { retryFirstMs, outageMostMs } = timings;
    this.#retryAt = Date.now() + backoffMs(this.#tries, retryFirstMs, outageMostMs);
  }

  async #perform(job: Job): Promise<void> {
    switch (job.do) {
      case "decide":
        return this.#decide(job);
      case "list":
        return this.#list(job);
      case "link":
        return this.#link(job);
      case "unlink":
        return this.#unlink(job);
      case "look":
        return this.#look(job);
      default:
        return job satisfies never;
    }
  }

  async #decide(job: Asked): Promise<void> {
    const { words, by, may, language } = this.#deciding.speaker(job);
    if (!may) return this.#refuse(job, words.forbidden);
    const { key, code, verdict } = job;
    const decided = await this.#deciding.ask({ key, code, verdict, by, language });
    await this.#c.reach("approval:decided");
    switch (decided.state) {
      case "accepted":
        this.#finish(job, (now) => {
          this.#deciding.decided(decided.card, decided.verdict, job.ctx, now);
          // The card says it, too: only a button wants an answer of its own.
          const button = job.ack !== undefined && this.#c.transport.acknowledge !== undefined;
          if (button) this.#say(job, words.taken[decided.verdict], now);
        });
        return;
      case "closed":
        this.#finish(job, (now) => {
          this.#deciding.seen(decided.card, now);
          this.#say(job, words.over, now);
        });
        return;
      case "passed":
        return this.#answer(
          job,
          words.passed({ ...decided.card, title: literal(decided.card.title) }),
        );
      case "forbidden":
        return this.#refuse(job, words.forbidden);
      case "unknown":
        return this.#answer(job, job.ack === undefined ? words.unknown(literal(code)) : words.over);
      default:
        return decided satisfies never;
    }
  }

  /**
   * Words that the router takes for an answer to an open approval. They count when they are a plain yes or
   * no, by one person who may decide, to the only act that waits and that he could see; otherwise he is asked
   * to name it.
   *
   * @param end - ends the batch with an answer; in the transaction of what else changes
   * @returns false: nothing waits here, they are words like others
   */
  async confirm(
    batch: Batch,
    said: "yes" | "no" | "unclear",
    end: (answer: string) => void,
  ): Promise<boolean> {
    const open = this.#c.approvalRows.open().map(({ card }) => card);
    if (open.length > 0 && this.#isMoving) throw new Error("its approvals are on their way here");
    const items = this.#c.items.of(batch.id);
    const speakers = items.map((item) => this.#deciding.speaker(item));
    const [[card], [first]] = [open, speakers];
    if (!card || !first) return false;
    const { words, by, may, language } = first;
    const alone = speakers.every((one) => one.by.userId === by.userId);
    const hasSeen = items.every((item) => this.#deciding.answers(item, card.id));
    if (!may) {
      end(words.forbidden);
    } else if (open.length > 1 || said === "unclear" || !alone || !hasSeen) {
      end(listed(open, words.whichCode));
    } else {
      const verdict = said === "yes" ? "approve" : "reject";
      const decision = { key: `said:${batch.id}`, code: card.code, verdict, by, language } as const;
      const decided = await this.#deciding.ask(decision);
      this.#c.transaction(() => {
        if (decided.state !== "accepted") {
          end(decided.state === "forbidden" ? words.forbidden : words.over);
          return;
        }
        this.#deciding.decided(decided.card, decided.verdict, batch.ctx, Date.now());
        end(words.taken[decided.verdict]);
      });
    }
    return true;
  }

  async #list(job: Spoken): Promise<void> {
    const { words } = this.#deciding.speaker(job);
    const asked = this.#c.approvals().pending();
    const pending = await withTimeout(asked, this.#c.timings.rpcTimeoutMs, "pending");
    const cards = z.array(Card).parse(pending);
    this.#answer(job, cards.length === 0 ? words.none : listed(cards, words.open));
  }

  async #link(job: Extract<Job, { do: "link" }>): Promise<void> {
    const { words, by } = this.#deciding.speaker(job);
    const { name: conversation, timings } = this.#c;
    const { key, code, agreed } = job;
    const who = { conversation, ...by };
    const step = { v: 1 as const, key, by: who, ...(code === undefined ? {} : { code }), agreed };
    const asked = this.#c.approvals().link(step);
    const linked = Linked.parse(await withTimeout(asked, timings.rpcTimeoutMs, "link"));
    await this.#c.reach("link:stepped");
    this.#answer(job, linkAnswer(linked, code ?? "", words));
  }

  async #unlink(job: Spoken): Promise<void> {
    const { words, by } = this.#deciding.speaker(job);
    const { name: conversation, timings } = this.#c;
    const asked = this.#c.approvals().unlink({ conversation, ...by });
    const was = z.boolean().parse(await withTimeout(asked, timings.rpcTimeoutMs, "unlink"));
    this.#answer(job, was ? words.unlinked : words.nothingLinked);
  }

  /** Something was told about an approval: what that is, and whether somebody elsewhere has decided. */
  async #look(job: Extract<Job, { do: "look" }>): Promise<void> {
    const { timings } = this.#c;
    const asked = this.#c.approvals().approval(job.key);
    const card = z.nullable(Card).parse(await withTimeout(asked, timings.rpcTimeoutMs, "approval"));
    const claim = card?.state === "pending" ? card.claim : undefined;
    if (card && claim) return this.#claimed(job, card, claim);
    this.#finish(job, (now) => card && this.#deciding.seen(card, now));
  }

  async #claimed(
    job: Extract<Job, { do: "look" }>,
    card: Card,
    { key, verdict, by }: NonNullable<Card["claim"]>,
  ): Promise<void> {
    const { approvalRows, batches, platform, timings } = this.#c;
    const ctx = batches.get(approvalRows.shown(card.id)?.batch ?? "")?.ctx;
    const person = { userId: by.userId, userName: by.name };
    if (ctx !== undefined && (await this.#deciding.mayHere(ctx, person))) {
      const language = this.#deciding.languageOf(ctx);
      const decision = { key, code: card.code, verdict, language };
      const decided = await this.#deciding.ask({
        ...decision,
        by: { platform: platform.name, ...person },
      });
      if (decided.state === "accepted") {
        this.#finish(job, (now) => this.#deciding.decided(decided.card, decided.verdict, ctx, now));
        return;
      }
    }
    const declined = this.#c.approvals().decline(card.id, key);
    await withTimeout(declined, timings.rpcTimeoutMs, "decline");
    this.#finish(job, () => undefined);
  }

  /** Says something to whoever asked, and is done with it. */
  #answer(job: Spoken, markdown: string): void {
    this.#finish(job, (now) => this.#say(job, markdown, now));
  }

  /** As before: a box that stays ticked would say that somebody has decided. */
  #refuse(job: Asked, markdown: string): void {
    this.#finish(job, (now) => {
      this.#say(job, markdown, now);
      if (job.ack !== undefined && !this.#c.transport.acknowledge) {
        this.#deciding.untick(job.code, now);
      }
    });
  }

  #finish(job: Job, work: (now: number) => void): void {
    // It has moved meanwhile, and the job with it: the same is asked there, and answered alike.
    if (this.#isMoving) return;
    this.#c.transaction(() => {
      if (this.#c.approvalRows.done(job)) work(Date.now());
    });
  }

  #say(job: Spoken, markdown: string, now: number): void {
    const { posts, platform, transport } = this.#c;
    const ack = job.do === "decide" ? job.ack : undefined;
    if (ack !== undefined && transport.acknowledge) {
      const text = platform.dialect.render(markdown).plain;
      const body: Rendered = { text, plain: text, format: "plain" };
      posts.addReply(`ack:${job.key}`, job.ctx, body, now, ack);
      return;
    }
    for (const [at, body] of split(markdown, platform.dialect).entries()) {
      posts.addReply(`reply:${job.key}${at === 0 ? "" : `:${at}`}`, job.ctx, body, now);
    }
  }
}
