import { type Inbound, messageOf, type Rendered } from "@trunkline/transport";
import * as z from "zod/mini";
import { Snapshot } from "../runs/protocol.ts";
import { withTimeout } from "../timeout.ts";
import type { Conversation } from "./conversation.ts";
import { Finals } from "./finals.ts";
import { Letters } from "./letters.ts";
import { Approvals, ApprovalsMove } from "./move-approvals.ts";
import { routeOfBatch } from "./routed.ts";
import { type Item, REPLAYABLE } from "./schema.ts";

const Ending = z.enum(["answered", "stopped", "dead"]);

/** What moves along: open messages and the history. Messages of ours stay where they are. */
export const Baggage = z.object({
  v: z.literal(1),
  items: z.array(
    z.object({
      key: z.string(),
      content_key: z.nullable(z.string()),
      kind: z.string(),
      sort: z.number(),
      version: z.number(),
      album: z.nullable(z.string()),
      ctx: z.string(),
      at: z.number(),
    }),
  ),
  /** Turns whose final is known and not delivered: paid for, not asked for again. */
  finals: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      ctx: z.string(),
      ending: Ending,
      answer: z.nullable(z.string()),
      seen: z.optional(z.number()),
      /** Rendered parts as JSON. */
      parts: z.array(z.string()),
      /** Keys of the items that belong to it. */
      keys: z.array(z.string()),
    }),
  ),
  history: z.array(
    z.object({
      batch: z.string(),
      role: z.enum(["user", "assistant", "summary"]),
      user_id: z.string(),
      name: z.string(),
      text: z.string(),
      at: z.number(),
      seen: z.optional(z.number()),
    }),
  ),
  approvals: z.optional(Approvals),
});
export type Baggage = z.infer<typeof Baggage>;

/** The old object is of an older deployment; what the pool keeps comes all the same. */
const NO_APPROVALS: Approvals = { cards: [], jobs: [], decisions: [] };
const MOST_HISTORY = 500;

/**
 * A conversation that gets another address (a group that becomes a supergroup). The new object fetches
 * what the old one holds and commits it in one transaction; the old one passes on what still arrives.
 * Every step may be repeated: packing only reads after its first time, importing is remembered.
 */
