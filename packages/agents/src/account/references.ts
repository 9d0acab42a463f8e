import { type Fault, type Inbound, messageOf, passes } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { dispatch } from "../dispatch.ts";
import type { Reach } from "../failpoint.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import type { AccountHost } from "./host.ts";

type Reference<C> = Inbound<C> & { kind: "reference" };

type Row = {
  n: number;
  key: string;
  conversation: string;
  /** The event as JSON; empty once it is done. */
  event: string;
  state: "open" | "done" | "dead";
  tries: number;
  not_before: number;
  at: number;
};

/** Whose waits a question keeps. */
const ASKING = "reference";

/**
 * The account's inbox: events that hold ids only. They are committed here before the platform has its 2xx,
 * then looked up one after another, and go on to their conversations as messages, in order for each.
 */
export class References<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  readonly #reach: Reach;
  #busy = false;
  #prunedAt = 0;

  constructor(host: AccountHost<C, E>, reach: Reach) {
    this.#host = host;
    this.#reach = reach;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS reference (
      n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, conversation TEXT NOT NULL, event TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'open', tries INTEGER NOT NULL DEFAULT 0,
      not_before INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL)`);
    host.sql.exec(
      "CREATE INDEX IF NOT EXISTS reference_open ON reference (n) WHERE state = 'open'",
    );
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Commits events, each once; one that was given up is taken up again. */
  keep(events: readonly Reference<C>[], now: number): void {
    const { sql, app, transaction } = this.#host;
    transaction(() => {
      for (const event of events) {
        sql.exec(
          `INSERT INTO reference (key, conversation, event, at) VALUES (?, ?, ?, ?)
           ON CONFLICT (key) DO UPDATE SET state = 'open', tries = 0, not_before = 0, at = excluded.at
           WHERE state = 'dead'`,
          ...[event.key, app.platform.conversation(event.ctx), JSON.stringify(event), now],
        );
      }
    });
  }

  /** Takes up again what was given up. @returns how many */
  revive(now: number): number {
    return this.#host.sql
      .exec(
        "UPDATE reference SET state = 'open', tries = 0, not_before = 0, at = ? WHERE state = 'dead' RETURNING n",
        now,
      )
      .toArray().length;
  }

  /** How many wait, and how many were given up. */
  counts(): { readonly open: number; readonly dead: number } {
    const count = (state: Row["state"]) =>
      this.#host.sql
        .exec<{ n: number }>("SELECT COUNT(*) AS n FROM reference WHERE state = ?", state)
        .one().n;
    return { open: count("open"), dead: count("dead") };
  }

  /** Starts looking up. @returns when to look again, or null. */
  kick(now: number): number | null {
    const { timings } = this.#host;
    if (this.#busy) return now + timings.pokeMs;
    const next = this.#next(now);
    if (next === null || typeof next === "number") return next;
    this.#busy = true;
    // The store may be down: then the next look tries again.
    const lost = (error: unknown) => this.#host.log("reference.error", { why: messageOf(error) });
    void this.#work()
      .catch(lost)
      .then(() => {
        this.#busy = false;
        this.#host.look();
      });
    return now + timings.pokeMs;
  }

  /** Forgets what is old, now and then: all of it has to be read. */
  prune(now: number): void {
    const { sql, timings } = this.#host;
    if (now - this.#prunedAt < timings.accountMs) return;
    this.#prunedAt = now;
    const before = now - timings.keepMs;
    sql.exec("DELETE FROM reference WHERE state != 'open' AND at < ?", before);
  }

  /** The next event, or when there is one, or null. An earlier one of the same conversation goes first. */
  #next(now: number): Row | number | null {
    const { sql, blockedUntil } = this.#host;
    const blocked = blockedUntil(ASKING, now);
    const open = sql
      .exec<Row>(
        `SELECT * FROM reference WHERE n IN
           (SELECT MIN(n) FROM reference WHERE state = 'open' GROUP BY conversation) ORDER BY n`,
      )
      .toArray();
    if (blocked > now) return open.length > 0 ? blocked : null;
    let soonest = Number.POSITIVE_INFINITY;
    for (const row of open) {
      if (row.not_before <= now) return row;
      soonest = Math.min(soonest, row.not_before);
    }
    return Number.isFinite(soonest) ? soonest : null;
  }

  async #work(): Promise<void> {
    for (;;) {
      const row = this.#next(Date.now());
      if (row === null || typeof row === "number") return;
      try {
        await this.#resolve(row);
      } catch (error) {
        // Ours, like a row of an older deployment: it is put aside for the operator, others go on.
        this.#host.log("reference.error", { key: row.key, why: messageOf(error) });
        this.#host.sql.exec("UPDATE reference SET state = 'dead' WHERE n = ?", row.n);
      }
    }
  }

  async #resolve(row: Row): Promise<void> {
    const { app, env, timings, log } = this.#host;
    const event = JSON.parse(row.event) as Reference<C>;
    const { key, order, version, as: kind = "message" } = event;
    try {
      const asked = app.connect(env).resolve?.(app.platform.context(event.ctx));
      const ctx = await withTimeout(
        asked ?? Promise.resolve(null),
        timings.callTimeoutMs,
        "resolve",
      );
      if (ctx === null) {
        log("reference.dropped", { conversation: row.conversation, key: row.key });
        this.#done(row);
        return;
      }
      const contentKey = app.platform.contentKey?.(ctx) ?? event.contentKey;
      const known = { ...(contentKey ? { contentKey } : {}), ...(version ? { version } : {}) };
      await this.#deliver(row, { kind, key, order, ctx, ...known });
    } catch (error) {
      this.#failed(row, app.platform.classify(error));
    }
  }

  async #deliver(row: Row, message: Inbound<C> & { kind: "message" | "edit" }): Promise<void> {
    const { app, env, log } = this.#host;
    try {
      await dispatch(app, env, message, log);
      await this.#reach("reference:delivered");
    } catch (error) {
      // The conversation's store is down: the platform has no part in it.
      this.#failed(row, { kind: "transient", message: messageOf(error) });
      return;
    }
    this.#done(row);
  }

  #done(row: Row): void {
    this.#host.sql.exec("UPDATE reference SET state = 'done', event = '' WHERE n = ?", row.n);
  }

  #failed(row: Row, fault: Fault): void {
    const { sql, timings, log, block } = this.#host;
    const now = Date.now();
    const passing = passes(fault);
    log("reference.failed", { conversation: row.conversation, key: row.key, fault: fault.kind });
    if (!passing || now - row.at > timings.deliveryBudgetMs) {
      sql.exec("UPDATE reference SET state = 'dead' WHERE n = ?", row.n);
      return;
    }
    const backoff = backoffMs(row.tries + 1, timings.retryFirstMs, timings.retryMostMs);
    const told = (fault.retryAfterSeconds ?? 0) * timings.platformSecondMs;
    const at = now + Math.max(backoff, told);
    sql.exec("UPDATE reference SET tries = tries + 1, not_before = ? WHERE n = ?", at, row.n);
    // A wait that the platform asks for holds for every question, and where it says so for every write.
    if (fault.kind === "rate_limited" || fault.kind === "unauthorized") block(ASKING, fault);
  }
}
