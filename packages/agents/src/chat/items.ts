import type { Known } from "./inbox.ts";
import type { BatchState, Item } from "./schema.ts";

/** Marks items that were handled beside the batches. */
export const BESIDE = "-";

/** Marks what waits until the platform has said whether its author may use the bot; `ctx` is the delivery. */
export const UNASKED = "?";

/**
 * Marks items of an album of which none has addressed us yet: they become part of a turn with the one that
 * does, and are dropped without it.
 */
export const JOINERS = "+";

type KnownRow = { batch: string | null; state: BatchState | null };

/** The inbox: everything that came in, each with its dedup keys. */
export class Items {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  insert(item: Omit<Item, "id">): void {
    const { key, content_key, batch, kind, sort, version, album, ctx, at } = item;
    this.#sql.exec(
      `INSERT INTO item (key, content_key, batch, kind, sort, version, album, ctx, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[key, content_key, batch, kind, sort, version, album, ctx, at],
    );
  }

  knownByKey(key: string): (Known & { batchId: string | null }) | null {
    return this.#known("key", key);
  }

  knownByContent(contentKey: string): (Known & { batchId: string | null }) | null {
    return this.#known("content_key", contentKey);
  }

  /** An edit of a pending message takes its place, unless a newer one already has. */
  replace(
    contentKey: string,
    kind: string,
    batch: string | null,
    ctx: string,
    version: number,
  ): void {
    this.#sql.exec(
      `UPDATE item SET ctx = ?, kind = ?, batch = ?, version = ?
       WHERE content_key = ? AND batch IS NULL AND version < ?`,
      ctx,
      kind,
      batch,
      version,
      contentKey,
      version,
    );
  }

  /** In the order of arrival. */
  pending(): Item[] {
    return this.#sql.exec<Item>("SELECT * FROM item WHERE batch IS NULL ORDER BY id").toArray();
  }

  /** In the order of arrival. */
  unasked(): Item[] {
    return this.#sql
      .exec<Item>("SELECT * FROM item WHERE batch = ? ORDER BY id", UNASKED)
      .toArray();
  }

  /** @returns whether it was still there */
  remove(id: number): boolean {
    return this.#sql.exec("DELETE FROM item WHERE id = ? RETURNING id", id).toArray().length > 0;
  }

  take(items: readonly Pick<Item, "id">[], batch: string): void {
    for (const { id } of items) this.#sql.exec("UPDATE item SET batch = ? WHERE id = ?", batch, id);
  }

  /** In the platform's order. */
  of(batch: string): Item[] {
    return this.#sql
      .exec<Item>("SELECT * FROM item WHERE batch = ? ORDER BY sort, id", batch)
      .toArray();
  }

  /** Whether a part of this album waits for its turn. A command is no turn that a file could join. */
  albumPending(album: string): boolean {
    return (
      this.#sql
        .exec(
          "SELECT 1 FROM item WHERE album = ? AND batch IS NULL AND kind = 'message' LIMIT 1",
          album,
        )
        .toArray().length > 0
    );
  }

  /** Whether a turn has already taken a part of this album. */
  albumTaken(album: string): boolean {
    return (
      this.#sql
        .exec(
          "SELECT 1 FROM item WHERE album = ? AND batch IS NOT NULL AND batch != ? LIMIT 1",
          album,
          JOINERS,
        )
        .toArray().length > 0
    );
  }

  /** A part of this album has addressed us: those that came before it wait for their turn with it. */
  join(album: string, now: number): void {
    this.#sql.exec(
      "UPDATE item SET batch = NULL, at = ? WHERE album = ? AND batch = ?",
      ...[now, album, JOINERS],
    );
  }

  /** Drops joiners that came before a time. @returns how many */
  dropJoiners(before: number): number {
    return this.#sql
      .exec("DELETE FROM item WHERE batch = ? AND at <= ? RETURNING id", JOINERS, before)
      .toArray().length;
  }

  /** When the oldest joiner came, or null. */
  oldestJoiner(): number | null {
    return this.#sql
      .exec<{ at: number | null }>("SELECT MIN(at) AS at FROM item WHERE batch = ?", JOINERS)
      .one().at;
  }

  /** Of batches that ended in a state, in the order of arrival. */
  ofState(state: BatchState): Item[] {
    return this.#sql
      .exec<Item>(
        "SELECT item.* FROM item JOIN batch ON batch.id = item.batch WHERE batch.state = ? ORDER BY item.id",
        state,
      )
      .toArray();
  }

  isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM item LIMIT 1").toArray().length === 0;
  }

  /** Forgets keys older than a time whose batch is closed. */
  prune(before: number): void {
    this.#sql.exec(
      `DELETE FROM item WHERE at < ? AND batch IS NOT NULL AND (batch = '${BESIDE}' OR batch NOT IN
        (SELECT id FROM batch WHERE state IN ('waiting', 'active', 'dead', 'undeliverable')))`,
      before,
    );
  }

  #known(column: "key" | "content_key", value: string) {
    const row = this.#sql
      .exec<KnownRow>(
        `SELECT item.batch AS batch, batch.state AS state FROM item
         LEFT JOIN batch ON batch.id = item.batch WHERE item.${column} = ?`,
        value,
      )
      .toArray()[0];
    if (!row) return null;
    const handled = row.batch === BESIDE || row.batch === JOINERS;
    return { batch: row.state, handled, batchId: row.batch };
  }
}
