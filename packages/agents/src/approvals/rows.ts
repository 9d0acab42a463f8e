import type { Sql } from "../sql.ts";
import type { Actor } from "../tools/tool.ts";
import { type ApprovalEvent, type ApprovalState, transition } from "./state.ts";

/** One act that is, or was, up to a person. Times are epoch milliseconds. */
export type ApprovalRow = {
  id: string;
  /** Idempotency key of whoever asked. */
  key: string;
  code: string;
  state: ApprovalState;
  door: string;
  tool: string;
  /** Canonical, as JSON: exactly this is run. */
  input: string;
  /** What must still be so when it runs. */
  target_state: string;
  hash: string;
  title: string;
  target: string;
  preview: string;
  /** Who asked, as JSON of an actor. */
  actor: string;
  /** Why the one before was not carried out. */
  replaces: string | null;
  /** 1: the directory knows the code. */
  registered: number;
  created_at: number;
  expires_at: number;
  remind_at: number | null;
  /** Who decided, as JSON, and the key of that decision. */
  decided_by: string | null;
  decided_key: string | null;
  /**
   * Decisions from elsewhere that wait for the conversation's word, then the one that counted: what comes of it
   * is told there. See `claimsOf`.
   */
  claim: string | null;
  outcome: string | null;
  /** While it is carried out: before this the door is not asked again. */
  not_before: number;
  tries: number;
};

/** A linked person has decided on another platform. */
export interface Claim {
  readonly key: string;
  readonly verdict: "approve" | "reject";
  /** Who that is here. */
  readonly by: { readonly userId: string; readonly name: string };
  /** Where it was said, and is answered. */
  readonly from: Actor;
  readonly language?: string | undefined;
}

/** One row of the trail that is only added to. */
export type AuditRow = {
  n: number;
  approval: string;
  at: number;
  event: string;
  state: ApprovalState;
  by: string | null;
  note: string | null;
};

/** Something that has to be told to a conversation. */
export type TellRow = {
  key: string;
  /** The platform of the conversation, which is the name of its door. */
  door: string;
  conversation: string;
  event: string;
  tries: number;
  not_before: number;
  since: number;
};

