import { Usage } from "../runs/protocol.ts";
import type { Sql, SqlValue } from "../sql.ts";
import { backoffMs, type Timings } from "../timings.ts";
import { LetterRows } from "./letter-rows.ts";
import { MOST_FAILURES, MOST_STALLS } from "./liveness.ts";
import { AT_WORK, type Batch, type BatchState, REPLAYABLE } from "./schema.ts";

const OPEN: readonly BatchState[] = ["active", "waiting"];
/** Nothing of them is left to be seen. */
const CLOSED: readonly BatchState[] = ["answered", "stopped", "dropped", "moved"];

/** How an answer came about. */
export interface Came {
  readonly usage?: Usage | undefined;
  /** See `safety/seen.ts`. */
  readonly seen?: number | undefined;
}

/** The batches of one conversation. Writers of a runner are fenced by its epoch. */
export class Batches {
  readonly #sql: Sql;
  /** Those of them that nothing is done about until an operator says so. */
  readonly letters: LetterRows;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.letters = new LetterRows(sql);
  }

  isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM batch LIMIT 1").toArray().length === 0;
  }

  get(id: string): Batch | null {
    const live = this.#live().find((batch) => batch.id === id);
    return live ?? this.#one("SELECT * FROM batch WHERE id = ?", id);
  }

  active(): Batch | null {
    return this.#live().find(({ state }) => state === "active") ?? null;
  }

  /** Taken over by the object at a new address. */
  moved(): Batch[] {
    return this.#sql.exec<Batch>("SELECT * FROM batch WHERE state = 'moved' ORDER BY n").toArray();
  }

  open(): Batch[] {
    return this.#live().filter(({ state }) => OPEN.includes(state));
  }

  /** A revived batch that waits for its turn. */
  waiting(): Batch | null {
    return this.#live().find(({ state }) => state === "waiting") ?? null;
  }

  /** Tokens, in and out, of what was answered since a time. */
  tokensSince(since: number): number {
    return this.#sql
      .exec<{ usage: string }>(
        "SELECT usage FROM batch WHERE started_at >= ? AND usage IS NOT NULL",
        since,
      )
      .toArray()
      .map(({ usage }) => Usage.parse(JSON.parse(usage)))
      .reduce((sum, u) => sum + u.input + u.output + u.cacheRead + u.cacheWrite, 0);
  }

  recent(limit: number): Batch[] {
    return this.#sql.exec<Batch>("SELECT * FROM batch ORDER BY n DESC LIMIT ?", limit).toArray();
  }

  /** Closed batches whose run the pool still holds; a dead letter's run is kept for its replay. */
  owed(): Batch[] {
    return this.#live().filter(({ owed, state }) => owed === 1 && CLOSED.includes(state));
  }

  insert(
    id: string,
    kind: string,
    ctx: string,
    now: number,
    items: readonly { readonly id: number }[] = [],
  ): void {
    const ids = JSON.stringify(items.map((item) => item.id));
    this.#sql.exec(
      `INSERT INTO batch (id, n, state, kind, ctx, items, evidence_at, created_at, started_at)
       SELECT ?, MAX(?, COALESCE(MAX(n), 0) + 1), 'active', ?, ?, ?, ?, ?, ? FROM batch WHERE ${AT_WORK}`,
      ...[id, now, kind, ctx, ids, now, now, now],
    );
  }

  /** A batch of the system's own, whose turn comes; it exists once by its id. */
  enqueue(id: string, kind: string, ctx: string, route: string, now: number): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO batch (id, n, state, kind, ctx, route, evidence_at, created_at)
       SELECT ?, MAX(?, COALESCE(MAX(n), 0) + 1), 'waiting', ?, ?, ?, ?, ? FROM batch WHERE ${AT_WORK}`,
      ...[id, now, kind, ctx, route, now, now],
    );
  }

  /**
   * A batch that had ended begins again: a new attempt of its run, the same messages of ours. Its final
   * counts again what is recorded of before.
   */
  revive(id: string): void {
    this.letters.forget();
    this.#sql.exec(
      `UPDATE batch SET state = 'waiting', attempt = attempt + 1, failures = 0, stalls = 0, seq = 0,
         progress_epoch = epoch, retry_at = NULL, ending = NULL, answer = NULL, error = NULL, usage = NULL,
         outage_since = NULL, outages = 0,
         ended_at = NULL WHERE id = ?`,
      id,
    );
  }

  /** Its final is known and could not be delivered: deliver it again. */
  redeliver(id: string): void {
    this.letters.forget();
    this.#sql.exec(
      "UPDATE batch SET state = 'waiting', error = NULL, ended_at = NULL WHERE id = ?",
      id,
    );
  }

  activate(id: string, now: number): void {
    this.#sql.exec(
      "UPDATE batch SET state = 'active', started_at = ?, evidence_at = ? WHERE id = ?",
      now,
      now,
      id,
    );
  }

  /** A new incarnation of the runner. @returns the row with its epoch */
  begin(id: string, now: number): Batch {
    return this.#sql
      .exec<Batch>(
        `UPDATE batch SET epoch = epoch + 1, evidence_at = ?, began_at = ?, retry_at = NULL
         WHERE id = ? RETURNING *`,
        now,
        now,
        id,
      )
      .one();
  }

  /** The row, if this incarnation may still write: active, without a final, same epoch. */
  mine(id: string, epoch: number): Batch | null {
    const batch = this.#live().find((one) => one.id === id && one.epoch === epoch);
    return batch?.state === "active" && batch.ending === null ? batch : null;
  }

  /** The pool is about to hold a run of this batch, at this agent; these files it will not see. */
  owe(id: string, epoch: number, route: string, unopened: readonly string[]): void {
    const sentences = unopened.length === 0 ? null : JSON.stringify(unopened);
    this.#sql.exec(
      "UPDATE batch SET route = ?, owed = 1, unopened = ? WHERE id = ? AND epoch = ?",
      ...[route, sentences, id, epoch],
    );
  }

  settled(id: string): void {
    this.#sql.exec("UPDATE batch SET owed = 0 WHERE id = ?", id);
  }

  /** A sign of life; a higher step is progress and forgives what went wrong before. */
  evidence(batch: Batch, seq: number, now: number): void {
    if (seq > batch.seq) {
      this.#sql.exec(
        `UPDATE batch SET seq = ?, evidence_at = ?, progress_epoch = epoch, failures = 0, stalls = 0,
           outage_since = NULL, outages = 0 WHERE id = ? AND epoch = ?`,
        ...[seq, now, batch.id, batch.epoch],
      );
      return;
    }
    this.#sql.exec(
      `UPDATE batch SET evidence_at = ?, outage_since = NULL, outages = 0
       WHERE id = ? AND epoch = ?`,
      now,
      batch.id,
      batch.epoch,
    );
  }

  /** Something is being prepared for the run: no silence, and no word from the pool either. */
  busy(batch: Batch, now: number): void {
    this.#sql.exec(
      "UPDATE batch SET evidence_at = ? WHERE id = ? AND epoch = ?",
      ...[now, batch.id, batch.epoch],
    );
  }

  /**
   * The pool, or what a turn needs, could not be reached. That is no failure of the run: it is tried again with growing
   * waits, and given up only after the work budget.
   */
  outage(batch: Batch, error: string, now: number, t: Timings, waitMs = 0): void {
    const outages = batch.outages + 1;
    const since = batch.outage_since ?? now;
    const over = now - since > t.workBudgetMs;
    this.#sql.exec(
      `UPDATE batch SET outages = ?, outage_since = ?, progress_epoch = epoch, failures = ?,
         retry_at = ?, error = ? WHERE id = ? AND epoch = ? AND ending IS NULL`,
      outages,
      since,
      over ? MOST_FAILURES : batch.failures,
      now + Math.max(waitMs, backoffMs(outages, t.retryFirstMs / 4, t.outageMostMs)),
      error,
      batch.id,
      batch.epoch,
    );
  }

  /** An error or a silence. Three in a row without progress end the attempt. */
  stall(batch: Batch, error: string, now: number, t: Timings): void {
    const stalls = batch.stalls + 1;
    const failed = stalls >= MOST_STALLS;
    const failures = batch.failures + (failed ? 1 : 0);
    const wait = failed
      ? backoffMs(failures, t.retryFirstMs * 8, t.retryMostMs)
      : backoffMs(stalls, t.retryFirstMs / 4, t.retryMostMs);
    this.#sql.exec(
      `UPDATE batch SET stalls = ?, failures = ?, attempt = attempt + ?, seq = ?, retry_at = ?,
         error = ? WHERE id = ? AND epoch = ? AND ending IS NULL`,
      failed ? 0 : stalls,
      failures,
      failed ? 1 : 0,
      failed ? 0 : batch.seq,
      now + wait,
      error,
      batch.id,
      batch.epoch,
    );
  }

  /** What has been paid for a batch so far. */
  usageOf(id: string): Usage | undefined {
    const usage = this.get(id)?.usage ?? null;
    return usage === null ? undefined : Usage.parse(JSON.parse(usage));
  }

  /** All that was paid for it. */
  paid(id: string, usage: Usage | undefined): void {
    if (!usage) return;
    this.#sql.exec("UPDATE batch SET usage = ? WHERE id = ?", JSON.stringify(usage), id);
  }

  /**
   * The final is known: from now on no runner of this batch may write.
   *
   * @param came - what was paid for it in all, and what its answer rests on
   */
  conclude(
    id: string,
    ending: BatchState,
    answer: string | null,
    error: string | null,
    came: Came = {},
  ): void {
    const usage = came.usage ? JSON.stringify(came.usage) : null;
    this.#sql.exec(
      `UPDATE batch SET ending = ?, answer = ?, error = ?, usage = COALESCE(?, usage), seen = ?, retry_at = NULL
       WHERE id = ?`,
      ...[ending, answer, error, usage, came.seen ?? 0, id],
    );
  }

  end(id: string, state: BatchState, now: number, error?: string): void {
    const before = this.get(id)?.state ?? state;
    if (REPLAYABLE.includes(state) || REPLAYABLE.includes(before)) this.letters.forget();
    this.#sql.exec(
      "UPDATE batch SET state = ?, ended_at = ?, error = COALESCE(?, error) WHERE id = ?",
      state,
      now,
      error ?? null,
      id,
    );
  }

  prune(before: number): void {
    this.#sql.exec(
      `DELETE FROM batch WHERE ended_at < ? AND owed = 0
       AND state NOT IN ('waiting', 'active', 'dead', 'undeliverable', 'uncertain')
       AND id NOT IN (SELECT json_extract(value, '$.batch') FROM fact WHERE name BETWEEN 'card:' AND 'card:~')`,
      before,
    );
  }

  /** One read for all questions about what is not over, dead letters aside; oldest first. */
  #live(): Batch[] {
    return this.#sql.exec<Batch>(`SELECT * FROM batch WHERE ${AT_WORK} ORDER BY n`).toArray();
  }

  #one(query: string, ...values: SqlValue[]): Batch | null {
    return this.#sql.exec<Batch>(query, ...values).toArray()[0] ?? null;
  }
}
