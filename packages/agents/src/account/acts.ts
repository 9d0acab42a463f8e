import type { ActAnswer, Intent } from "../door/protocol.ts";
import type { Sql } from "../sql.ts";
import { each } from "../tools/tool.ts";
import type { Attempt, AttemptPatch } from "./attempt.ts";

/** One act; its key is that of the approval. */
export type ActRow = Attempt & {
  key: string;
  tool: string;
  hash: string;
  /** {@link Intent} as JSON. */
  intent: string;
  /** What came of it, as JSON of an {@link ActAnswer}; null: not yet known. */
  answer: string | null;
};

/** What was done about an act, in order; never changed. */
export type Deed = {
  n: number;
  key: string;
  what: "intent" | "tried" | "failed" | "looked" | "done" | "changed" | "refused";
  detail: string;
  at: number;
};

/** An act as an operator sees it. */
export interface ActView {
  readonly key: string;
  readonly tool: string;
  readonly hash: string;
  readonly input: unknown;
  readonly state: string;
  readonly actor: Intent["actor"];
  readonly answer: ActAnswer | null;
  readonly deeds: readonly Pick<Deed, "what" | "detail" | "at">[];
}

/** The rows of the ledger: an act each, and what was done about it. */
export class Acts {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS act (
      key TEXT PRIMARY KEY, tool TEXT NOT NULL, hash TEXT NOT NULL, intent TEXT NOT NULL, answer TEXT,
      op INTEGER NOT NULL DEFAULT 0, doubt_at INTEGER, looks INTEGER NOT NULL DEFAULT 0,
      doubted INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
      not_before INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS deed (
      n INTEGER PRIMARY KEY, key TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL,
      at INTEGER NOT NULL)`);
  }

  get(key: string): ActRow | null {
    return this.#sql.exec<ActRow>("SELECT * FROM act WHERE key = ?", key).toArray()[0] ?? null;
  }

  add(intent: Intent, now: number): void {
    const { key, tool, hash } = intent;
    this.#sql.exec(
      "INSERT INTO act (key, tool, hash, intent, at) VALUES (?, ?, ?, ?, ?)",
      ...[key, tool, hash, JSON.stringify(intent), now],
    );
    const people = each(intent.actor).map(({ platform, userId }) => `${platform}:${userId}`);
    this.note(key, "intent", people.join(", "), now);
  }

  patch(key: string, patch: AttemptPatch): void {
    const entries = Object.entries(patch);
    if (entries.length === 0) return;
    const columns = entries.map(([column]) => `${column} = ?`).join(", ");
    const values = entries.map(([, value]) => value);
    this.#sql.exec(`UPDATE act SET ${columns} WHERE key = ?`, ...values, key);
  }

  /** The first answer stays. */
  answer(key: string, answer: Exclude<ActAnswer, { state: "again" }>, now: number): void {
    this.#sql.exec(
      "UPDATE act SET answer = ?, op = 0, doubt_at = NULL WHERE key = ? AND answer IS NULL",
      JSON.stringify(answer),
      key,
    );
    this.note(key, answer.state, answer.state === "done" ? (answer.source ?? "") : answer.why, now);
  }

  note(key: string, what: Deed["what"], detail: string, now: number): void {
    this.#sql.exec(
      "INSERT INTO deed (key, what, detail, at) VALUES (?, ?, ?, ?)",
      ...[key, what, detail, now],
    );
  }

  /** The newest first. */
  list(limit: number): ActView[] {
    const rows = this.#sql
      .exec<ActRow>("SELECT * FROM act ORDER BY at DESC LIMIT ?", limit)
      .toArray();
    return rows.map(({ key, tool, hash, intent, answer }) => {
      const { input, state, actor } = JSON.parse(intent) as Intent;
      const deeds = this.#sql
        .exec<Deed>("SELECT * FROM deed WHERE key = ? ORDER BY n", key)
        .toArray()
        .map(({ what, detail, at }) => ({ what, detail, at }));
      const known = answer === null ? null : (JSON.parse(answer) as ActAnswer);
      return { key, tool, hash, input, state, actor, answer: known, deeds };
    });
  }

  /** Forgets what is over; what has no answer yet is not. */
  prune(before: number): void {
    this.#sql.exec("DELETE FROM act WHERE at < ? AND answer IS NOT NULL", before);
    this.#sql.exec("DELETE FROM deed WHERE key NOT IN (SELECT key FROM act)");
  }
}
