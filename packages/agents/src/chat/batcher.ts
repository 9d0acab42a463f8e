import type { Rendered } from "@trunkline/transport";
import { flushAt, takeBatch } from "./batching.ts";
import type { Conversation } from "./conversation.ts";
import { noteLine } from "./doing.ts";
import type { Finals } from "./finals.ts";
import { judge } from "./liveness.ts";
import { failureNotice, notices } from "./notices.ts";
import { languageOf } from "./said.ts";
import type { Batch, Item } from "./schema.ts";
import type { TurnLane } from "./turn.ts";

/** Pending items become the active batch, and the active batch is kept alive. Rows in, rows out. */
export class Batcher<C> {
  readonly #c: Conversation<C>;
  readonly #turn: TurnLane<C>;
  readonly #finals: Finals<C>;

  constructor(conversation: Conversation<C>, turn: TurnLane<C>, finals: Finals<C>) {
    this.#c = conversation;
    this.#turn = turn;
    this.#finals = finals;
  }

  /** Makes the next batch when its time has come. @returns when to look again, or null. */
  promote(now: number): number | null {
    const { batches, items, timings } = this.#c;
    if (batches.active()) return null;
    const waiting = batches.waiting();
    if (waiting) {
      batches.activate(waiting.id, now);
      if (waiting.kind === "decision") this.#showProgress(waiting, now);
      return now + timings.pokeMs;
    }
    const pending = items.pending();
    const at = flushAt(pending, timings);
    if (at === null || at > now) return at;
    const taken = takeBatch(pending.toSorted((a, b) => a.sort - b.sort || a.id - b.id));
    this.#c.transaction(() => this.#form(taken, now));
    return now + timings.pokeMs;
  }

  #form(taken: readonly Item[], now: number): void {
    const { batches, items, posts, platform, transport, history } = this.#c;
    const newest = taken.at(-1);
    if (!newest) return;
    const id = crypto.randomUUID();
    const kind = newest.kind === "message" ? "turn" : newest.kind;
    batches.insert(id, kind, newest.ctx, now, taken);
    items.take(taken, id);
    if (kind === "turn") {
      this.#showProgress({ id, ctx: newest.ctx }, now);
      if (platform.progress === "reaction" && transport.react) {
        posts.addSign("react", id, newest.ctx, null, now);
      }
      return;
    }
    const said = notices(languageOf(this.#c, newest.ctx));
    const batch = batches.get(id);
    if (kind === "new") history.clear();
    if (batch)
      this.#finals.end(batch, "answered", null, kind === "new" ? said.fresh : said.help, null);
  }

  #showProgress({ id, ctx }: Pick<Batch, "id" | "ctx">, now: number): void {
    const { platform, tier, posts } = this.#c;
    if (platform.progress === "placeholder" && tier === "edit-only")
      posts.addProgress(id, ctx, now);
  }

  /** Long work where nothing else can show it: one short note, removed after the final. */
  #note(active: Batch, now: number): void {
    const { platform, tier, transport, timings, posts } = this.#c;
    if (!transport.delete || (platform.progress === "placeholder" && tier === "edit-only")) return;
    if (active.kind !== "turn" || active.ending !== null) return;
    const note = {
      doing: this.#turn.doing(active.id),
      streams: this.#turn.streamed(active.id) !== "",
      from: active.started_at ?? now,
      stands: posts.all(active.id).find(({ role }) => role === "note")?.body ?? null,
      always: platform.progress === "note",
    };
    const text = noteLine(note, now, timings, languageOf(this.#c, active.ctx));
    if (text === null) return;
    const body: Rendered = { text, plain: text, format: "plain" };
    if (note.stands === null) posts.addSign("note", active.id, active.ctx, body, now);
    else if (note.stands !== JSON.stringify(body)) posts.rewordNote(active.id, body);
  }

  /** Keeps the active batch alive. @returns when to look again, or null. */
  supervise(now: number): number | null {
    const { batches, timings, log, name } = this.#c;
    const active = batches.active();
    if (!active) return null;
    const verdict = judge(active, this.#turn.holds(active.id), now, timings);
    this.#note(active, now);
    const poke = now + timings.pokeMs;
    switch (verdict.do) {
      case "nothing":
        return null;
      case "wait":
        return verdict.until;
      case "watch":
        return Math.min(poke, verdict.until);
      case "resume":
        this.#turn.resume(active.id);
        return poke;
      case "stalled":
        log("turn.silent", { conversation: name, batch: active.id, epoch: active.epoch });
        this.#turn.release();
        batches.stall(active, "no sign of life", now, timings);
        return now;
      case "give-up": {
        log("batch.dead", { conversation: name, batch: active.id, why: verdict.why });
        this.#turn.release();
        const notice = failureNotice("crashed", languageOf(this.#c, active.ctx));
        this.#finals.end(active, "dead", null, notice, verdict.why);
        return poke;
      }
      default:
        return verdict satisfies never;
    }
  }
}
