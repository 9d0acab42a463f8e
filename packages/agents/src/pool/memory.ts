import { DurableObject } from "cloudflare:workers";
import type { PoolEnv } from "../runs/scope.ts";
import type { ToolOutput } from "../tools/tool.ts";
import { recalled, type Source } from "./recalled.ts";

/** So many facts of one owner; the next one is refused, and says so. */
export const MOST_FACTS = 200;

/** The facts of one person or of one conversation, never of both. */
export interface MemoryPort {
  /** @param key - the same key twice is one fact */
  remember(key: string, fact: string, source: Source): Promise<ToolOutput>;
  /** @param after - only facts with a higher number; default 0 */
  recall(after?: number): Promise<ToolOutput>;
  forget(which: number | "all"): Promise<ToolOutput>;
}

/** Memory of an owner with a new name. */
export interface MovingMemory extends Pick<MemoryPort, "forget"> {
  /** Everything that is kept. */
  kept(): Promise<readonly Fact[]>;
  /** What another object has kept for the same owner. The same again changes nothing. */
  takeOver(facts: readonly Fact[]): Promise<void>;
}

/** @internal */
export type Fact = { n: number; key: string; fact: string; source: Source; at: number };

/** Keeps facts. One object for each person and each conversation, so that none sees another's. */
export class MemoryAgent extends DurableObject<PoolEnv> implements MemoryPort, MovingMemory {
  readonly #sql: SqlStorage;

  constructor(ctx: DurableObjectState, env: PoolEnv) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#sql.exec(`CREATE TABLE IF NOT EXISTS fact (
      n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, fact TEXT NOT NULL,
      source TEXT NOT NULL, at INTEGER NOT NULL)`);
  }

  async remember(key: string, fact: string, source: Source): Promise<ToolOutput> {
    const known = this.#facts();
    const same = known.find((one) => one.key === key || one.fact === fact);
    if (same) return { ok: true, text: `kept as ${same.n}` };
    if (known.length >= MOST_FACTS) {
      return { ok: false, error: `${MOST_FACTS} facts are kept already: forget some first` };
    }
    this.#sql.exec(
      "INSERT INTO fact (key, fact, source, at) VALUES (?, ?, ?, ?)",
      ...[key, fact, source, Date.now()],
    );
    return { ok: true, text: `kept as ${this.#facts().at(-1)?.n}` };
  }

  async recall(after = 0): Promise<ToolOutput> {
    const facts = this.#facts().filter(({ n }) => n > after);
    // What people who may ask have told steers no further than they do.
    const trust = facts.every(({ source }) => source === "told") ? "member" : "untrusted";
    return { ok: true, text: recalled(facts, after), trust };
  }

  async forget(which: number | "all"): Promise<ToolOutput> {
    const before = this.#facts().length;
    if (which === "all") this.#sql.exec("DELETE FROM fact");
    else this.#sql.exec("DELETE FROM fact WHERE n = ?", which);
    const gone = before - this.#facts().length;
    // Done twice it is still done: a call that is repeated after a crash is no error.
    return { ok: true, text: gone === 0 ? "there is no such fact" : `forgotten: ${gone}` };
  }

  async kept(): Promise<readonly Fact[]> {
    return this.#facts();
  }

  async takeOver(facts: readonly Fact[]): Promise<void> {
    for (const { key, fact, source, at } of facts) {
      this.#sql.exec(
        "INSERT OR IGNORE INTO fact (key, fact, source, at) VALUES (?, ?, ?, ?)",
        ...[key, fact, source, at],
      );
    }
  }

  #facts(): Fact[] {
    return this.#sql.exec<Fact>("SELECT * FROM fact ORDER BY n").toArray();
  }
}
