import type { CoreEnv } from "../app.ts";
import type { AccountHost } from "./host.ts";

/**
 * The accounts of a bot that has several, as an app has one for each place where it is installed: each tells
 * the default one of itself, once, so that an operator finds it there.
 */
export class Accounts<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  #telling = false;

  constructor(host: AccountHost<C, E>) {
    this.#host = host;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS account (
      name TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID`);
  }

  /** Of the default account: those that have told it of themselves. Of another one: itself, once it is known there. */
  get names(): string[] {
    return this.#host.sql
      .exec<{ name: string }>("SELECT name FROM account ORDER BY since, name")
      .toArray()
      .map(({ name }) => name);
  }

  add(name: string): void {
    this.#host.sql.exec("INSERT OR IGNORE INTO account VALUES (?, ?)", name, Date.now());
  }

  /** Tells the default account, detached; one that cannot be reached is told at the next look. */
  kick(): void {
    const { app, env, name, log } = this.#host;
    const first = app.account(env);
    if (this.#telling || name === first || this.names.length > 0) return;
    this.#telling = true;
    void env.ACCOUNT.getByName(first)
      .introduced(name)
      .then(() => this.add(name))
      .catch(() => log("account.untold", { account: name }))
      .then(() => {
        this.#telling = false;
      });
  }
}
