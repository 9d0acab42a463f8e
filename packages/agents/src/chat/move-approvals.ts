import * as z from "zod/mini";
import { isOver } from "../approvals/state.ts";
import { withTimeout } from "../timeout.ts";
import { decisionOf, Job, Shown } from "./approval-rows.ts";
import type { Conversation } from "./conversation.ts";
import { enqueueDecision } from "./deciding.ts";
import type { Body } from "./posts.ts";

const Decided = z.object({ id: z.string(), ctx: z.string() });

/** What a conversation knows of its approvals, as it moves along. */
export const Approvals = z.object({
  cards: z.array(
    z.object({
      shown: Shown,
      /** The batch whose final it is, unless that moves along itself or nothing will be said of it any more. */
      batch: z.nullable(
        z.object({
          kind: z.string(),
          ctx: z.string(),
          answer: z.nullable(z.string()),
          /** What the card rests on, see `safety/seen.ts`. */
          seen: z.optional(z.number()),
          /** What was to be seen of it, as JSON, while it waits for a decision. */
          parts: z.array(z.string()),
        }),
      ),
    }),
  ),
  jobs: z.array(Job),
  /** What was decided, and is not known to be carried out. */
  decisions: z.array(Decided),
});
export type Approvals = z.infer<typeof Approvals>;

/** What has still to be done when the rows are here, of one old address or of several. */
const Adopting = z.object({ from: z.array(z.string()), decisions: z.array(Decided) });
type Adopting = z.infer<typeof Adopting>;

type Relocate = (ctx: string) => string;

/**
 * Approvals of a conversation with a new address: what it shows, what has to be asked, what was decided. The approvals
 * themselves are the pool's, which is asked to bring them, and until it has, nothing is asked about them.
 */
export class ApprovalsMove<C> {
  readonly #c: Conversation<C>;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
  }

  /** The old side; only reads. */
  pack(): Approvals {
    const { approvalRows, batches, posts } = this.#c;
    const cards = approvalRows.all().map((shown) => {
      const batch = batches.get(shown.batch);
      const stays = batch === null || batch.state === "moved" || isOver(shown.card.state);
      if (stays) return { shown, batch: null };
      const { kind, ctx, answer, seen } = batch;
      // Where it was shown nothing can be changed any more: who decides has to see it where he is.
      const finals = shown.card.state === "pending" ? posts.of(batch.id) : [];
      const parts = finals.flatMap(({ body }) => (body === null ? [] : [body]));
      return { shown, batch: { kind, ctx, answer, seen, parts } };
    });
    const decisions = batches
      .moved()
      .filter(({ id, ending }) => decisionOf(id) !== null && ending === null)
      .map(({ id, ctx }) => ({ id, ctx }));
    return { cards, jobs: approvalRows.jobs(), decisions };
  }

  /** The new side. In the transaction of the move. */
  unpack(from: string, { cards, jobs, decisions }: Approvals, relocate: Relocate): void {
    const { approvalRows } = this.#c;
    for (const { shown, batch } of cards) {
      if (batch) this.#show(shown.batch, { ...batch, ctx: relocate(batch.ctx) });
      approvalRows.show(shown);
    }
    for (const job of jobs) {
      approvalRows.put("ctx" in job ? { ...job, ctx: relocate(job.ctx) } : job);
    }
    this.await(from, decisions, relocate);
  }

  /** Decisions are carried out when the approvals are here. In a transaction of the caller. */
  await(from: string, decisions: Approvals["decisions"], relocate: Relocate): void {
    const known = this.#adopting();
    const moved = decisions.map(({ id, ctx }) => ({ id, ctx: relocate(ctx) }));
    const others = (known?.from ?? []).filter((one) => one !== from);
    this.#adopt([...others, from], [...(known?.decisions ?? []), ...moved]);
  }

  /** Asks the pool for the approvals of the old addresses; then everything about them goes on. */
  async adopt(): Promise<void> {
    const { facts, approvalRows, timings } = this.#c;
    if (this.#adopting() === null) return;
    // Another may be named while one is asked for.
    for (let next = this.#adopting(); next?.from[0]; next = this.#adopting()) {
      const [from] = next.from;
      const asked = this.#c.approvals().moveFrom(from);
      await withTimeout(asked, timings.rpcTimeoutMs, "moveFrom");
      const left = this.#adopting();
      this.#adopt(
        (left?.from ?? []).filter((one) => one !== from),
        left?.decisions ?? [],
      );
    }
    await this.#c.reach("move:adopted");
    const now = Date.now();
    this.#c.transaction(() => {
      const left = this.#adopting();
      // Another was named since: upkeep asks for it.
      if (left === null || left.from.length > 0) return;
      for (const decision of left.decisions) {
        enqueueDecision(this.#c, decision, now);
      }
      // What has happened to them while nobody here could be told.
      for (const { card } of approvalRows.all()) {
        if (!isOver(card.state)) approvalRows.put({ do: "look", key: card.id, at: now });
      }
      facts.delete("adopting");
    });
  }

  #adopting(): Adopting | null {
    const json = this.#c.facts.get("adopting");
    return json === null ? null : Adopting.parse(JSON.parse(json));
  }

  #adopt(from: readonly string[], decisions: Approvals["decisions"]): void {
    this.#c.facts.set("adopting", JSON.stringify({ from, decisions }));
  }

  /** Its card is a message here from now on, that can say what came of it. */
  #show(
    id: string,
    { kind, ctx, answer, seen, parts }: NonNullable<Approvals["cards"][number]["batch"]>,
  ) {
    const { batches, posts } = this.#c;
    if (batches.get(id)) return;
    const now = Date.now();
    batches.insert(id, kind, ctx, now);
    batches.conclude(id, "answered", answer, null, { seen });
    if (parts.length === 0) {
      batches.end(id, "answered", now);
      return;
    }
    const bodies = parts.map((part) => JSON.parse(part) as Body);
    posts.setFinal(id, ctx, bodies, now);
    batches.redeliver(id);
  }
}
