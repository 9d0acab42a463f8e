import { messageOf } from "@trunkline/transport";
import { Decision } from "../pool/rules.ts";
import { Receipt, Snapshot } from "../runs/protocol.ts";
import { withTimeout } from "../timeout.ts";
import type { Approving } from "./approvals.ts";
import { withoutAsk } from "./commands.ts";
import type { Conversation } from "./conversation.ts";
import type { Doing } from "./doing.ts";
import type { Finals } from "./finals.ts";
import { buildRequest } from "./request.ts";
import { routeOfBatch } from "./routed.ts";
import { parsed, saidBy } from "./said.ts";
import type { Batch } from "./schema.ts";
import { reached, Unreachable } from "./unreachable.ts";

/** The router is sent this much of a turn; it keeps head and tail. */
const ROUTE_CHARACTERS = 64_000;

/**
 * The run lane: takes the active batch from its route to its recorded final. One runner at a time is
 * held in memory; its writes are fenced by the batch's epoch, so a runner that was given up changes
 * nothing when it comes back.
 */
export class TurnLane<C> {
  readonly #c: Conversation<C>;
  readonly #finals: Finals<C>;
  readonly #approving: Approving<C>;
  #held: { readonly id: string } | null = null;
  #text = "";
  #doing: Doing = {};
  /** Runners that have not come back, those included that were let go. */
  #running = 0;

  constructor(conversation: Conversation<C>, finals: Finals<C>, approving: Approving<C>) {
    this.#c = conversation;
    this.#finals = finals;
    this.#approving = approving;
  }

  holds(batchId: string): boolean {
    return this.#held?.id === batchId;
  }

  /** The text that the run has streamed so far, to be shown as progress. */
  streamed(batchId: string): string {
    return this.holds(batchId) ? this.#text : "";
  }

  /** What the run is at, to be shown while it streams nothing. */
  doing(batchId: string): Doing {
    return this.holds(batchId) ? this.#doing : {};
  }

  /** Also while a runner is away that was let go: it may still note that the pool is owed something. */
  get busy(): boolean {
    return this.#running > 0;
  }

  /** Lets go of the runner; whatever it still does is fenced. */
  release(): void {
    this.#held = null;
    this.#text = "";
    this.#doing = {};
  }

