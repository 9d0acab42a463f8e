import * as z from "zod/mini";
import type { Sql } from "../sql.ts";

/** Where an approval was asked for. */
export const Place = z.object({ conversation: z.string(), approval: z.string() });
export type Place = z.infer<typeof Place>;

/** The index of codes: which conversation keeps an approval. */
export class Codes {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS code (
      code TEXT PRIMARY KEY, conversation TEXT NOT NULL, approval TEXT NOT NULL,
      until INTEGER NOT NULL) WITHOUT ROWID`);
  }

  /** @returns false: another approval has this code */
  register(code: string, place: Place, until: number): boolean {
    this.#sql.exec(
      "INSERT OR IGNORE INTO code (code, conversation, approval, until) VALUES (?, ?, ?, ?)",
      ...[code, place.conversation, place.approval, until],
    );
    return this.find(code)?.approval === place.approval;
  }

  find(code: string): Place | null {
    const rows = this.#sql.exec<{ conversation: string; approval: string }>(
      "SELECT conversation, approval FROM code WHERE code = ?",
      code,
    );
    return rows.toArray()[0] ?? null;
  }

  /** A conversation has a new address, and with it what it keeps. */
  move(from: string, to: string): void {
    this.#sql.exec("UPDATE code SET conversation = ? WHERE conversation = ?", to, from);
  }

  /** Forgets codes that nobody can use any more. */
  prune(now: number): void {
    this.#sql.exec("DELETE FROM code WHERE until < ?", now);
  }
}
