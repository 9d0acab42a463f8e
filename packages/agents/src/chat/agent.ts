import { DurableObject } from "cloudflare:workers";
import { messageOf, tierOf } from "@trunkline/transport";
import type { App, CoreEnv, Named } from "../app.ts";
import type { Tell } from "../door/protocol.ts";
import { failpoints } from "../failpoint.ts";
import { logger } from "../log.ts";
import type { Route } from "../pool/rules.ts";
import type { RunPort } from "../runs/protocol.ts";
import { RememberedSql } from "../sql.ts";
import { timings } from "../timings.ts";
import { Wakeup } from "../wakeup.ts";
import { ApprovalRows } from "./approval-rows.ts";
import { Approving } from "./approvals.ts";
import { Batcher } from "./batcher.ts";
import { Batches } from "./batches.ts";
import type { Conversation } from "./conversation.ts";
import { Facts } from "./facts.ts";
import { Finals } from "./finals.ts";
import { History } from "./history.ts";
import { type Inspection, inspect } from "./inspect.ts";
import { Intake } from "./intake.ts";
import { Items } from "./items.ts";
import { DeliveryLane } from "./lane.ts";
import { Baggage, Move } from "./move.ts";
import { Posts } from "./posts.ts";
import { migrate } from "./schema.ts";
import { Statuses } from "./status.ts";
import { Tells } from "./tell.ts";
import { TurnLane } from "./turn.ts";
import { Upkeep } from "./upkeep.ts";

/** What the webhook Worker needs from a conversation. */
export interface ChatPort {
  /** @param inbound - an {@link Inbound} as JSON. @returns once it is committed. */
  accept(inbound: string): Promise<unknown>;
  pack(newName: string): Promise<unknown>;
  /** @param letter - a `Baggage` as JSON */
  take(from: string, letter: string): Promise<unknown>;
  /** @param tell - a `Tell` as JSON. @returns `Told`, once it is committed */
  tell(tell: string): Promise<unknown>;
  inspect(): Promise<unknown>;
  nudge(): Promise<unknown>;
  replay(batchId: string): Promise<unknown>;
  drop(batchId: string): Promise<unknown>;
  abort(): Promise<unknown>;
}

/**
 * One conversation. It owns the reply: history, references, delivery. Level-triggered: state is rows,
 * every wake-up reads them and does the next missing thing, so that repeated, late or superseded
 * wake-ups change nothing.
 *
 * - intake (`intake.ts`) commits what comes in and handles control commands at once;
 * - the batcher (`batcher.ts`) makes the next batch and keeps the active one alive;
 * - the run lane (`turn.ts`) takes the active batch to its recorded final;
 * - the delivery lane (`lane.ts`) makes what is seen equal to what should be seen;
 * - upkeep (`upkeep.ts`) settles runs, tells the account, forgets what is old.
 */
export abstract class ChatAgent<C, E extends CoreEnv> extends DurableObject<E> implements ChatPort {
  readonly #wakeup: Wakeup;
  readonly #c: Conversation<C>;
  readonly #intake: Intake<C>;
  readonly #batcher: Batcher<C>;
  readonly #turn: TurnLane<C>;
  readonly #lane: DeliveryLane<C>;
  readonly #move: Move<C>;
  readonly #upkeep: Upkeep<C>;
  readonly #tells: Tells<C>;
  readonly #approving: Approving<C>;
  readonly #statuses: Statuses<C>;
  /** The last thing that came from outside; without any the object is dropped from memory. */
  #heardAt = Date.now();

