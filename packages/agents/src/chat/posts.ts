import type { Action, MessageRef, Rendered } from "@trunkline/transport";
import type { Sql } from "../sql.ts";
import type { Post } from "./schema.ts";

/** What must be seen in the end: a text, and the buttons under it. */
export type Body = Rendered & { readonly actions?: readonly Action[] };

/** What changes in a post after a call; a name that is absent stays. */
export type PostPatch = Partial<Omit<Post, "key" | "batch" | "role">>;

/** Our messages: what should be seen, what is in flight, what is known. */
export class Posts {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get(key: string): Post | null {
    return this.#sql.exec<Post>("SELECT * FROM post WHERE key = ?", key).toArray()[0] ?? null;
  }

  /** The parts of a batch's final. */
  of(batch: string): Post[] {
    return this.all(batch).filter(({ role }) => role === "final");
  }

  /** Everything that belongs to a batch, signs of work included. */
  all(batch: string): Post[] {
    return this.#sql
      .exec<Post>("SELECT * FROM post WHERE key BETWEEN ? AND ? ORDER BY part", ...keysOf(batch))
      .toArray();
  }

  /** Where our other messages live: none of them is the one that is looked for. */
  refs(but: string): MessageRef[] {
    return this.#sql
      .exec<{ ref: string }>(
        "SELECT ref FROM post WHERE ref IS NOT NULL AND role != 'ack' AND key != ?",
        but,
      )
      .toArray()
      .map(({ ref }) => JSON.parse(ref) as MessageRef);
  }

  /** What may still need a call: replies first, then the parts of finals in order. */
  open(): Post[] {
    return this.#sql
      .exec<Post>(
        `SELECT post.* FROM post LEFT JOIN batch ON batch.id = post.batch WHERE post.state = 'open'
         ORDER BY post.role = 'final', batch.n, post.part, post.created_at`,
      )
      .toArray();
  }

