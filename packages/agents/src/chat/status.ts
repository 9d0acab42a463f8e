import { messageOf, type Rendered } from "@trunkline/transport";
import { Standing } from "../pool/standing.ts";
import { withTimeout } from "../timeout.ts";
import type { Conversation } from "./conversation.ts";
import { notices } from "./notices.ts";
import { languageOf, parsed } from "./said.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * `/status`: what is done here, and what is left of the budgets, which only the pool knows. Beside the
 * batches; who asks is a row until he is answered, once.
 */
export class Statuses<C> {
  readonly #c: Conversation<C>;
  #busy = false;
  /** Those that could not be answered, and when they are tried again. */
  readonly #later = new Map<string, number>();

  constructor(conversation: Conversation<C>) {
    this.#c = conversation;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Starts what was asked for. @returns when to look again, or null */
  kick(now: number): number | null {
    const { facts, timings, log, name } = this.#c;
    if (this.#busy) return now + timings.pokeMs;
    const asked = facts.under("status:");
    if (asked.length === 0) return null;
    const at = ({ name: row }: { name: string }) => this.#later.get(row) ?? now;
    const due = asked.filter((one) => at(one) <= now);
    if (due.length === 0) return Math.min(...asked.map(at));
    this.#busy = true;
    const work = due.map(({ name: row, value }) =>
      this.#answer(row, value).catch((error: unknown) => {
        // Ours, like a row of an older deployment: tried again at once it would be the same, without end.
        this.#later.set(row, Date.now() + timings.retryMostMs);
        log("status.error", { conversation: name, why: messageOf(error) });
      }),
    );
    void Promise.all(work).then(() => {
      this.#busy = false;
      this.#c.wake();
    });
    return now + timings.pokeMs;
  }

  async #answer(row: `status:${string}`, ctx: string): Promise<void> {
    const standing = await this.#standing(ctx);
    const { facts, posts, batches, items } = this.#c;
    const now = Date.now();
    const active = batches.active();
    const text = notices(languageOf(this.#c, ctx)).status({
      working: active !== null,
      seconds: Math.round((now - (active?.started_at ?? now)) / 1000),
      pending: items.pending().length,
      tokens: batches.tokensSince(now - (now % DAY_MS)),
      standing,
    });
    const body: Rendered = { text, plain: text, format: "plain" };
    this.#c.transaction(() => {
      posts.addReply(`reply:${row.slice("status:".length)}`, ctx, body, now);
      facts.delete(row);
    });
  }

  /** Who asks how it stands is told soon, also while the pool is away. @returns null: it is not known */
  async #standing(ctx: string): Promise<Standing | null> {
    const { platform, timings, name, log } = this.#c;
    const { userId } = parsed(this.#c, ctx);
    const from = { platform: platform.name, userId };
    try {
      const asked = this.#c.router().standing({ v: 1, conversation: name, from });
      return Standing.parse(await withTimeout(asked, timings.pingMs, "standing"));
    } catch (error) {
      log("status.partly", { conversation: name, why: messageOf(error) });
      return null;
    }
  }
}
