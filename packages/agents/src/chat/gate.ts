import type { Inbound } from "@trunkline/transport";
import { gate, type Permission } from "../safety/gate.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import type { Conversation } from "./conversation.ts";
import { admit } from "./inbox.ts";
import { BESIDE, UNASKED } from "./items.ts";
import type { Item } from "./schema.ts";

/** What a person does: says, corrects, presses. */
export type Spoken<C> = Inbound<C> & { kind: "message" | "edit" | "press" };

/**
 * Where only the platform knows who may use the bot, it is asked about each person before anything else
 * becomes of what was said: no command, no turn, no model. Until then it waits in the inbox.
 */
export class Gate<C> {
  readonly #c: Conversation<C>;
  readonly #admitted: (inbound: Spoken<C>, now: number) => void;
  #busy = false;
  #tries = 0;

  /** @param admitted - takes what was said by somebody who may say it; inside a transaction */
  constructor(conversation: Conversation<C>, admitted: (inbound: Spoken<C>, now: number) => void) {
    this.#c = conversation;
    this.#admitted = admitted;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Keeps what was said until its author is known. @returns false: it needs no question */
  hold(inbound: Spoken<C>, now: number): boolean {
    const { items, transport } = this.#c;
    if (!transport.mayAsk) return false;
    const contentKey = inbound.kind === "press" ? undefined : inbound.contentKey;
    const byKey = items.knownByKey(inbound.key);
    const byContent = contentKey ? items.knownByContent(contentKey) : null;
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
    if (items.unasked().length === 0) return null;
    const at = facts.number("ask_at");
    if (at > now) return at;
    this.#busy = true;
    void this.#work().then(() => {
      this.#busy = false;
      this.#c.wake();
    });
    return now + timings.pokeMs;
  }

  async #work(): Promise<void> {
    for (const item of this.#c.items.unasked()) {
      if (!(await this.#ask(item))) return;
    }
  }

  /** @returns false: the platform cannot say now, the others wait too */
  async #ask(item: Item): Promise<boolean> {
    const { transport, platform, timings, facts, log, name } = this.#c;
    const inbound = JSON.parse(item.ctx) as Spoken<C>;
    const ctx = platform.context(inbound.ctx);
    let permission: Permission;
    try {
      const asked = transport.mayAsk?.(ctx) ?? Promise.resolve(false);
      permission = await withTimeout(asked, timings.callTimeoutMs, "mayAsk");
      this.#tries = 0;
    } catch (error) {
      permission = platform.classify(error);
      log("permission.unknown", { conversation: name, fault: permission.kind });
    }
    const entry = gate(true, permission);
    const now = Date.now();
    if (entry === "retry" && now - item.at <= timings.deliveryBudgetMs) {
      this.#tries += 1;
      const wait = backoffMs(this.#tries, timings.retryFirstMs, timings.retryMostMs);
      const told = typeof permission === "object" ? (permission.retryAfterSeconds ?? 0) : 0;
      facts.set("ask_at", now + Math.max(wait, told * timings.platformSecondMs));
      return false;
    }
    await this.#c.reach("permission:known");
    this.#answered(item, inbound, entry === "ask");
    return true;
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
        ctx: JSON.stringify(ctx),
      });
      log("inbound.refused", { conversation: name, user: transport.parseContext(ctx).userId });
    });
  }
}
