import { type Inbound, messageOf } from "@trunkline/transport";
import { gate, type Permission } from "../safety/gate.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import { Brake } from "./brake.ts";
import type { Conversation } from "./conversation.ts";
import { admit } from "./inbox.ts";
import { BESIDE, UNASKED } from "./items.ts";
import type { Item } from "./schema.ts";

/** What a person does: says, corrects, presses. */
export type Spoken<C> = Inbound<C> & { kind: "message" | "edit" | "press" };

const STRANGER_MS = 60_000;

/**
 * Questions about people, of all conversations of an account: a crowd that writes to a bot at once must not use up
 * what the platform lets it read. The narrowest limit that is known is 5,000 requests in an hour.
 */
const QUESTIONS = { scope: "questions", limits: { perMinute: 60, reads: true } };

/**
 * Where only the platform knows who may use the bot, it is asked about each person before anything else
 * becomes of what was said: no command, no turn, no model. Until then it waits in the inbox.
 */
export class Gate<C> {
  readonly #c: Conversation<C>;
  readonly #admitted: (inbound: Spoken<C>, now: number) => void;
  readonly #refused: (inbound: Spoken<C>, now: number) => void;
  readonly #brake: Brake<C>;
  #busy = false;
  /** About whom the platform could not say anything, and when it is asked again. */
  readonly #waits = new Map<string, { readonly tries: number; readonly until: number }>();
  /** Who was refused a moment ago is not asked about for every message. */
  readonly #strangers = new Map<string, number>();

