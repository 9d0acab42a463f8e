import type { Fault, Hooks } from "@trunkline/transport";
import type { CoreEnv } from "../app.ts";
import { withTimeout } from "../timeout.ts";
import type { AccountHost } from "./host.ts";
import { isForGood, Refusals } from "./refusals.ts";
import {
  EMPTY,
  isUndecided,
  overview,
  type Registration,
  type RegistrationRow as Row,
} from "./registration.ts";

/**
 * Subscriptions whose secrets the platform chooses. A secret is taken once, for a registration that is
 * pending, and never replaced: its path cannot be guessed, and what the platform then answers must name
 * the same secret. What the platform has dropped is made again.
 */
export class Registrations<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  readonly #refusals: Refusals;
  #busy = false;
  /** Who asks twice at once gets one subscription. */
  readonly #asked = new Map<string, Promise<Registration>>();

  constructor(host: AccountHost<C, E>) {
    this.#host = host;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS registration (
      id TEXT PRIMARY KEY, resource TEXT NOT NULL, state TEXT NOT NULL, secret TEXT, gid TEXT,
      heard_at INTEGER, at INTEGER NOT NULL) WITHOUT ROWID`);
    host.sql.exec("CREATE TABLE IF NOT EXISTS patrol (one INTEGER PRIMARY KEY, next_at INTEGER)");
    this.#refusals = new Refusals(host.sql, host.timings);
  }

  get busy(): boolean {
    return this.#busy;
  }

  list(): Registration[] {
    const { blind } = this.#refusals;
    const refusals = this.#refusals.all();
    return overview({ rows: this.#all(), refusals, wanted: this.#wanted(), blind }, (row) =>
      this.#shown(row),
    );
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
      this.#refusals.forget(resource);
      log("registration.active", { account: name, resource });
    } catch (error) {
      sql.exec("UPDATE registration SET state = 'failed', secret = NULL WHERE id = ?", id);
      throw error;
    }
    return this.#shown(this.#get(id) ?? { ...EMPTY, id, resource, at: now });
  }

  /**
   * Ends subscriptions, at the platform and here.
   *
   * @param which - the last part of a target's path, or a resource: all that there are to it
   * @returns false: none is known
   * @throws what the platform's client throws; it is tried again later, and nothing is taken from it until then
   */
  async unregister(hooks: Hooks, which: string): Promise<boolean> {
    const { sql } = this.#host;
    const meant = this.#all().filter(({ id, resource }) => id === which || resource === which);
    const isRefused = this.#refusals.all().some(({ resource }) => resource === which);
    for (const { id, resource } of meant) {
      sql.exec("UPDATE registration SET state = 'leaving', secret = NULL WHERE id = ?", id);
      this.#refusals.forget(resource);
    }
    this.#refusals.forget(which);
    const leaving = this.#all().filter(({ state }) => state === "leaving");
    if (leaving.length > 0) await this.#leave(hooks, leaving, await this.#listed(hooks, []));
    return isRefused || meant.length > 0;
  }

  async #leave(hooks: Hooks, leaving: readonly Row[], there: Listed): Promise<void> {
    const { app, sql, log, name } = this.#host;
    for (const { id, gid, resource } of leaving) {
      const hook = there.find((one) => one.target === this.#target(id) || one.gid === gid);
      try {
        if (hook) await hooks.remove(hook.gid);
      } catch (error) {
        // What it refuses for good to remove is not ours any more; nothing that it sends is taken.
        if (!isForGood(app.platform.classify(error))) throw error;
        log("registration.left", { account: name, resource });
      }
      sql.exec("DELETE FROM registration WHERE id = ?", id);
    }
  }

  #listed(hooks: Hooks, wanted: readonly string[]): Promise<Listed> {
    return withTimeout(hooks.list(wanted), this.#host.timings.callTimeoutMs * 3, "hooks");
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
    const { app, env, timings, sql, name } = this.#host;
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
        this.#refusals.seen();
        const again = this.#refusals.all().map(({ again_at }) => again_at);
        this.#again(Math.min(Date.now() + timings.accountMs, ...again));
      })
      .catch((error: unknown) => {
        const fault = app.platform.classify(error);
        const resources = [...this.#wanted()].join(", ");
        this.#host.log("registration.failed", { ...toldOf(fault), account: name, resources });
        this.#again(this.#refusals.unseen(fault, Date.now()));
      })
      .then(() => {
        this.#busy = false;
        this.#host.look();
      });
    return now + timings.pokeMs;
  }

  /** Compares what we hold with what the platform holds. */
  async #patrol(hooks: Hooks): Promise<void> {
    const { sql, timings, log, name } = this.#host;
    // What is made while we ask is not in the answer.
    const known = this.#all();
    const wanted = this.#wanted();
    const there = await this.#listed(hooks, [...wanted]);
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
    const leaving = known.filter(({ state }) => state === "leaving");
    await this.#leave(hooks, leaving, there);
    await this.#registerAll(hooks);
  }

  #wanted(): Set<string> {
    const { app, env } = this.#host;
    const kept = this.#all().filter(({ state }) => state === "active" || state === "dropped");
    return new Set([...(app.resources?.(env) ?? []), ...kept.map(({ resource }) => resource)]);
  }

  /** One that is refused holds no other one up: it is asked for later, and more and more rarely. */
  async #registerAll(hooks: Hooks): Promise<void> {
    const { app, log, name } = this.#host;
    const wanted = this.#wanted();
    for (const { resource } of this.#refusals.all()) {
      if (!wanted.has(resource)) this.#refusals.forget(resource);
    }
    for (const resource of wanted) {
      // Ended meanwhile, or its time has not come.
      const due = this.#wanted().has(resource) && this.#refusals.isDue(resource, Date.now());
      if (!due) continue;
      try {
        await this.register(hooks, resource);
      } catch (error) {
        const fault = app.platform.classify(error);
        this.#refusals.note(resource, fault, Date.now());
        log("registration.refused", { ...toldOf(fault), account: name, resource });
      }
    }
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

type Listed = Awaited<ReturnType<Hooks["list"]>>;

/** What the log says of a fault. */
function toldOf({ kind, message }: Fault): { fault: string; why: string } {
  return { fault: kind, why: message };
}
