import { DurableObject } from "cloudflare:workers";
import type { PoolEnv } from "../runs/scope.ts";
import type { BudgetPort, Spent } from "./limits.ts";

const DAY_MS = 24 * 3_600_000;
const NOTHING: Spent = { turns: 0, tokens: 0, dollars: 0 };

/** Counts what is spent in a day (UTC): one object for each person, each conversation and the pool. */
export class BudgetAgent extends DurableObject<PoolEnv> implements BudgetPort {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: PoolEnv) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS day (
      day INTEGER PRIMARY KEY, turns INTEGER NOT NULL, tokens INTEGER NOT NULL, dollars REAL NOT NULL)`);
    // A run that is begun again, after a crash or a wait, is the same turn.
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS counted (run TEXT PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID",
    );
  }

  async spent(run?: string): Promise<Spent & { readonly counted: boolean }> {
    const row = this.#sql
      .exec<{ turns: number; tokens: number; dollars: number }>(
        "SELECT turns, tokens, dollars FROM day WHERE day = ?",
        today(),
      )
      .toArray()[0];
    return { ...(row ?? NOTHING), counted: this.#counted(run) };
  }

  async add({ turns: given, tokens, dollars }: Spent, run?: string): Promise<void> {
    const day = today();
    const turns = this.#counted(run) ? 0 : given;
    if (run !== undefined && turns > 0) {
      this.#sql.exec("INSERT INTO counted VALUES (?, ?)", run, day);
    }
    this.#sql.exec(
      `INSERT INTO day VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
         turns = turns + excluded.turns, tokens = tokens + excluded.tokens,
         dollars = dollars + excluded.dollars`,
      ...[day, turns, tokens, dollars],
    );
    this.#sql.exec("DELETE FROM day WHERE day < ?", day - 1);
    this.#sql.exec("DELETE FROM counted WHERE day < ?", day - 1);
  }

  #counted(run: string | undefined): boolean {
    if (run === undefined) return false;
    return this.#sql.exec("SELECT 1 FROM counted WHERE run = ?", run).toArray().length > 0;
  }
}

function today(): number {
  return Math.floor(Date.now() / DAY_MS);
}
