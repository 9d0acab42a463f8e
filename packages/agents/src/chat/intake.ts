import type { Inbound, Rendered } from "@trunkline/transport";
import { pressIn } from "../approvals/code.ts";
import { afterMessage } from "../safety/loop.ts";
import { jobOf } from "./approval-rows.ts";
import { type Command, parseCommand } from "./commands.ts";
import type { Conversation } from "./conversation.ts";
import { Deciding } from "./deciding.ts";
import type { Finals } from "./finals.ts";
import { Gate, type Spoken } from "./gate.ts";
import { admit } from "./inbox.ts";
import { BESIDE, JOINERS } from "./items.ts";
import { notices } from "./notices.ts";
import { routeOfBatch } from "./routed.ts";
import { saidBy } from "./said.ts";
import { type Batch, REPLAYABLE } from "./schema.ts";
import type { TurnLane } from "./turn.ts";

/** What became of a delivery; logged, never shown. `queued`: said to us, and nothing is due before its turn. */
export type Outcome =
  | "queued"
  | "stored"
  | "kept"
  | "duplicate"
  | "revived"
  | "replaced"
  | "ignored";

/** Everything that comes in, and how it becomes a batch. Synchronous: rows in, rows out. */
export class Intake<C> {
  readonly #c: Conversation<C>;
  readonly #turn: TurnLane<C>;
  readonly #finals: Finals<C>;
  /** Where the platform is asked who may use the bot. */
  readonly gate: Gate<C>;

  constructor(conversation: Conversation<C>, turn: TurnLane<C>, finals: Finals<C>) {
    this.#c = conversation;
    this.#turn = turn;
    this.#finals = finals;
    this.gate = new Gate(
      conversation,
      (inbound, now) => this.#admit(inbound, now),
      (inbound, now) => this.#refuse(inbound, now),
    );
  }

