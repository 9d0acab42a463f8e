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
  /** Of which past the model will give no summary, and when it was asked; see `shorten.ts`. */
  | "declined"
  /** Where the conversation was last, when its turns are forgotten. */
  | "last_ctx"
  /** Where we have moved to: deliveries are passed on. */
  | "forward_to"
  /** The new address as a context, to be told there. */
  | "moving"
  /** The old address, to be fetched from; a line each, should there be several. */
  | "import_from"
  /** Whose approvals and memory the pool is still to be asked for, and what was decided about them; see `move-approvals.ts`. */
  | "adopting"
  /** The old address, when everything is here; a line each. */
  | "imported_from"
  | `${Family}${string}`;

/** Facts of which there may be several, see `approval-rows.ts` and `status.ts`. */
type Family = "card:" | "job:" | "status:";

/** In memory once they were asked for: every wake-up wants several, and nobody else writes them. */
export class Facts {
  readonly #sql: Sql;
  #known: Map<string, string> | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get(name: Fact): string | null {
    return this.#all().get(name) ?? null;
  }

  number(name: Fact): number {
    return Number(this.get(name) ?? 0);
  }

  /** One that says several things. */
  lines(name: Fact): string[] {
    return this.get(name)?.split("\n") ?? [];
  }

  addLine(name: Fact, line: string): void {
    const lines = this.lines(name);
    if (!lines.includes(line)) this.set(name, [...lines, line].join("\n"));
  }

  dropLine(name: Fact, line: string): void {
    const lines = this.lines(name).filter((one) => one !== line);
    if (lines.length === 0) this.delete(name);
    else this.set(name, lines.join("\n"));
  }

  /** Those whose names begin so, in the order of their names. */
  under<F extends Family>(prefix: F): { name: `${F}${string}`; value: string }[] {
    const found: { name: `${F}${string}`; value: string }[] = [];
    for (const [name, value] of this.#all()) if (isUnder(name, prefix)) found.push({ name, value });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  delete(name: Fact): void {
    this.#sql.exec("DELETE FROM fact WHERE name = ?", name);
    this.#known?.delete(name);
  }

  set(name: Fact, value: string | number): void {
    this.#sql.exec(
      "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      String(value),
    );
    this.#known?.set(name, String(value));
  }

  /** A transaction was undone: what was set in it never was. */
  forget(): void {
    this.#known = null;
  }

  /** All but the keys of items, which lie in the same table (`items.ts`) and are many. */
  #all(): Map<string, string> {
    this.#known ??= new Map(
      this.#sql
        .exec<{ name: string; value: string }>(
          `SELECT name, value FROM fact WHERE value IS NOT NULL AND (name < 'content:'
             OR name > 'content:~' AND name < 'key:' OR name > 'key:~')`,
        )
        .toArray()
        .map(({ name, value }) => [name, value]),
    );
    return this.#known;
  }
}

function isUnder<F extends Family>(name: string, prefix: F): name is `${F}${string}` {
  return name.startsWith(prefix);
}