  constructor(ctx: DurableObjectState, env: E, app: App<C, E>) {
    super(ctx, env);
    migrate(ctx.storage.sql);
    this.#wakeup = new Wakeup(
      (at) => ctx.storage.setAlarm(at),
      () => this.#look(),
    );
    const transport = app.connect(env);
    const sql = new RememberedSql(ctx.storage.sql);
    const facts = new Facts(sql);
    const batches = new Batches(sql);
    const undone = () => {
      facts.forget();
      batches.letters.forget();
    };
    const name = ctx.id.name ?? "";
    this.#c = {
      name,
      platform: app.platform,
      transport,
      tier: tierOf(transport),
      timings: timings(env.TIMINGS, env.BATCH_WINDOW_MS),
      log: logger("chat", app.secrets(env)),
      reach: failpoints(env.TRUNKLINE_FAILPOINTS),
      items: new Items(sql),
      batches,
      posts: new Posts(sql),
      history: new History(sql),
      facts,
      secrets: app.secrets(env).filter((secret) => typeof secret === "string"),
      policy: {
        platform: app.platform.name,
        people: app.people(env),
        approvers: env.APPROVERS,
      },
      secondPerson: env.APPROVAL_SECOND_PERSON === "1",
      approvalRows: new ApprovalRows(facts),
      isAdmin: (userId) =>
        userId !== "" && (app.admins?.(env) ?? "").split(",").some((id) => id.trim() === userId),
      chat: (other) => env.CHAT.getByName(other),
      account: () => env.ACCOUNT.getByName(name.slice(0, name.lastIndexOf("/"))),
      router: () => env.ROUTER.getByName(`router-${bucket(name)}`),
      agent: (route) => agents(env)[route].getByName(name),
      approvals: () => env.HITL.getByName(name),
      transaction: (work) => sql.transaction(ctx.storage, work, undone),
      wake: () => this.#look(),
    };
    const finals = new Finals(this.#c);
    this.#approving = new Approving(this.#c);
    this.#statuses = new Statuses(this.#c);
    this.#turn = new TurnLane(this.#c, finals, this.#approving);
    this.#move = new Move(this.#c);
    this.#upkeep = new Upkeep(this.#c, this.#move);
    this.#lane = new DeliveryLane(this.#c, {
      streamed: (id) => this.#turn.streamed(id),
      doing: (id) => this.#turn.doing(id),
      refused: (batch, post) => finals.refused(batch, post),
      ended: (batch) => this.#upkeep.ended(batch),
    });
    this.#intake = new Intake(this.#c, this.#turn, finals);
    this.#batcher = new Batcher(this.#c, this.#turn, finals);
    this.#tells = new Tells(this.#c, (approval, now) => this.#approving.changed(approval, now));
  }

  async accept(inbound: string): Promise<string> {
    this.#heardAt = Date.now();
    await this.#c.reach("inbox:commit");
    const forward = this.#c.facts.get("forward_to");
    if (forward) return this.#move.passOn(inbound, forward);
    const now = Date.now();
    const outcome = this.#intake.accept(inbound, now);
    // The look that is planned for the first message of a turn finds the others.
    const isSeen = this.#wakeup.looksBefore(now + this.#c.timings.batchWindowMs);
    // It is committed, whatever the look comes to: not every platform would deliver it again.
    if (outcome !== "queued" || !isSeen) this.#look();
    return outcome;
  }

  /** The conversation has moved: what is open and the history go to its new object. */
  async pack(newName: string): Promise<Baggage> {
    this.#turn.release();
    const baggage = await this.#move.pack(newName);
    this.#wake();
    return baggage;
  }

  async take(from: string, letter: string): Promise<void> {
    this.#heardAt = Date.now();
    const forward = this.#c.facts.get("forward_to");
    if (forward) {
      await this.#c.chat(forward).take(from, letter);
      return;
    }
    this.#move.take(from, Baggage.parse(JSON.parse(letter)));
    this.#wake();
  }

  async tell(tell: string): Promise<unknown> {
    this.#heardAt = Date.now();
    const forward = this.#c.facts.get("forward_to");
    if (forward) return this.#c.chat(forward).tell(tell);
    // Parsed by the door, of the same deployment.
    const told = this.#tells.keep(JSON.parse(tell) as Tell, Date.now());
    await this.#c.reach("tell:kept");
    this.#wake();
    return told;
  }

  async inspect(): Promise<Inspection> {
    return inspect(this.#c, this.#turn);
  }

  async replay(batchId: string): Promise<boolean> {
    const forward = this.#c.facts.get("forward_to");
    const done = forward
      ? await this.#move.letters.replay(batchId, forward)
      : this.#intake.revive(batchId);
    this.#wake();
    return done;
  }

  async drop(batchId: string): Promise<boolean> {
    const forward = this.#c.facts.get("forward_to");
    const done =
      this.#intake.drop(batchId, Date.now()) ||
      (forward !== null && (await this.#c.chat(forward).drop(batchId)) === true);
    this.#wake();
    return done;
  }

  async abort(): Promise<void> {
    if (this.env.TRUNKLINE_FAILPOINTS) this.ctx.abort("crash test");
  }

  /** Looks at the rows. It throws only when the next alarm was refused, and awaits nothing of the network. */
  override async alarm(): Promise<void> {
    this.#wakeup.fired();
    this.#heardAt = Date.now();
    this.#look();
    await this.#wakeup.written();
  }

  #look(): void {
    try {
      this.#wake();
    } catch (error) {
      // The alarm must not be lost with the error: whatever it was, the rows are looked at again.
      this.#c.log("wake.error", { conversation: this.#c.name, why: messageOf(error) });
      this.#wakeup.arm(Date.now() + this.#c.timings.keepAliveMs);
    }
  }

  /** The account has seen something open here for a while: should the alarm be lost, this is one. */
  async nudge(): Promise<void> {
    this.#wake();
  }

  #wake(): void {
    const now = Date.now();
    const { timings: t } = this.#c;
    const due = [
      this.#batcher.promote(now),
      this.#batcher.supervise(now),
      this.#intake.gate.kick(now),
      this.#approving.kick(now),
      this.#statuses.kick(now),
      this.#lane.kick(now),
      this.#upkeep.kick(now),
    ].filter((at) => at !== null);
    const next = Math.min(...due);
    if (!Number.isFinite(next)) return;
    // Something is open: never sleep longer than an object may be idle with work in flight.
    const busy = [
      this.#intake.gate,
      this.#turn,
      this.#lane,
      this.#upkeep,
      this.#approving,
      this.#statuses,
    ].some((one) => one.busy);
    const open = busy || this.#c.batches.active() !== null;
    // A short wait is a timer, and the alarm comes when the timer was lost with the memory.
    const alarm = Math.max(next, now + t.pokeMs);
    this.#wakeup.plan({
      next,
      alarm: open ? Math.min(alarm, now + t.keepAliveMs) : alarm,
      until: open || next <= now + t.keepAliveMs ? this.#heardAt + t.keepAliveMs : next,
    });
  }
}

function agents(env: CoreEnv): Readonly<Record<Route, Named<RunPort>>> {
  return {
    simple: env.SIMPLE,
    orchestrator: env.ORCHESTRATOR,
    hitl: env.HITL,
    researcher: env.RESEARCHER,
    info: env.INFO,
  };
}

/** Spreads conversations over the router's objects. */
function bucket(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return hash % 16;
}
