import type { Sql } from "../sql.ts";

/** Single durable facts of a conversation. */
type Fact =
  | "blocked_until"
  | "noted"
  /** Messages of other bots since a person spoke last. */
  | "bot_turns"
  /** When the platform is asked again who may use the bot. */
  | "ask_at"
  | "last_prune"
  /** Where the conversation was last, when its turns are forgotten. */
  | "last_ctx"
  /** Where we have moved to: deliveries are passed on. */
  | "forward_to"
  /** The new address as a context, to be told there. */
  | "moving"
  /** The old address, to be fetched from. */
  | "import_from"
  /** The old address, when everything is here. */
  | "imported_from"
  | `${Family}${string}`;

/** Facts of which there may be several, see `approval-rows.ts`. */
type Family = "card:" | "job:";

export class Facts {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get(name: Fact): string | null {
    const row = this.#sql
      .exec<{ value: string | null }>("SELECT value FROM fact WHERE name = ?", name)
      .toArray()[0];
    return row?.value ?? null;
  }

  number(name: Fact): number {
    return Number(this.get(name) ?? 0);
  }

  /** Those whose names begin so, in the order of their names. */
  under(prefix: Family): { name: `${Family}${string}`; value: string }[] {
    return this.#sql
      .exec<{ name: `${Family}${string}`; value: string }>(
        "SELECT name, value FROM fact WHERE name BETWEEN ? AND ? AND value IS NOT NULL",
        prefix,
        `${prefix}~`,
      )
      .toArray();
  }

  delete(name: Fact): void {
    this.#sql.exec("DELETE FROM fact WHERE name = ?", name);
  }

  set(name: Fact, value: string | number): void {
    this.#sql.exec(
      "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      String(value),
    );
  }
}
