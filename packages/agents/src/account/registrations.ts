import type { Hooks } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { withTimeout } from "../timeout.ts";
import { backoffMs } from "../timings.ts";
import type { AccountHost } from "./host.ts";

type Row = {
  /** Unguessable: the last part of the target's path. */
  id: string;
  resource: string;
  /**
   * `pending`: the platform is being asked; `active`: it has confirmed; `dropped`: it has forgotten it, and is
   * to be asked again.
   */
  state: "pending" | "active" | "failed" | "dropped";
  secret: string | null;
  gid: string | null;
  heard_at: number | null;
  at: number;
};

/** A subscription as an operator sees it: no secret. */
export type Registration = Pick<Row, "resource" | "state" | "gid" | "heard_at" | "at"> & {
  readonly target: string;
};

/**
 * Subscriptions whose secrets the platform chooses. A secret is taken once, for a registration that is
 * pending, and never replaced: its path cannot be guessed, and what the platform then answers must name
 * the same secret. What the platform has dropped is made again.
 */
export class Registrations<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  #busy = false;
  /** Who asks twice at once gets one subscription. */
  readonly #asked = new Map<string, Promise<Registration>>();
  #tries = 0;

  constructor(host: AccountHost<C, E>) {
    this.#host = host;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS registration (
      id TEXT PRIMARY KEY, resource TEXT NOT NULL, state TEXT NOT NULL, secret TEXT, gid TEXT,
      heard_at INTEGER, at INTEGER NOT NULL) WITHOUT ROWID`);
    host.sql.exec("CREATE TABLE IF NOT EXISTS patrol (one INTEGER PRIMARY KEY, next_at INTEGER)");
  }

  get busy(): boolean {
    return this.#busy;
  }

  list(): Registration[] {
    return this.#all().map(({ id, secret: _, ...row }) => ({ ...row, target: this.#target(id) }));
  }

  /**
   * Asks the platform for a subscription. Its handshake comes while this waits, as a call of its own: no
   * lock may be held here.
   */
  register(hooks: Hooks, resource: string): Promise<Registration> {
    const asked = this.#asked.get(resource) ?? this.#register(hooks, resource);
    this.#asked.set(resource, asked);
    const over = () => this.#asked.delete(resource);
    asked.then(over, over);
    return asked;
  }

  async #register(hooks: Hooks, resource: string): Promise<Registration> {
    const { sql, timings, log, name } = this.#host;
    const now = Date.now();
    const known = this.#all().find((row) => row.resource === resource && row.state === "active");
    if (known) return this.#shown(known);
    const id = crypto.randomUUID().replaceAll("-", "");
    sql.exec(
      "INSERT INTO registration (id, resource, state, at) VALUES (?, ?, 'pending', ?)",
      ...[id, resource, now],
    );
    try {
      const asked = hooks.create(resource, this.#target(id));
      const { gid, secret } = await withTimeout(asked, timings.callTimeoutMs * 2, "register");
      const kept = this.#get(id)?.secret ?? null;
      if (kept === null || kept !== secret) {
        await hooks.remove(gid);
        throw new Error("the handshake's secret is not the one that was confirmed");
      }
      sql.exec("UPDATE registration SET state = 'active', gid = ? WHERE id = ?", gid, id);
      sql.exec("DELETE FROM registration WHERE resource = ? AND state = 'dropped'", resource);
      log("registration.active", { account: name, resource });
    } catch (error) {
      sql.exec("UPDATE registration SET state = 'failed', secret = NULL WHERE id = ?", id);
      throw error;
    }
    return this.#shown(this.#get(id) ?? { ...EMPTY, id, resource, at: now });
  }

  /** Takes the secret of a handshake. @returns false: none is expected */
  keep(id: string, secret: string, now: number): boolean {
    const row = this.#get(id);
    if (
      row?.state !== "pending" ||
      row.secret !== null ||
      now - row.at > this.#host.timings.handshakeMs
    ) {
      return false;
    }
    this.#host.sql.exec("UPDATE registration SET secret = ? WHERE id = ?", secret, id);
    return true;
  }

  secretOf(id: string): string | null {
    const row = this.#get(id);
    return row?.state === "active" || row?.state === "pending" ? row.secret : null;
  }

  /** The platform is still there. */
  heard(id: string, now: number): void {
    this.#host.sql.exec("UPDATE registration SET heard_at = ? WHERE id = ?", now, id);
  }

  /** Looks after what should be subscribed to. @returns when to look again, or null */
  kick(now: number): number | null {
    const { app, env, timings, sql } = this.#host;
    const { hooks } = app.connect(env);
    if (!hooks || !this.#origin) return null;
    if (this.#busy) return now + timings.pokeMs;
    const row = sql.exec<{ next_at: number }>("SELECT next_at FROM patrol").toArray()[0];
    if (row && row.next_at > now) return row.next_at;
    this.#busy = true;
    // Should it bring the object down, it is begun again after a while.
    this.#again(now + timings.retryMostMs);
    void this.#patrol(hooks)
      .then(() => {
        this.#tries = 0;
        this.#again(Date.now() + timings.accountMs);
      })
      .catch((error: unknown) => {
        const fault = app.platform.classify(error);
        this.#host.log("registration.failed", { account: this.#host.name, fault: fault.kind });
        this.#tries += 1;
        const wait = backoffMs(this.#tries, timings.retryFirstMs, timings.retryMostMs);
        const told = (fault.retryAfterSeconds ?? 0) * timings.platformSecondMs;
        this.#again(Date.now() + Math.max(wait, told));
      })
      .then(() => {
        this.#busy = false;
        this.#host.look();
      });
    return now + timings.pokeMs;
  }

  /** Compares what we hold with what the platform holds. */
  async #patrol(hooks: Hooks): Promise<void> {
    const { app, env, sql, timings, log, name } = this.#host;
    // What is made while we ask is not in the answer.
    const known = this.#all();
    const wanted = new Set(app.resources?.(env) ?? []);
    for (const { state, resource } of known) {
      if (state === "active" || state === "dropped") wanted.add(resource);
    }
    const there = await withTimeout(hooks.list([...wanted]), timings.callTimeoutMs * 3, "hooks");
    for (const row of known) {
      const { id, resource, state } = row;
      if (this.#get(id)?.state !== state) continue;
      const target = this.#target(id);
      const hook = there.find((one) => one.target === target || one.gid === row.gid);
      if (state === "active" && hook?.target !== target) {
        log("registration.dropped", { account: name, resource });
        // We have moved to another address.
        if (hook) await hooks.remove(hook.gid);
        sql.exec("UPDATE registration SET state = 'dropped', secret = NULL WHERE id = ?", id);
      } else if (isUndecided(row) && Date.now() - row.at > timings.handshakeMs) {
        // We were interrupted: nobody knows which secret was confirmed.
        if (hook) await hooks.remove(hook.gid);
        sql.exec("DELETE FROM registration WHERE id = ?", id);
      }
    }
    await this.#registerAll(hooks, wanted);
  }

  /** One that is refused holds no other one up. @throws the last refusal */
  async #registerAll(hooks: Hooks, resources: Iterable<string>): Promise<void> {
    const refused: unknown[] = [];
    for (const resource of resources) {
      try {
        await this.register(hooks, resource);
      } catch (error) {
        refused.push(error);
        this.#host.log("registration.refused", { account: this.#host.name, resource });
      }
    }
    if (refused.length > 0) throw refused.at(-1);
  }

  #again(at: number): void {
    this.#host.sql.exec("INSERT OR REPLACE INTO patrol VALUES (1, ?)", at);
  }

  #shown({ id, secret: _, ...row }: Row): Registration {
    return { ...row, target: this.#target(id) };
  }

  #target(id: string): string {
    return `${this.#origin}/webhook/${id}`;
  }

  get #origin(): string {
    return (this.#host.env.PUBLIC_URL ?? "").replace(/\/+$/, "");
  }

  #get(id: string): Row | null {
    return (
      this.#host.sql.exec<Row>("SELECT * FROM registration WHERE id = ?", id).toArray()[0] ?? null
    );
  }

  #all(): Row[] {
    return this.#host.sql.exec<Row>("SELECT * FROM registration ORDER BY at").toArray();
  }
}

/** Nothing came of it, or nothing is known of it. */
function isUndecided({ state }: Row): boolean {
  return state === "pending" || state === "failed";
}

const EMPTY: Row = {
  id: "",
  resource: "",
  state: "pending",
  secret: null,
  gid: null,
  heard_at: null,
  at: 0,
};
