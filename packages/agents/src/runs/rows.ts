import type { Sql } from "../sql.ts";
import type { Usage } from "./protocol.ts";
import { paidFor } from "./usage.ts";

/** One run of a pool object. Times are epoch milliseconds. */
export type RunRow = {
  id: string;
  attempt: number;
  request: string;
  state: "running" | "ended";
  text: string;
  seq: number;
  final: string | null;
  /** Incarnations of the runner; fences late writers. */
  epoch: number;
  progress_epoch: number;
  paid: number;
  refused: number;
  waited_ms: number;
  retry_at: number | null;
  started_at: number;
  ended_at: number | null;
};

/** That an object is used is written this often: it lives for weeks without. */
const USED_EVERY_MS = 3_600_000;

/** The runs of one pool object, in its SQLite storage. */
export class Runs {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS run (
      id TEXT PRIMARY KEY, attempt INTEGER NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL,
      text TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0, final TEXT,
      epoch INTEGER NOT NULL DEFAULT 0, progress_epoch INTEGER NOT NULL DEFAULT 0,
      paid INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
      waited_ms INTEGER NOT NULL DEFAULT 0, retry_at INTEGER,
      started_at INTEGER NOT NULL, ended_at INTEGER) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS run_event (
      run TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (run, seq)) WITHOUT ROWID`);
    sql.exec("CREATE TABLE IF NOT EXISTS used (one INTEGER PRIMARY KEY, at INTEGER NOT NULL)");
  }

  get(id: string): RunRow | null {
    return this.#sql.exec<RunRow>("SELECT * FROM run WHERE id = ?", id).toArray()[0] ?? null;
  }

  /** The runs that have no final yet. */
  open(): RunRow[] {
    return this.#sql.exec<RunRow>("SELECT * FROM run WHERE state = 'running'").toArray();
  }

  start(id: string, attempt: number, request: string, now: number): void {
    this.#sql.exec(
      `INSERT INTO run (id, attempt, request, state, started_at) VALUES (?, ?, ?, 'running', ?)
       ON CONFLICT (id) DO UPDATE SET attempt = excluded.attempt, request = excluded.request,
         state = 'running', text = '', seq = seq + 1, final = NULL, paid = 0, refused = 0,
         waited_ms = 0, retry_at = NULL, started_at = excluded.started_at, ended_at = NULL,
         epoch = epoch + 1, progress_epoch = epoch + 1`,
      id,
      attempt,
      request,
      now,
    );
    this.#sql.exec(
      `INSERT INTO used VALUES (1, ?)
       ON CONFLICT (one) DO UPDATE SET at = excluded.at WHERE excluded.at > used.at + ?`,
      ...[now, USED_EVERY_MS],
    );
  }

  /** When a run was last started, an hour more or less; null while one is kept. */
  idleSince(): number | null {
    return this.#sql
      .exec<{ at: number | null }>(
        "SELECT MAX(at) AS at FROM used WHERE NOT EXISTS (SELECT 1 FROM run)",
      )
      .one().at;
  }

  /** A new incarnation of the runner. @returns its epoch. */
  begin(id: string): number {
    return this.#sql
      .exec<{ epoch: number }>(
        "UPDATE run SET epoch = epoch + 1, retry_at = NULL WHERE id = ? RETURNING epoch",
        id,
      )
      .one().epoch;
  }

  /** The text so far; only the current incarnation may write it. */
  progress(id: string, epoch: number, text: string): void {
    this.#sql.exec(
      `UPDATE run SET text = ?, seq = seq + 1, progress_epoch = epoch
       WHERE id = ? AND epoch = ? AND state = 'running'`,
      text,
      id,
      epoch,
    );
  }

  /** What a step has come to, as JSON. */
  step(id: string, key: string): string | null {
    const rows = this.#sql.exec<{ data: string }>(
      "SELECT data FROM run_event WHERE run = ? AND kind = ?",
      ...[id, `step:${key}`],
    );
    return rows.toArray()[0]?.data ?? null;
  }

  /** What its recorded steps were paid for, to be spread into a final. */
  paid(id: string): { readonly usage?: Usage } {
    const steps = this.#sql
      .exec<{ data: string }>(
        "SELECT data FROM run_event WHERE run = ? AND kind LIKE 'step:%' ORDER BY seq",
        id,
      )
      .toArray();
    return paidFor(steps.map(({ data }) => data));
  }

  /** Records a step; only the current incarnation may. @returns false: it is not the current one */
  recordStep(id: string, epoch: number, key: string, data: string, now: number): boolean {
    const mine = this.#sql
      .exec<{ seq: number }>(
        `UPDATE run SET seq = seq + 1, progress_epoch = epoch
         WHERE id = ? AND epoch = ? AND state = 'running' RETURNING seq`,
        ...[id, epoch],
      )
      .toArray()[0];
    if (!mine) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO run_event (run, seq, kind, data, at) VALUES (?, ?, ?, ?, ?)",
      ...[id, mine.seq, `step:${key}`, data, now],
    );
    return true;
  }

  /** A wait has a budget of its own: it is no incarnation without progress. */
  retry(id: string, epoch: number, cost: "paid" | "refused", now: number, at: number): void {
    this.#sql.exec(
      `UPDATE run SET retry_at = ?, waited_ms = waited_ms + ?, ${cost} = ${cost} + 1, text = '',
         progress_epoch = epoch
       WHERE id = ? AND epoch = ? AND state = 'running'`,
      at,
      at - now,
      id,
      epoch,
    );
  }

  /** Records the final; only the current incarnation may. */
  end(id: string, epoch: number, final: string, text: string, now: number): void {
    this.#sql.exec(
      `UPDATE run SET state = 'ended', final = ?, text = ?, seq = seq + 1, ended_at = ?,
         retry_at = NULL WHERE id = ? AND epoch = ? AND state = 'running'`,
      ...[final, text, now, id, epoch],
    );
  }

  delete(id: string): void {
    this.#sql.exec("DELETE FROM run_event WHERE run = ?", id);
    this.#sql.exec("DELETE FROM run WHERE id = ?", id);
  }

  /** Deletes what ended before a time. @returns when the next one is due, or null. */
  prune(endedBefore: number): number | null {
    const old = this.#sql
      .exec<{ id: string }>("SELECT id FROM run WHERE ended_at < ?", endedBefore)
      .toArray();
    for (const { id } of old) this.delete(id);
    return this.#sql.exec<{ at: number | null }>("SELECT MIN(ended_at) AS at FROM run").one().at;
  }
}
