import type { Fault, Identity } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { notices } from "../chat/notices.ts";
import type { AccountHost } from "./host.ts";

/** Asking the platform who we are; a fault there slows nothing else down. */
const IDENTITY = "identity";

/** Who the platform says we are, asked once a day. */
export class Who<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  #asking = false;

  constructor(host: AccountHost<C, E>) {
    this.#host = host;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS me (
      one INTEGER PRIMARY KEY, identity TEXT NOT NULL, at INTEGER NOT NULL)`);
  }

  /** Null until it has been asked. */
  get identity(): Identity | null {
    return this.#known()?.identity ?? null;
  }

  /** Asks when that is due, detached. */
  kick(now: number): void {
    const { app, env, timings } = this.#host;
    const known = this.#known();
    if (known && now - known.at <= timings.accountMs * 24) return;
    const { whoAmI, introduce } = app.connect(env);
    if (this.#asking || !whoAmI || this.#host.blockedUntil(IDENTITY, now) > now) return;
    this.#asking = true;
    const { commands } = notices();
    const suggested = Object.entries(commands).map(([name, about]) => ({ name, about }));
    void whoAmI()
      .then(async (identity) => {
        this.#learn(identity);
        await introduce?.(suggested);
      })
      .catch((error: unknown) => this.#failed(app.platform.classify(error)))
      .then(() => {
        this.#asking = false;
      });
  }

  #learn({ id, name }: Identity): void {
    this.#host.sql.exec(
      "INSERT OR REPLACE INTO me VALUES (1, ?, ?)",
      JSON.stringify({ id, ...(name ? { name } : {}) }),
      Date.now(),
    );
  }

  #failed(fault: Fault): void {
    const { log, name } = this.#host;
    log("account.unknown", { account: name, fault: fault.kind });
    const retryAfterSeconds = fault.retryAfterSeconds ?? 30;
    this.#host.block(IDENTITY, { ...fault, retryAfterSeconds });
  }

  #known(): { readonly identity: Identity; readonly at: number } | null {
    const row = this.#host.sql
      .exec<{ identity: string; at: number }>("SELECT identity, at FROM me")
      .toArray()[0];
    return row ? { identity: JSON.parse(row.identity) as Identity, at: row.at } : null;
  }
}