  /** Commits one delivery in one transaction. */
  accept(json: string, now: number): Outcome {
    // Written by the Worker of the same deployment; the context is parsed by its platform.
    const inbound = JSON.parse(json) as Inbound<C>;
    switch (inbound.kind) {
      case "message":
      case "edit":
      case "press":
        break;
      case "moved":
        return this.#movedHere(inbound, now);
      case "reference":
      case "ignore":
        this.#c.log("inbound.ignored", { conversation: this.#c.name, kind: inbound.kind });
        return "ignored";
      default:
        return inbound satisfies never;
    }
    this.#c.platform.context(inbound.ctx);
    let outcome: Outcome = "ignored";
    this.#c.transaction(() => {
      outcome = this.gate.hold(inbound, now) ? "stored" : this.#admit(inbound, now);
    });
    this.#c.log("inbound", { conversation: this.#c.name, key: inbound.key, outcome });
    return outcome;
  }

  /** We are the new address: what the old one holds is fetched by upkeep, once. */
  #movedHere(inbound: Inbound<C> & { kind: "moved" }, now: number): Outcome {
    const { items, facts, name } = this.#c;
    const from = `${name.slice(0, name.lastIndexOf("/"))}/${inbound.from}`;
    const isHere = facts.lines("imported_from").includes(from);
    if (isHere || items.knownByKey(inbound.key)) return "duplicate";
    this.#c.transaction(() => {
      items.insert({
        key: inbound.key,
        content_key: null,
        batch: BESIDE,
        kind: "moved",
        sort: 0,
        version: 0,
        album: null,
        ctx: JSON.stringify(inbound.ctx),
        at: now,
      });
      facts.addLine("import_from", from);
    });
    return "stored";
  }

  #admit(inbound: Spoken<C>, now: number): Outcome {
    const { items } = this.#c;
    const contentKey = inbound.kind === "press" ? undefined : inbound.contentKey;
    const { byKey, byContent } = items.known(inbound.key, contentKey);
    const admission = admit(inbound.kind, byKey, byContent);
    const ctx = JSON.stringify(inbound.ctx);
    switch (admission) {
      case "duplicate":
        return "duplicate";
      case "late-edit":
        this.#noteEdit(inbound, now);
        return "ignored";
      case "revive":
        this.revive((byKey ?? byContent)?.batchId ?? "");
        return "revived";
      case "replace":
        this.#noteEdit(inbound, now);
        this.#replace(inbound, contentKey ?? "", ctx, now);
        return "replaced";
      case "insert":
        if (this.#isEarly(inbound)) return this.#keep(inbound, contentKey ?? null, ctx, now);
        return this.#insert(inbound, contentKey ?? null, ctx, now);
      default:
        return admission satisfies never;
    }
  }

  /** Strangers hear nothing; a box that one of them has ticked would say that somebody has decided. */
  #refuse(inbound: Spoken<C>, now: number): void {
    if (inbound.kind !== "press" || this.#c.transport.acknowledge) return;
    const pressed = pressIn(inbound.data);
    if (pressed) new Deciding(this.#c).untick(pressed.code, now);
  }

  /** An item of an album that nobody has addressed to us so far. */
  #isEarly(inbound: Spoken<C>): inbound is Spoken<C> & { kind: "message" | "edit" } {
    if (inbound.kind === "press" || !inbound.joins || inbound.group === undefined) return false;
    const { items } = this.#c;
    return !items.albumPending(inbound.group) && !items.albumTaken(inbound.group);
  }

  /** The words may stand under a later item: kept for the longest time that an album may take. */
  #keep(
    { key, order, group }: Spoken<C> & { kind: "message" | "edit" },
    content_key: string | null,
    ctx: string,
    at: number,
  ): Outcome {
    const item = { key, content_key, batch: JOINERS, kind: "message", sort: order, version: 0 };
    this.#c.items.insert({ ...item, album: group ?? null, ctx, at });
    return "kept";
  }

  /** The key of an edit is known from now on: delivered again, it changes nothing. Its words are not needed. */
  #noteEdit({ key }: Spoken<C>, at: number): void {
    const base = { key, content_key: null, batch: BESIDE, kind: "edit", ctx: "{}", at };
    this.#c.items.insert({ ...base, sort: 0, version: 0, album: null });
  }

  #replace(inbound: Spoken<C>, contentKey: string, ctx: string, now: number): void {
    const version = inbound.kind === "edit" ? (inbound.version ?? 1) : 1;
    const command = this.#command(inbound.ctx);
    const beside = command !== null && command.lane !== "ordered";
    const kind = command?.name ?? "message";
    this.#c.items.replace(contentKey, kind, beside ? BESIDE : null, ctx, version);
    // A decision is said, never edited into what somebody has said.
    if (command?.lane === "control") this.#control(command.name, inbound.key, inbound.ctx, now);
  }

  #insert(inbound: Spoken<C>, contentKey: string | null, ctx: string, now: number): Outcome {
    const { items, posts, history } = this.#c;
    const base = { key: inbound.key, content_key: contentKey, ctx, at: now };
    if (inbound.kind === "press") {
      items.insert({ ...base, batch: BESIDE, kind: "press", sort: 0, version: 0, album: null });
      const pressed = pressIn(inbound.data);
      if (pressed) {
        const { key, ack } = inbound;
        this.#c.approvalRows.put({ do: "decide", key, at: now, ctx, ...pressed, ack });
        return "stored";
      }
      const { staleButton } = this.#notices(inbound.ctx);
      posts.addReply(`ack:${inbound.key}`, ctx, plain(staleButton), now, inbound.ack);
      return "stored";
    }
    if (!this.#mayAnswer(inbound.ctx)) {
      items.insert({ ...base, batch: BESIDE, kind: "loop", sort: 0, version: 0, album: null });
      return "stored";
    }
    const command = this.#command(inbound.ctx);
    const item = { ...base, sort: inbound.order, version: 0, album: inbound.group ?? null };
    if (command?.lane === "control") {
      items.insert({ ...item, batch: BESIDE, kind: command.name });
      this.#control(command.name, inbound.key, inbound.ctx, now);
      return "stored";
    }
    if (command?.lane === "approval") {
      items.insert({ ...item, batch: BESIDE, kind: command.name });
      // Decisions and links are said, never edited into what somebody has said: it may have been another.
      const isSaid = this.#c.transport.parseContext(inbound.ctx).metadata.edited !== true;
      if (isSaid) this.#c.approvalRows.put(jobOf(command, { key: inbound.key, at: now, ctx }));
      return "stored";
    }
    if (item.album !== null && items.albumTaken(item.album)) {
      // Too late for its turn: known from now on, and no turn of its own.
      items.insert({ ...item, batch: BESIDE, kind: "late" });
      history.add({ batch: "", at: now, ...saidBy(this.#c, item) });
      return "stored";
    }
    items.insert({ ...item, batch: null, kind: command?.name ?? "message" });
    if (item.album !== null && !command) items.join(item.album, now);
    return "queued";
  }

  /** Breaks the circle of bots that answer one another. */
  #mayAnswer(ctx: C): boolean {
    const { facts, transport, log, name } = this.#c;
    const before = facts.number("bot_turns");
    const { userId, metadata } = transport.parseContext(ctx);
    const { botTurns, answer } = afterMessage(before, metadata.bot === true);
    if (botTurns !== before) facts.set("bot_turns", botTurns);
    if (!answer) log("loop.stopped", { conversation: name, user: userId });
    return answer;
  }

  /** Handled at once, beside the active batch; one reply for each key. */
  #control(name: "stop" | "status", key: string, ctx: C, now: number): void {
    const { batches, facts, posts } = this.#c;
    const active = batches.active();
    const said = this.#notices(ctx);
    if (name === "stop") {
      // A final that is already known wins.
      // What was decided is carried out: it may have happened already.
      if (active && active.ending === null && active.kind !== "decision") {
        this.#stop(active);
        return;
      }
      posts.addReply(`reply:${key}`, JSON.stringify(ctx), plain(said.nothingToStop), now);
      return;
    }
    // The pool is asked for what is left of the budgets first.
    facts.set(`status:${key}`, JSON.stringify(ctx));
  }

  #stop(active: Batch): void {
    const { stopped } = this.#notices(this.#context(active.ctx));
    this.#finals.end(active, "stopped", null, stopped, null);
    this.#turn.release();
    if (!active.owed) return;
    // Saves money; if it gets lost, settling the run does the same a little later.
    const lost = () => this.#c.log("cancel.lost", { conversation: this.#c.name, batch: active.id });
    void this.#c.agent(routeOfBatch(active)).cancel(active.id).catch(lost);
  }

  /** A dead letter begins again; an answer that could not be delivered is delivered again. */
  revive(batchId: string): boolean {
    const { batches, posts } = this.#c;
    const batch = batches.get(batchId);
    if (!batch) return false;
    if (!REPLAYABLE.includes(batch.state)) return false;
    const now = Date.now();
    if (batch.ending === "dead") {
      posts.restart(batchId, now);
      batches.revive(batchId);
    } else {
      posts.reopen(batchId, this.#c.tier === "look-back", now);
      batches.redeliver(batchId);
    }
    return true;
  }

  drop(batchId: string, now: number): boolean {
    const { batches } = this.#c;
    const batch = batches.get(batchId);
    if (!batch || !REPLAYABLE.includes(batch.state)) return false;
    batches.end(batchId, "dropped", now);
    return true;
  }

  #command(ctx: C): Command | null {
    return parseCommand(this.#c.transport.parseContext(ctx).text);
  }

  #context(ctx: string): C {
    return this.#c.platform.context(JSON.parse(ctx));
  }

  #notices(ctx: C) {
    const { language } = this.#c.transport.parseContext(ctx).metadata;
    return notices(typeof language === "string" ? language : undefined);
  }
}

function plain(text: string): Rendered {
  return { text, plain: text, format: "plain" };
}
