import { messageOf } from "@trunkline/transport";
import { Summary } from "../account/port.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import { decisionOf } from "./approval-rows.ts";
import type { Conversation } from "./conversation.ts";
import type { Move } from "./move.ts";
import { routeOfBatch } from "./routed.ts";
import { parsed, saidBy } from "./said.ts";
import type { Batch, BatchState, Post } from "./schema.ts";

/** History rows that are kept; a request carries fewer. */
const KEEP_HISTORY = 500;
/** So many dead letters are kept, however old they are. */
const KEEP_LETTERS = 20;
const NOTHING = JSON.stringify({ open: 0, dead: 0, undeliverable: 0, uncertain: 0 });

/** What follows a turn: its end, the settled run, the account's directory, forgetting. */
export class Upkeep<C> {
  readonly #c: Conversation<C>;
  readonly #move: Move<C>;
  #busy = false;
  #retryAt = 0;
  /** Moves in a row that have failed. */
  #moves = 0;

  constructor(conversation: Conversation<C>, move: Move<C>) {
    this.#c = conversation;
    this.#move = move;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Every part of a final is settled one way or another: the batch ends, the history is written. */
  async ended(batch: Batch): Promise<void> {
    const { batches, posts, log, name } = this.#c;
    if (batch.state === "active") {
      const state = finalState(batch, posts.of(batch.id));
      this.#c.transaction(() => {
        batches.end(batch.id, state, Date.now());
        this.#remember(batch, state);
      });
      log("batch.ended", { conversation: name, batch: batch.id, state, epoch: batch.epoch });
    }
    await this.#c.reach("history:written");
    this.#c.wake();
  }

  #remember(batch: Batch, state: BatchState): void {
    const { history, items } = this.#c;
    if (history.has(batch.id)) return;
    if (batch.kind === "decision") this.#rememberDecision(batch, state);
    if (batch.kind !== "turn" || (state !== "answered" && state !== "stopped")) return;
    for (const item of items.of(batch.id)) {
      history.add({ batch: batch.id, at: item.at, ...saidBy(this.#c, item) });
    }
    const text = batch.answer ?? "(stopped by the person before an answer)";
    history.add({
      batch: batch.id,
      role: "assistant",
      user_id: "",
      name: "",
      text,
      at: Date.now(),
      seen: batch.answer === null ? 0 : batch.seen,
    });
  }

  /** Later turns know what became of an act. */
  #rememberDecision(batch: Batch, state: BatchState): void {
    const decision = decisionOf(batch.id);
    if (state !== "answered" || !decision || batch.answer === null) return;
    const { history } = this.#c;
    const { userId, userName } = parsed(this.#c, batch.ctx);
    const shown = this.#c.approvalRows.shown(decision.approval);
    const title = shown?.card.title ?? "an act";
    // The act was worded by a turn, and rests on what that one has read.
    const seen = this.#c.batches.get(shown?.batch ?? "")?.seen ?? 0;
    const text = `/${decision.verdict} (${title})`;
    const now = Date.now();
    history.add({
      batch: batch.id,
      role: "user",
      user_id: userId,
      name: userName,
      text,
      at: now,
      seen,
    });
    const ours = { batch: batch.id, role: "assistant", user_id: "", name: "" } as const;
    history.add({ ...ours, text: batch.answer, at: now, seen });
  }

  /** Starts what is owed. @returns when to look again, or null. */
  kick(now: number): number | null {
    if (this.#busy) return now + this.#c.timings.pokeMs;
    this.#forget(now);
    const owed = this.#c.batches.owed();
    const news = this.#news(now);
    const moves =
      this.#c.facts.get("moving") ??
      this.#c.facts.get("import_from") ??
      this.#c.facts.get("adopting");
    const dropping = this.#dropJoiners(now);
    if (owed.length === 0 && moves === null && (news === null || typeof news === "number")) {
      return Math.min(dropping, news ?? this.#nextForgetting());
    }
    if (this.#retryAt > now) return this.#retryAt;
    this.#busy = true;
    void this.#work(owed, typeof news === "number" ? null : news).then(() => {
      this.#busy = false;
      this.#c.wake();
    });
    return now + this.#c.timings.pokeMs;
  }

  async #work(owed: readonly Batch[], news: Summary | null): Promise<void> {
    const { batches, facts, timings, name, log } = this.#c;
    await this.#moveOn();
    try {
      for (const { id, route } of owed) {
        const settled = this.#c.agent(routeOfBatch({ route })).settle(id);
        await withTimeout(settled, timings.rpcTimeoutMs, "settle");
        // A replay may have begun meanwhile: then the pool holds a run again.
        const state = batches.get(id)?.state;
        if (state !== "active" && state !== "waiting") batches.settled(id);
        await this.#c.reach("run:settled");
      }
      if (news === null) return;
      await withTimeout(this.#c.account().note(name, news), timings.rpcTimeoutMs, "note");
      facts.set("noted", JSON.stringify(news));
    } catch (error) {
      this.#retryAt = Date.now() + timings.retryFirstMs;
      const why = error instanceof Error ? error.message : "unknown";
      log("upkeep.error", { conversation: name, why });
    }
  }

  /** A move that fails is tried again, and holds nothing else up. */
  async #moveOn(): Promise<void> {
    const { timings, name, log } = this.#c;
    try {
      await this.#move.announce();
      await this.#move.fetch();
      await this.#move.adopt();
      this.#moves = 0;
    } catch (error) {
      this.#moves += 1;
      this.#retryAt =
        Date.now() + backoffMs(this.#moves, timings.retryFirstMs, timings.retryMostMs);
      log("move.error", { conversation: name, why: messageOf(error) });
    }
  }

  /** What the account's directory does not know yet, or when it should know, or null. */
  #news(now: number): Summary | number | null {
    const { batches, items, facts, timings } = this.#c;
    const { dead = 0, undeliverable = 0, uncertain = 0 } = batches.letters.counts();
    const waiting = [
      ...[...items.pending(), ...items.unasked()].map(({ at }) => at),
      ...batches.open().map(({ created_at }) => created_at),
    ];
    const open = Math.min(1, waiting.length);
    const summary: Summary = { open, dead, undeliverable, uncertain };
    const noted = Summary.parse(JSON.parse(facts.get("noted") ?? NOTHING));
    if (JSON.stringify(noted) === JSON.stringify(summary)) return null;
    // A turn that is over in a moment is not worth two calls.
    const due = Math.min(...waiting) + timings.noteAfterMs;
    const onlyOpened = JSON.stringify({ ...noted, open: 1 }) === JSON.stringify(summary);
    return onlyOpened && due > now ? due : summary;
  }

  #forget(now: number): void {
    const { facts, items, batches, posts, history, approvalRows, timings, log, name } = this.#c;
    if (this.#nextForgetting() > now) return;
    facts.set("last_prune", now);
    const before = now - timings.keepMs;
    const newest = batches.recent(1)[0];
    let dropped = 0;
    this.#c.transaction(() => {
      // Whoever has something to say later has to know where.
      if (newest && (newest.ended_at ?? now) < before) facts.set("last_ctx", newest.ctx);
      dropped = batches.letters.drop(now - timings.letterMs, KEEP_LETTERS, now);
      items.prune(before);
      batches.prune(before);
      posts.prune(before);
      history.prune(KEEP_HISTORY);
      approvalRows.forget(before);
    });
    if (dropped > 0) log("letters.dropped", { conversation: name, letters: dropped });
  }

  /** Items of albums that nobody has addressed in time, without a word. @returns when to look again */
  #dropJoiners(now: number): number {
    const { items, timings, log, name } = this.#c;
    const dropped = items.dropJoiners(now - timings.albumMaxMs);
    if (dropped > 0) log("album.dropped", { conversation: name, items: dropped });
    return (items.oldestJoiner() ?? Number.POSITIVE_INFINITY) + timings.albumMaxMs;
  }

  /** As long as there is something to forget one day, the object looks once a day. */
  #nextForgetting(): number {
    const { facts, items, batches, timings } = this.#c;
    if (items.isEmpty() && batches.isEmpty()) return Number.POSITIVE_INFINITY;
    return facts.number("last_prune") + timings.forgetMs;
  }
}

function finalState(batch: Batch, posts: readonly Post[]): BatchState {
  if (posts.some(({ state }) => state === "uncertain")) return "uncertain";
  if (posts.some(({ state }) => state === "failed")) return "undeliverable";
  return batch.ending ?? "answered";
}
