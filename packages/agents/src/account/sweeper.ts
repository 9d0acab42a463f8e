import type { Inbound } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { dispatch } from "../dispatch.ts";
import { withTimeout } from "../timeout.ts";
import type { AccountHost } from "./host.ts";

/** Whose waits a sweep keeps. */
const SWEEPING = "sweep";

/** Looks for what the platform has not delivered and will not deliver again by itself. */
export class Sweeper<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  readonly #keep: (events: readonly (Inbound<C> & { kind: "reference" })[]) => void;
  #busy = false;

  constructor(
    host: AccountHost<C, E>,
    keep: (events: readonly (Inbound<C> & { kind: "reference" })[]) => void,
  ) {
    this.#host = host;
    this.#keep = keep;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS sweep (
      one INTEGER PRIMARY KEY, cursor TEXT, next_at INTEGER NOT NULL)`);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Sweeps when it is time. @returns when to look again */
  kick(now: number): number {
    const { timings, sql, name, blockedUntil, block } = this.#host;
    if (this.#busy) return now + timings.pokeMs;
    const blocked = blockedUntil(SWEEPING, now);
    if (blocked > now) return blocked;
    const row = sql
      .exec<{ cursor: string | null; next_at: number }>("SELECT cursor, next_at FROM sweep")
      .toArray()[0];
    if (row && row.next_at > now) return row.next_at;
    this.#busy = true;
    // Written first: a sweep that brings the object down is not begun again at once.
    sql.exec(
      "INSERT INTO sweep VALUES (1, NULL, ?) ON CONFLICT (one) DO UPDATE SET next_at = excluded.next_at",
      now + timings.sweepMs,
    );
    void this.#sweep(row?.cursor ?? null)
      .catch((error: unknown) => {
        // The fault's own words: what a client throws may hold a token.
        const fault = this.#host.app.platform.classify(error);
        this.#host.log("sweep.failed", { account: name, fault: fault.kind });
        if (fault.kind === "rate_limited" || fault.kind === "unauthorized") block(SWEEPING, fault);
      })
      .then(() => {
        this.#busy = false;
        this.#host.look();
      });
    return now + timings.pokeMs;
  }

  async #sweep(cursor: string | null): Promise<void> {
    const { app, env, timings, sql, log, name } = this.#host;
    const found = app.connect(env).sweep?.(cursor);
    if (!found) return;
    const steps = found[Symbol.asyncIterator]();
    let count = 0;
    for (;;) {
      const step = await withTimeout(steps.next(), timings.callTimeoutMs * 3, "sweep");
      if (step.done) break;
      if ("cursor" in step.value) {
        sql.exec("UPDATE sweep SET cursor = ?", step.value.cursor);
        continue;
      }
      await this.#take(step.value.found);
      count += 1;
    }
    if (count > 0) log("sweep.found", { account: name, count });
  }

  async #take(inbound: Inbound<C>): Promise<void> {
    const { app, env, log } = this.#host;
    if (inbound.kind === "ignore") return;
    if (inbound.kind === "reference") this.#keep([inbound]);
    else await dispatch(app, env, inbound, log);
  }
}