  /** Goes on with a batch, detached: nothing of the network is awaited by the caller. */
  resume(id: string): void {
    const held = { id };
    this.#held = held;
    this.#text = "";
    this.#doing = {};
    const batch = this.#c.batches.begin(id, Date.now());
    this.#running += 1;
    const back = () => {
      this.#running -= 1;
    };
    void this.#run(batch, held)
      .finally(back)
      .then(() => this.#done(held));
  }

  #done(held: { readonly id: string }): void {
    if (this.#held === held) this.release();
    this.#c.wake();
  }

  async #run(batch: Batch, held: { readonly id: string }): Promise<void> {
    const { batches, timings, log, name } = this.#c;
    try {
      await this.#c.reach("batch:promoted");
      const told = (doing: Doing) => {
        if (this.#held === held) this.#doing = doing;
        this.#c.wake();
      };
      const { request, unopened, failed } = await buildRequest(this.#c, batch, told);
      const mine = batches.mine(batch.id, batch.epoch);
      if (!mine) return;
      if (failed) {
        this.#finals.conclude(mine, failed);
        return;
      }
      if (request === null) {
        const sentences = unopened.join("\n\n");
        this.#finals.end(batch, "answered", sentences, sentences, null);
        return;
      }
      const routed = await this.#route(batch, unopened);
      if (!routed) return;
      if (await this.#confirmed(routed)) return;
      const agent = () => this.#c.agent(routeOfBatch(routed));
      const start = () => agent().start(batch.id, routed.attempt, request);
      const receipt = Receipt.parse(await reached(start, timings.rpcTimeoutMs, "start"));
      await this.#follow(batch.id, batch.epoch, held, agent, receipt.snapshot ?? null);
    } catch (error) {
      const why = error instanceof Error ? error.message : "unknown";
      const row = batches.mine(batch.id, batch.epoch);
      log("turn.error", { conversation: name, batch: batch.id, why, mine: row !== null });
      if (!row) return;
      const now = Date.now();
      if (error instanceof Unreachable) batches.outage(row, why, now, timings, error.waitMs);
      else batches.stall(row, why, now, timings);
    }
  }

  /** Asks the router once; its decision is a row, written before the pool is asked for anything. */
  async #route(batch: Batch, unopened: readonly string[]): Promise<Batch | null> {
    const { batches } = this.#c;
    const route = batch.route ?? JSON.stringify(await this.#decide(batch));
    batches.owe(batch.id, batch.epoch, route, unopened);
    await this.#c.reach("route:stored");
    return batches.mine(batch.id, batch.epoch);
  }

  /** A plain yes or no to the one act that waits here is its decision; nothing else is taken for one. */
  async #confirmed(batch: Batch): Promise<boolean> {
    const { confirms } = Decision.parse(JSON.parse(batch.route ?? "null"));
    if (confirms === undefined || batch.kind === "decision") return false;
    const confirmed = this.#approving.confirm(batch, confirms, (answer) => {
      if (!this.#c.batches.mine(batch.id, batch.epoch)) return;
      this.#finals.end(batch, "answered", answer, answer, null);
    });
    return confirmed.catch((error: unknown) => {
      throw new Unreachable(`confirm: ${messageOf(error)}`);
    });
  }

  /** Any error of the router falls back to the simple agent. */
  async #decide(batch: Batch): Promise<Decision> {
    const text = this.#c.items.of(batch.id).map((item) => withoutAsk(saidBy(this.#c, item).text));
    const from = Date.now();
    try {
      const asked = this.#c.router().route({
        v: 1,
        text: text.join("\n\n").slice(0, ROUTE_CHARACTERS),
        ...(this.#c.platform.markup ? { markup: this.#c.platform.markup } : {}),
        run: batch.id,
        conversation: this.#c.name,
        from: { platform: this.#c.platform.name, userId: parsed(this.#c, batch.ctx).userId },
        approvalOpen: this.#c.approvalRows.open().length > 0,
      });
      return Decision.parse(await withTimeout(asked, this.#c.timings.rpcTimeoutMs, "route"));
    } catch {
      const reason = "the router did not answer";
      return { v: 1, route: "simple", tier: "fallback", reason, tookMs: Date.now() - from };
    }
  }

  /** The first sign of an incarnation is a row, and then one as often as somebody looks whether there is any. */
  #evident(mine: Batch, seq: number, now: number): void {
    const forgiven = mine.failures + mine.stalls + mine.outages === 0 && mine.outage_since === null;
    const known = forgiven && mine.progress_epoch === mine.epoch;
    if (known && now - mine.evidence_at < this.#c.timings.pokeMs) return;
    this.#c.batches.evidence(mine, seq, now);
  }

  /** Reads the run until its final, each time on a fresh stub. */
  async #follow(
    id: string,
    epoch: number,
    held: { readonly id: string },
    agent: () => ReturnType<Conversation<C>["agent"]>,
    first: Snapshot | null,
  ): Promise<void> {
    const { batches, timings } = this.#c;
    let seq = 0;
    for (let told = first; ; told = null) {
      const row = batches.mine(id, epoch);
      if (!row) return;
      const attach = () => agent().attach(id, Math.max(row.seq, seq));
      const snapshot =
        told ?? Snapshot.parse(await reached(attach, timings.rpcTimeoutMs, "attach"));
      const mine = batches.mine(id, epoch);
      if (!mine) return;
      if (snapshot.final) {
        this.#finals.conclude(mine, snapshot.final);
        await this.#c.reach("final:stored");
        return;
      }
      if (snapshot.state === "unknown") throw new Error("the pool does not know the run");
      seq = snapshot.seq;
      if (snapshot.alive) this.#evident(mine, seq, Date.now());
      if (this.#held === held) {
        this.#text = snapshot.text;
        this.#doing = snapshot;
      }
      this.#c.wake();
    }
  }
}