/** The approvals of one conversation, in the storage of its approval agent. */
export class Approvals {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS approval (
      id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, code TEXT NOT NULL, state TEXT NOT NULL,
      door TEXT NOT NULL, tool TEXT NOT NULL, input TEXT NOT NULL, target_state TEXT NOT NULL,
      hash TEXT NOT NULL, title TEXT NOT NULL, target TEXT NOT NULL, preview TEXT NOT NULL,
      actor TEXT NOT NULL, replaces TEXT, registered INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, remind_at INTEGER,
      decided_by TEXT, decided_key TEXT, claim TEXT, outcome TEXT,
      not_before INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS audit (
      n INTEGER PRIMARY KEY, approval TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL,
      state TEXT NOT NULL, by TEXT, note TEXT)`);
    sql.exec(`CREATE TABLE IF NOT EXISTS tell (
      key TEXT PRIMARY KEY, door TEXT NOT NULL, conversation TEXT NOT NULL, event TEXT NOT NULL,
      tries INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0,
      since INTEGER NOT NULL) WITHOUT ROWID`);
  }

  get(id: string): ApprovalRow | null {
    return this.#one("SELECT * FROM approval WHERE id = ?", id);
  }

  byKey(key: string): ApprovalRow | null {
    return this.#one("SELECT * FROM approval WHERE key = ?", key);
  }

  byCode(code: string): ApprovalRow | null {
    return this.#one("SELECT * FROM approval WHERE code = ? AND registered = 1", code);
  }

  /** Oldest first. */
  pending(): ApprovalRow[] {
    return this.#sql
      .exec<ApprovalRow>(
        "SELECT * FROM approval WHERE state = 'pending' AND registered = 1 ORDER BY created_at, id",
      )
      .toArray();
  }

  insert(row: Omit<ApprovalRow, keyof Fresh>): void {
    this.#sql.exec(
      `INSERT INTO approval (id, key, code, state, door, tool, input, target_state, hash, title,
         target, preview, actor, replaces, created_at, expires_at, remind_at)
       VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[row.id, row.key, row.code, row.door, row.tool, row.input, row.target_state, row.hash],
      ...[row.title, row.target, row.preview, row.actor, row.replaces, row.created_at],
      ...[row.expires_at, row.remind_at],
    );
    this.note(row.id, "ask", "pending", row.created_at, row.actor, row.hash);
  }

  /** The directory's answer about a code: it knows it, or another has it. */
  registered(id: string, code: string): void {
    this.#sql.exec("UPDATE approval SET registered = 1 WHERE id = ? AND code = ?", id, code);
  }

  recode(id: string, code: string): void {
    this.#sql.exec("UPDATE approval SET code = ? WHERE id = ? AND registered = 0", code, id);
  }

  /**
   * Takes an approval to its next state and adds to the trail.
   *
   * @returns false: the event changes nothing there
   */
  apply(
    id: string,
    event: ApprovalEvent,
    now: number,
    by: string | null = null,
    note: string | null = null,
  ): boolean {
    const row = this.get(id);
    const next = row ? transition(row.state, event) : null;
    if (next === null) return false;
    this.#sql.exec("UPDATE approval SET state = ? WHERE id = ?", next, id);
    this.note(id, event, next, now, by, note);
    return true;
  }

  decided(id: string, by: string, key: string): void {
    this.#sql.exec(
      "UPDATE approval SET decided_by = ?, decided_key = ? WHERE id = ?",
      ...[by, key, id],
    );
  }

  /** When somebody has agreed, by the trail; null: nobody has. */
  decidedAt(id: string): number | null {
    return this.audit(id).find(({ event }) => event === "approve")?.at ?? null;
  }

  claim(id: string, claims: readonly Claim[]): void {
    const json = claims.length === 0 ? null : JSON.stringify(claims);
    this.#sql.exec("UPDATE approval SET claim = ? WHERE id = ?", json, id);
  }

  outcome(id: string, outcome: string): void {
    this.#sql.exec("UPDATE approval SET outcome = ? WHERE id = ?", outcome, id);
  }

  wait(id: string, until: number, tries: number): void {
    this.#sql.exec(
      "UPDATE approval SET not_before = ?, tries = ? WHERE id = ?",
      ...[until, tries, id],
    );
  }

  reminded(id: string): void {
    this.#sql.exec("UPDATE approval SET remind_at = NULL WHERE id = ?", id);
  }

  /** Adds to the trail what is no change of state. */
  note(
    approval: string,
    event: string,
    state: ApprovalState,
    at: number,
    by: string | null,
    note: string | null,
  ): void {
    this.#sql.exec(
      "INSERT INTO audit (approval, at, event, state, by, note) VALUES (?, ?, ?, ?, ?, ?)",
      ...[approval, at, event, state, by, note],
    );
  }

  /**
   * Forgets what is over for long, with its preview. One that nobody was ever shown is over with its time.
   *
   * @param trail - before this the trail of what is forgotten goes too
   */
  prune(before: number, trail: number): void {
    this.#sql.exec(
      `DELETE FROM approval WHERE expires_at < ?
         AND (registered = 0 OR state NOT IN ('pending', 'approved', 'executing'))
         AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.approval = approval.id AND at >= ?)`,
      before,
      before,
    );
    this.#sql.exec(
      "DELETE FROM audit WHERE at < ? AND approval NOT IN (SELECT id FROM approval)",
      trail,
    );
  }

  audit(approval: string): AuditRow[] {
    return this.#sql
      .exec<AuditRow>("SELECT * FROM audit WHERE approval = ? ORDER BY n", approval)
      .toArray();
  }

  owe(tell: Pick<TellRow, "key" | "door" | "conversation" | "event" | "since">): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO tell (key, door, conversation, event, since) VALUES (?, ?, ?, ?, ?)",
      ...[tell.key, tell.door, tell.conversation, tell.event, tell.since],
    );
  }

  owed(): TellRow[] {
    return this.#sql.exec<TellRow>("SELECT * FROM tell ORDER BY since, key").toArray();
  }

  told(key: string): void {
    this.#sql.exec("DELETE FROM tell WHERE key = ?", key);
  }

  tellLater(key: string, tries: number, at: number): void {
    this.#sql.exec("UPDATE tell SET tries = ?, not_before = ? WHERE key = ?", tries, at, key);
  }

  #one(query: string, ...values: SqlStorageValue[]): ApprovalRow | null {
    return this.#sql.exec<ApprovalRow>(query, ...values).toArray()[0] ?? null;
  }
}

/** What a new approval has by itself. */
type Fresh = Pick<
  ApprovalRow,
  | "state"
  | "registered"
  | "decided_by"
  | "decided_key"
  | "claim"
  | "outcome"
  | "not_before"
  | "tries"
>;
