import type { Fault, Identity } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { notices } from "../chat/notices.ts";
import { withTimeout } from "../timeout.ts";
import type { AccountHost } from "./host.ts";
import type { AccountView } from "./view.ts";

/** Asking the platform who we are; a fault there slows nothing else down. */
const IDENTITY = "identity";
const ANSWER_MS = 1_000;

/** Who the platform says we are, asked once a day. */
export class Who<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  #asking = false;
  /** The question under way; never rejects. */
  #asked: Promise<void> = Promise.resolve();
  #refused: Fault | null = null;

  constructor(host: AccountHost<C, E>) {
    this.#host = host;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS me (
      one INTEGER PRIMARY KEY, identity TEXT NOT NULL, at INTEGER NOT NULL)`);
  }

  /** Null until it has been asked. */
  get identity(): Identity | null {
    return this.#known()?.identity ?? null;
  }

  /** How the platform has refused our credentials, if nothing since has shown that it takes them. */
  get refused(): AccountView["refused"] {
    return this.#refused && { kind: this.#refused.kind, why: this.#refused.message };
  }

  /** Settles when the question under way is answered, or hangs. */
  async answered(): Promise<void> {
    await withTimeout(this.#asked, ANSWER_MS, IDENTITY).catch(() => "it has refused nothing");
  }

  /** Some call was refused: it is asked again, also by the next incarnation, until it is answered. */
  refuse(fault: Fault): void {
    const { app, env, sql } = this.#host;
    // Where nobody can be asked, nothing would ever show that it is over.
    if (!app.connect(env).whoAmI) return;
    this.#refused = fault;
    sql.exec("UPDATE me SET at = 0");
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
    this.#asked = whoAmI()
      .then(async (identity) => {
        this.#learn(identity);
        this.#refused = null;
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