  /**
   * Both inside a transaction.
   *
   * @param admitted - takes what was said by somebody who may say it
   * @param refused - takes back what somebody has changed who may not
   */
  constructor(
    conversation: Conversation<C>,
    admitted: (inbound: Spoken<C>, now: number) => void,
    refused: (inbound: Spoken<C>, now: number) => void,
  ) {
    this.#c = conversation;
    this.#admitted = admitted;
    this.#refused = refused;
    this.#brake = new Brake(conversation);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Keeps what was said until its author is known. @returns false: it needs no question */
  hold(inbound: Spoken<C>, now: number): boolean {
    const { items, transport } = this.#c;
    if (!transport.mayAsk) return false;
    const contentKey = inbound.kind === "press" ? undefined : inbound.contentKey;
    const { byKey, byContent } = items.known(inbound.key, contentKey);
    const admission = admit(inbound.kind, byKey, byContent);
    if (admission !== "insert" && admission !== "replace") return false;
    items.insert({
      key: inbound.key,
      content_key: inbound.kind === "message" ? (contentKey ?? null) : null,
      batch: UNASKED,
      kind: inbound.kind,
      sort: inbound.kind === "press" ? 0 : inbound.order,
      version: 0,
      album: null,
      ctx: JSON.stringify(inbound),
      at: now,
    });
    return true;
  }

  /** Starts asking. @returns when to look again, or null. */
  kick(now: number): number | null {
    const { items, facts, timings, transport } = this.#c;
    if (!transport.mayAsk) return null;
    if (this.#busy) return now + timings.pokeMs;
    const waiting = items.unasked();
    if (waiting.length === 0) return null;
    const soonest = Math.min(...waiting.map((item) => this.#soonest(item)));
    const at = Math.max(facts.number("ask_at"), this.#brake.until(), soonest);
    if (at > now) return at;
    this.#busy = true;
    void this.#work().then(() => {
      this.#busy = false;
      this.#c.wake();
    });
    return now + timings.pokeMs;
  }

  #soonest(item: Item): number {
    const said = this.#read(item);
    if (said === null) return 0;
    // What it corrects is waiting, too, and has a time.
    return this.#isAhead(said.inbound)
      ? Number.POSITIVE_INFINITY
      : (this.#waits.get(said.userId)?.until ?? 0);
  }

  /** Null: a row that cannot be read, of another deployment. */
  #read(item: Item): { readonly inbound: Spoken<C>; readonly userId: string } | null {
    const { transport, platform } = this.#c;
    try {
      const inbound = JSON.parse(item.ctx) as Spoken<C>;
      return { inbound, userId: transport.parseContext(platform.context(inbound.ctx)).userId };
    } catch {
      return null;
    }
  }

  async #work(): Promise<void> {
    try {
      const later = new Set<string>();
      for (const item of this.#c.items.unasked()) {
        const said = this.#read(item);
        if (said === null) {
          // Nobody can act on it, and it must not hold up what comes behind it.
          this.#c.log("inbound.unreadable", { conversation: this.#c.name, key: item.key });
          this.#c.items.remove(item.id);
          continue;
        }
        const { inbound, userId } = said;
        // What one person says stays in order; others do not wait for him, unless they correct what he has said.
        const waits = (this.#waits.get(userId)?.until ?? 0) > Date.now();
        if (later.has(userId) || waits || this.#isAhead(inbound)) {
          later.add(userId);
          continue;
        }
        const outcome = await this.#ask(item, inbound, userId);
        if (outcome === "nobody can be asked about") return;
        if (outcome === "later") later.add(userId);
      }
    } catch (error) {
      // Ours, and the rows are intact: a store that is down.
      const { log, name, facts, timings } = this.#c;
      log("gate.error", { conversation: name, why: messageOf(error) });
      facts.set("ask_at", Date.now() + timings.retryMostMs);
    }
  }

  /** An edit of something whose author is still asked about: it could replace nothing yet. */
  #isAhead(inbound: Spoken<C>): boolean {
    if (inbound.kind !== "edit" || inbound.contentKey === undefined) return false;
    return this.#c.items.known(inbound.key, inbound.contentKey).byContent?.batchId === UNASKED;
  }

  async #ask(
    item: Item,
    inbound: Spoken<C>,
    userId: string,
  ): Promise<"answered" | "later" | "nobody can be asked about"> {
    const { platform, timings, facts, log, name } = this.#c;
    const ctx = platform.context(inbound.ctx);
    const stranger = (this.#strangers.get(userId) ?? 0) > Date.now();
    const { scope, limits } = QUESTIONS;
    if (!stranger && !(await this.#brake.granted(scope, limits))) {
      return "nobody can be asked about";
    }
    let permission: Permission;
    try {
      const asked = stranger ? Promise.resolve(false) : this.#mayAsk(ctx);
      permission = await withTimeout(asked, timings.callTimeoutMs, "mayAsk");
    } catch (error) {
      permission = platform.classify(error);
      log("permission.unknown", { conversation: name, fault: permission.kind });
      await this.#brake.slowDown(ctx, permission);
    }
    const entry = gate(true, permission);
    if (entry === "retry") {
      const now = Date.now();
      const fault = typeof permission === "object" ? permission : null;
      if (fault?.kind === "rate_limited" || fault?.kind === "unauthorized") {
        const told = (fault.retryAfterSeconds ?? 0) * timings.platformSecondMs;
        facts.set("ask_at", now + Math.max(told, timings.retryFirstMs));
        return "nobody can be asked about";
      }
      const tries = (this.#waits.get(userId)?.tries ?? 0) + 1;
      const until = now + backoffMs(tries, timings.retryFirstMs, timings.retryMostMs);
      this.#waits.set(userId, { tries, until });
      return "later";
    }
    this.#waits.delete(userId);
    if (entry === "refuse") this.#strangers.set(userId, Date.now() + STRANGER_MS);
    await this.#c.reach("permission:known");
    this.#answered(item, inbound, entry === "ask");
    return "answered";
  }

  #mayAsk(ctx: C): Promise<boolean> {
    return this.#c.transport.mayAsk?.(ctx) ?? Promise.resolve(false);
  }

  #answered(item: Item, inbound: Spoken<C>, may: boolean): void {
    const { items, transport, platform, log, name } = this.#c;
    const now = Date.now();
    const ctx = platform.context(inbound.ctx);
    this.#c.transaction(() => {
      // It may have been handled meanwhile, by an incarnation that was thought dead.
      if (!items.remove(item.id)) return;
      if (may) {
        this.#admitted(inbound, now);
        return;
      }
      items.insert({
        ...item,
        kind: "refused",
        batch: BESIDE,
        // The key is known from now on; the words are nobody's business.
        ctx: "{}",
      });
      items.raiseFloor();
      this.#refused(inbound, now);
      log("inbound.refused", { conversation: name, user: transport.parseContext(ctx).userId });
    });
  }
}
