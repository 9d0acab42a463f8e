import type { Sql } from "../sql.ts";
import { type Batch, type BatchState, LETTERS } from "./schema.ts";

/** How many dead letters there are of a state. */
export type Counts = Readonly<Partial<Record<BatchState, number>>>;

/** The batches that ended without a visible answer. They may be many, and are not read to find what is open. */
export class LetterRows {
  readonly #sql: Sql;
  /** In memory once they were counted: every wake-up wants them, and they hardly ever change. */
  #counts: Counts | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  counts(): Counts {
    this.#counts ??= Object.fromEntries(
      this.#sql
        .exec<{ state: BatchState; count: number }>(
          `SELECT state, COUNT(*) AS count FROM batch WHERE ${LETTERS} GROUP BY state`,
        )
        .toArray()
        .map(({ state, count }) => [state, count]),
    );
    return this.#counts;
  }

  /** One has come or gone, or a transaction was undone: they are counted again. */
  forget(): void {
    this.#counts = null;
  }

  /** The newest first. */
  list(limit: number): Batch[] {
    return this.#sql
      .exec<Batch>(`SELECT * FROM batch WHERE ${LETTERS} ORDER BY n DESC LIMIT ?`, limit)
      .toArray();
  }

  /**
   * Drops, as an operator would, those that ended before a time; the newest stay, however old they are.
   *
   * @returns how many
   */
  drop(before: number, keep: number, now: number): number {
    this.forget();
    return this.#sql
      .exec(
        `UPDATE batch SET state = 'dropped', ended_at = ? WHERE ${LETTERS} AND ended_at < ?
           AND id NOT IN (SELECT id FROM batch WHERE ${LETTERS} ORDER BY n DESC LIMIT ?) RETURNING id`,
        ...[now, before, keep],
      )
      .toArray().length;
  }
}