export class Move<C> {
  readonly #c: Conversation<C>;
  readonly #finals: Finals<C>;
  readonly #approvals: ApprovalsMove<C>;
  /** The old side: what could not be answered there. */
  readonly letters: Letters<C>;

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
    this.letters = new Letters(conversation);
    this.#approvals = new ApprovalsMove(conversation);
    this.#finals = new Finals(conversation);
  }

  /** The old side: ends its own work and hands over. */
  async pack(newName: string): Promise<Baggage> {
    // Whoever moves twice takes along what was still on its way.
    await this.fetch();
    await this.adopt();
    await this.#collect();
    const baggage = this.#handOver(newName);
    // What the pool still holds is settled.
    this.#c.wake();
    return baggage;
  }

  /** What the pool has recorded and we have not read yet is paid for: it moves along as a final. */
  async #collect(): Promise<void> {
    const { batches, timings, log, name } = this.#c;
    for (const { id, owed, ending, route } of batches.open()) {
      if (owed === 0 || ending !== null || route === null) continue;
      try {
        const agent = this.#c.agent(routeOfBatch({ route }));
        // Every step is after this one: it is answered at once. A pool that is silent holds up nothing.
        const asked = withTimeout(agent.attach(id, -1), timings.pingMs, "attach");
        const { final } = Snapshot.parse(await asked);
        const batch = batches.get(id);
        if (final?.kind !== "answer" || batch?.state !== "active" || batch.ending !== null)
          continue;
        this.#finals.conclude(batch, final);
      } catch (error) {
        log("move.unread", { conversation: name, batch: id, why: messageOf(error) });
      }
    }
  }

  #handOver(newName: string): Baggage {
    const { facts, items, batches, posts, history } = this.#c;
    this.#c.transaction(() => {
      facts.set("forward_to", newName);
      facts.delete("moving");
      for (const batch of batches.open()) {
        const parts = posts.of(batch.id);
        // Seen in full, only not noted yet: that turn is over.
        const seen =
          parts.length > 0 && parts.every(({ shown, body }) => shown === 1 && body !== null);
        batches.end(batch.id, seen ? (batch.ending ?? "moved") : "moved", Date.now());
      }
      // Nothing can be written here any more, not even once more what is seen already.
      for (const { key, role } of posts.open()) {
        if (role !== "ack") posts.patch(key, { op: null, state: "failed", error: "moved" });
      }
      this.#shelve(items.pending());
    });
    const moving = items.ofState("moved");
    return {
      v: 1,
      items: moving.map(({ id: _id, batch: _batch, ...item }) => item),
      finals: batches.moved().flatMap((batch) => {
        const ending = Ending.safeParse(batch.ending);
        if (!ending.success) return [];
        // Parts that were seen at the old address are not posted again.
        const unseen = posts.of(batch.id).filter(({ shown }) => shown === 0);
        const parts = unseen.flatMap(({ body }) => (body === null ? [] : [body]));
        const keys = items.of(batch.id).map(({ key }) => key);
        const { id, kind, ctx, answer, seen } = batch;
        return [{ id, kind, ctx, ending: ending.data, answer, seen, parts, keys }];
      }),
      history: history.recent(MOST_HISTORY).map(({ n: _n, ...row }) => row),
      approvals: this.#approvals.pack(),
    };
  }

  /** Pending items must not start a turn here any more. */
  #shelve(pending: readonly Item[]): void {
    const newest = pending.at(-1);
    if (!newest) return;
    const { batches, items } = this.#c;
    const id = crypto.randomUUID();
    batches.insert(id, "turn", newest.ctx, Date.now(), pending);
    items.take(pending, id);
    batches.end(id, "moved", Date.now());
  }

  /** The old side, after the move: the object there commits what still arrives here. */
  async passOn(json: string, to: string): Promise<string> {
    const { items, platform } = this.#c;
    const inbound = JSON.parse(json) as Inbound<C>;
    if (inbound.kind === "ignore") return "ignored";
    const known = items.knownByKey(inbound.key);
    if (known?.batch && REPLAYABLE.includes(known.batch)) {
      await this.letters.replay(known.batchId ?? "", to);
      return "revived";
    }
    if (known) return "duplicate";
    const address = to.slice(to.lastIndexOf("/") + 1);
    const old = platform.context(inbound.ctx);
    const ctx = platform.relocate?.(old, address) ?? old;
    // Ids of messages mean nothing at the new address.
    const { contentKey: _, ...rest } = { contentKey: undefined, ...inbound };
    return String(await this.#c.chat(to).accept(JSON.stringify({ ...rest, ctx })));
  }

  /** The new side: one transaction, once. The contexts are put at the new address. */
  unpack(from: string, baggage: Baggage): void {
    const { facts, history, name } = this.#c;
    this.#c.transaction(() => {
      if (facts.lines("imported_from").includes(from)) return;
      this.#commit(baggage);
      history.prepend(baggage.history);
      this.#approvals.unpack(from, baggage.approvals ?? NO_APPROVALS, (ctx) => this.#here(ctx));
      facts.addLine("imported_from", from);
      facts.dropLine("import_from", from);
    });
    this.#c.log("moved.here", { conversation: name, from, items: baggage.items.length });
  }

  /** The new side: a dead letter of the old one is replayed. The same again changes nothing. */
  take(from: string, { approvals, ...letter }: Baggage): void {
    const decisions = approvals?.decisions ?? [];
    this.#c.transaction(() => {
      this.#commit(letter);
      if (decisions.length > 0) this.#approvals.await(from, decisions, (ctx) => this.#here(ctx));
    });
  }

  #commit({ items: all, finals }: Pick<Baggage, "items" | "finals">): void {
    const { items } = this.#c;
    const taken = new Map<string, { id: number }[]>();
    for (const item of all) {
      // Message ids of the old address mean nothing here: only the delivery's key is kept.
      if (items.knownByKey(item.key)) continue;
      const ctx = this.#here(item.ctx);
      const batch = finals.find(({ keys }) => keys.includes(item.key))?.id ?? null;
      const id = items.insert({ ...item, ctx, content_key: null, batch });
      if (batch !== null) taken.set(batch, [...(taken.get(batch) ?? []), { id }]);
    }
    for (const final of finals) {
      const own = taken.get(final.id) ?? [];
      this.#adopt(final, this.#here(final.ctx), own);
      items.take(own, final.id);
    }
  }

  /** A context, put at this address. */
  #here(ctx: string): string {
    const { platform, name } = this.#c;
    const old = platform.context(JSON.parse(ctx));
    return JSON.stringify(platform.relocate?.(old, name.slice(name.lastIndexOf("/") + 1)) ?? old);
  }

  /** A turn that only has to be delivered. */
  #adopt(
    { id, kind, ending, answer, seen, parts }: Baggage["finals"][number],
    ctx: string,
    items: readonly { readonly id: number }[],
  ): void {
    const { batches, posts } = this.#c;
    if (batches.get(id)) return;
    const now = Date.now();
    batches.insert(id, kind, ctx, now, items);
    batches.conclude(id, ending, answer, null, { seen });
    const rendered = parts.map((part) => JSON.parse(part) as Rendered);
    posts.setFinal(id, ctx, rendered, now);
    batches.redeliver(id);
  }

  /** The old side has learned its new address from a refusal: tell the object there. */
  async announce(): Promise<void> {
    const { facts, platform, name, timings } = this.#c;
    const moving = facts.get("moving");
    if (!moving) return;
    const ctx = platform.context(JSON.parse(moving));
    const account = name.slice(0, name.lastIndexOf("/"));
    const from = name.slice(account.length + 1);
    const there = this.#c.chat(`${account}/${platform.conversation(ctx)}`);
    const inbound = JSON.stringify({ kind: "moved", key: `moved:${name}`, from, ctx });
    await withTimeout(there.accept(inbound), timings.rpcTimeoutMs, "announce");
    facts.delete("moving");
  }

  /** The new side fetches. */
  async fetch(): Promise<void> {
    const { facts, timings, name } = this.#c;
    for (const from of facts.lines("import_from")) {
      const packed = this.#c.chat(from).pack(name);
      const baggage = Baggage.parse(await withTimeout(packed, timings.rpcTimeoutMs, "pack"));
      await this.#c.reach("move:packed");
      this.unpack(from, baggage);
      await this.#c.reach("move:imported");
    }
  }

  /** The new side asks the pool for approvals and memory. */
  adopt(): Promise<void> {
    return this.#approvals.adopt();
  }
}
