import type { Sql } from "../sql.ts";
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

/** Every item up to this id is in a batch or done with. */
const FLOOR = "COALESCE((SELECT CAST(value AS INTEGER) FROM fact WHERE name = 'item_floor'), 0)";

type KnownRow = { name: string; batch: string | null; state: BatchState | null };

/** What is known of one of an item's keys. */
type KnownItem = Known & { readonly batchId: string | null };

/** The inbox: everything that came in, each with its dedup keys. */
export class Items {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** @returns its id */
  insert(item: Omit<Item, "id">): number {
    const { key, content_key, batch, kind, sort, version, album, ctx, at } = item;
    const { id } = this.#sql
      .exec<{ id: number }>(
        // Above the floor also when everything below it has been forgotten.
        `INSERT INTO item (id, key, content_key, batch, kind, sort, version, album, ctx, at)
         VALUES (MAX(${FLOOR}, COALESCE((SELECT MAX(id) FROM item), 0)) + 1,
           ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
        ...[key, content_key, batch, kind, sort, version, album, ctx, at],
      )
      .one();
    const names = namesOf(item);
    this.#sql.exec(
      `INSERT INTO fact (name, value) VALUES ${names.map(() => "(?, ?)").join(", ")}`,
      ...names.flatMap((name) => [name, String(id)]),
    );
    return id;
  }

  /** The rows of a delivery's key and of its message, in one read: every delivery asks for them. */
  known(
    key: string,
    contentKey: string | undefined,
  ): { readonly byKey: KnownItem | null; readonly byContent: KnownItem | null } {
    const [byKey, byContent] = [keyName(key), contentKey ? contentName(contentKey) : ""];
    const rows = this.#sql
      .exec<KnownRow>(
        `SELECT fact.name AS name, item.batch AS batch, batch.state AS state
         FROM fact JOIN item ON item.id = CAST(fact.value AS INTEGER)
         LEFT JOIN batch ON batch.id = item.batch WHERE fact.name IN (?, ?)`,
        ...[byKey, byContent],
      )
      .toArray();
    const of = (name: string) => knownOf(rows.find((row) => row.name === name));
    return { byKey: of(byKey), byContent: of(byContent) };
  }

  knownByKey(key: string): KnownItem | null {
    return this.known(key, undefined).byKey;
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
       WHERE id = (SELECT CAST(value AS INTEGER) FROM fact WHERE name = ?)
         AND batch IS NULL AND version < ?`,
      ctx,
      kind,
      batch,
      version,
      contentName(contentKey),
      version,
    );
  }

  /** In the order of arrival. */
  pending(): Item[] {
    return this.#open().filter(({ batch }) => batch === null);
  }

  /** In the order of arrival. */
  unasked(): Item[] {
    return this.#open().filter(({ batch }) => batch === UNASKED);
  }

  /** @returns whether it was still there */
  remove(id: number): boolean {
    const gone = this.#sql.exec<Item>("DELETE FROM item WHERE id = ? RETURNING *", id).toArray();
    this.#forget(gone);
    return gone.length > 0;
  }

  /** They are the batch's from now on, which was made with them. */
  take(items: readonly Pick<Item, "id">[], batch: string): void {
    for (const { id } of items) this.#sql.exec("UPDATE item SET batch = ? WHERE id = ?", batch, id);
    this.raiseFloor();
  }

  /** In the platform's order. */
  of(batch: string): Item[] {
    return this.#sql
      .exec<Item>(
        `SELECT item.* FROM batch, json_each(batch.items) AS taken JOIN item ON item.id = taken.value
         WHERE batch.id = ? ORDER BY item.sort, item.id`,
        batch,
      )
      .toArray();
  }

  /** Whether a part of this album waits for its turn. A command is no turn that a file could join. */
  albumPending(album: string): boolean {
    return this.pending().some((item) => item.album === album && item.kind === "message");
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
      `UPDATE item SET batch = NULL, at = ? WHERE id > ${FLOOR} AND album = ? AND batch = ?`,
      ...[now, album, JOINERS],
    );
  }

  /** Drops joiners that came before a time. @returns how many */
  dropJoiners(before: number): number {
    const gone = this.#joiners().filter(({ at }) => at <= before);
    for (const { id } of gone) this.remove(id);
    return gone.length;
  }

  /** When the oldest joiner came, or null. */
  oldestJoiner(): number | null {
    return this.#joiners()[0]?.at ?? null;
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

  /** Where the last thing that came in was said, or null. */
  newestContext(): string | null {
    return (
      this.#sql.exec<{ ctx: string }>("SELECT ctx FROM item ORDER BY id DESC LIMIT 1").toArray()[0]
        ?.ctx ?? null
    );
  }

  isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM item LIMIT 1").toArray().length === 0;
  }

  /** Forgets keys older than a time whose batch is closed. */
  prune(before: number): void {
    this.#sql.exec(
      `DELETE FROM item WHERE at < ? AND batch IS NOT NULL AND batch != '${UNASKED}' AND (batch = '${BESIDE}' OR batch NOT IN
        (SELECT id FROM batch WHERE state IN ('waiting', 'active', 'dead', 'undeliverable')))`,
      before,
    );
    this.#sql.exec(
      `DELETE FROM fact WHERE (name LIKE 'key:%' OR name LIKE 'content:%')
       AND CAST(value AS INTEGER) NOT IN (SELECT id FROM item)`,
    );
  }

  #joiners(): Item[] {
    return this.#open().filter(({ batch }) => batch === JOINERS);
  }

  /** What has come in and is in no batch yet, in the order of arrival: one read for all who ask. */
  #open(): Item[] {
    return this.#sql
      .exec<Item>(
        `SELECT * FROM item WHERE id > ${FLOOR}
           AND (batch IS NULL OR batch IN ('${UNASKED}', '${JOINERS}')) ORDER BY id`,
      )
      .toArray();
  }

  /** Nothing up to the floor is open any more: that is how the open items are found without an index. */
  raiseFloor(): void {
    const { lowest } = this.#sql
      .exec<{ lowest: number | null }>(
        `SELECT COALESCE(
           (SELECT MIN(id) FROM item WHERE id > ${FLOOR}
              AND (batch IS NULL OR batch IN ('${UNASKED}', '${JOINERS}'))),
           (SELECT MAX(id) FROM item) + 1) AS lowest`,
      )
      .one();
    if (lowest === null) return;
    this.#sql.exec(
      "INSERT OR REPLACE INTO fact (name, value) VALUES ('item_floor', ?)",
      String(lowest - 1),
    );
  }

  #forget(items: readonly Item[]): void {
    for (const name of items.flatMap(namesOf)) {
      this.#sql.exec("DELETE FROM fact WHERE name = ?", name);
    }
  }
}

function knownOf(row: KnownRow | undefined): KnownItem | null {
  if (!row) return null;
  const handled = row.batch === BESIDE || row.batch === JOINERS;
  return { batch: row.state, handled, batchId: row.batch };
}

function keyName(key: string): string {
  return `key:${key}`;
}

function contentName(contentKey: string): string {
  return `content:${contentKey}`;
}

/** The dedup keys of an item, as facts. */
function namesOf({ key, content_key }: Pick<Item, "key" | "content_key">): string[] {
  return [keyName(key), ...(content_key === null ? [] : [contentName(content_key)])];
}