  /** A reply beside the batches, or the answer to a press; at most once by its key. */
  addReply(key: string, ctx: string, body: Rendered, now: number, ack?: string): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO post (key, part, role, ctx, body, ref, created_at, due_from)
       VALUES (?, 0, ?, ?, ?, ?, ?, ?)`,
      ...[key, ack ? "ack" : "reply", ctx, JSON.stringify(body), ack ?? null, now, now],
    );
  }

  /** A message that answers nobody and belongs to no batch; once by its key, and delivered like a final. */
  addTold(key: string, part: number, ctx: string, body: Rendered, now: number): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO post (key, part, role, ctx, body, unthreaded, created_at, due_from)
       VALUES (?, ?, 'final', ?, ?, 1, ?, ?)`,
      ...[key, part, ctx, JSON.stringify(body), now, now],
    );
  }

  /** A sign that work goes on, at most one of a kind for a batch. */
  addSign(role: "react" | "note", batch: string, ctx: string, body: Rendered | null, now: number) {
    this.#sql.exec(
      `INSERT OR IGNORE INTO post (key, batch, part, role, ctx, body, created_at, due_from)
       VALUES (?, ?, 0, ?, ?, ?, ?, ?)`,
      ...[`${batch}:${role}`, batch, role, ctx, body && JSON.stringify(body), now, now],
    );
  }

  /**
   * What a note should say from now on. One that is on its way, or of which it is not known whether it stands
   * there, is left: it is looked for by what it says.
   */
  rewordNote(batch: string, body: Rendered): void {
    const json = JSON.stringify(body);
    this.#sql.exec(
      `UPDATE post SET body = ?, shown = 0, tries = 0 WHERE key = ? AND state = 'open' AND body != ?
       AND (ref IS NOT NULL OR (op IS NULL AND doubt_at IS NULL))`,
      ...[json, `${batch}:note`, json],
    );
  }

  /** The message that first shows progress and later holds the first part. */
  addProgress(batch: string, ctx: string, now: number): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO post (key, batch, part, role, ctx, created_at, due_from)
       VALUES (?, ?, 0, 'final', ?, ?, ?)`,
      ...[partKey(batch, 0), batch, ctx, now, now],
    );
  }

  /** Sets what must be seen in the end. Parts that exist keep their message and are edited. */
  setFinal(batch: string, ctx: string, parts: readonly Body[], now: number): void {
    // Parts that are not needed any more: one that was sent stays as it is, the others never come.
    this.#sql.exec(
      `DELETE FROM post WHERE key BETWEEN ? AND ? AND role = 'final' AND part >= ? AND ref IS NULL`,
      ...keysOf(batch),
      parts.length,
    );
    this.#sql.exec(
      `UPDATE post SET state = 'done'
       WHERE key BETWEEN ? AND ? AND role = 'final' AND part >= ? AND state = 'open'`,
      ...keysOf(batch),
      parts.length,
    );
    parts.forEach((body, part) => {
      this.#sql.exec(
        `INSERT INTO post (key, batch, part, role, ctx, body, created_at, due_from)
         VALUES (?, ?, ?, 'final', ?, ?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET body = excluded.body, shown = 0, plain = 0, muted = 0,
           tries = 0, refusals = 0, not_before = 0, state = 'open', error = NULL, due_from = excluded.due_from`,
        ...[partKey(batch, part), batch, part, ctx, JSON.stringify(body), now, now],
      );
    });
  }

  /** Another text in the place of one that was refused. @returns false: it is there already */
  exchange(post: Post, body: Body, now: number): boolean {
    const json = JSON.stringify(body);
    if (post.body === json) return false;
    this.#sql.exec(
      `UPDATE post SET body = ?, shown = 0, tries = 0, refusals = 0, not_before = 0, state = 'open',
         due_from = ? WHERE key = ?`,
      json,
      now,
      post.key,
    );
    return true;
  }

  /** One part becomes two: the platform found it too long. Later parts have not been sent yet. */
  divide(post: Post, halves: readonly Body[], now: number): void {
    const { batch } = post;
    if (batch === null) return;
    const later = this.of(batch).filter(({ part }) => part > post.part);
    const bodies = later.map(({ body }) => JSON.parse(body ?? "null") as Body);
    const all = [...halves, ...bodies];
    all.forEach((body, at) => {
      const part = post.part + at;
      this.#sql.exec(
        `INSERT INTO post (key, batch, part, role, ctx, body, created_at, due_from)
         VALUES (?, ?, ?, 'final', ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body`,
        ...[partKey(batch, part), batch, part, post.ctx, JSON.stringify(body), now, now],
      );
    });
  }

  patch(key: string, patch: PostPatch): void {
    const names = Object.keys(patch);
    if (names.length === 0) return;
    this.#sql.exec(
      `UPDATE post SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE key = ?`,
      ...Object.values(patch).map((value) => value ?? null),
      key,
    );
  }

  /**
   * What was given up is tried again. A create that may have happened is looked for first, where the
   * platform can be asked; elsewhere it is now sent once more, which the operator has decided.
   */
  reopen(batch: string, canLook: boolean, now: number): void {
    this.#sql.exec(
      `UPDATE post SET state = 'open', tries = 0, refusals = 0, not_before = 0, error = NULL,
         doubt_at = IIF(?, doubt_at, NULL), due_from = ?
       WHERE key BETWEEN ? AND ? AND role = 'final' AND state != 'done'`,
      ...[canLook ? 1 : 0, now, ...keysOf(batch)],
    );
  }

  /** Our messages of a batch show progress again, until there is another final. */
  restart(batch: string, now: number): void {
    this.#sql.exec(
      `UPDATE post SET body = NULL, shown = 0, visible = 0, plain = 0, muted = 0, state = 'open', tries = 0, refusals = 0,
         not_before = 0, error = NULL, due_from = ? WHERE key BETWEEN ? AND ? AND role = 'final'`,
      now,
      ...keysOf(batch),
    );
    // Its note was taken away: there may be another one.
    this.#sql.exec("DELETE FROM post WHERE key = ? AND state = 'done'", `${batch}:note`);
  }

  /** Ends what is still open of a batch. */
  close(batch: string, error: string): void {
    this.#sql.exec(
      `UPDATE post SET state = 'failed', error = ?
       WHERE key BETWEEN ? AND ? AND role = 'final' AND state = 'open'`,
      error,
      ...keysOf(batch),
    );
  }

  prune(before: number): void {
    this.#sql.exec(
      `DELETE FROM post WHERE state != 'open' AND created_at < ?
       AND (batch IS NULL OR batch NOT IN (SELECT id FROM batch))`,
      before,
    );
  }
}

/** First and last key that a message of a batch can have: what belongs together lies together. */
function keysOf(batch: string): [string, string] {
  return [`${batch}:`, `${batch}:~`];
}

function partKey(batch: string, part: number): string {
  return `${batch}:${part}`;
}
