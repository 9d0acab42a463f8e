import type { Sql } from "../sql.ts";
/** States of a batch. Only `waiting` and `active` are open. */
export type BatchState =
  | "waiting"
  | "active"
  | "answered"
  | "stopped"
  | "dead"
  | "undeliverable"
  | "uncertain"
  | "dropped"
  /** Taken over by the object at a new address. */
  | "moved";

/** Ended without a visible answer: an operator may replay or drop them. */
export const REPLAYABLE: readonly BatchState[] = ["dead", "undeliverable", "uncertain"];

/** One thing that came in. `batch` null: pending; `-`: handled beside the batches; `?`: its author is asked for. */
export type Item = {
  id: number;
  key: string;
  content_key: string | null;
  batch: string | null;
  /** `message`, the name of an ordered command, a control command, or `press`. */
  kind: string;
  sort: number;
  /** Version of the text, of an edited message. */
  version: number;
  album: string | null;
  ctx: string;
  at: number;
};

/** One turn: an immutable set of items, one run, one visible final. */
export type Batch = {
  /** Also the run id. */
  id: string;
  /** Orders batches: the time they were made, or a little later. */
  n: number;
  state: BatchState;
  /** `turn`, or the name of an ordered command. */
  kind: string;
  /** Context of the newest item: where the answer goes. */
  ctx: string;
  /** Ids of its items as JSON. */
  items: string;
  attempt: number;
  /** Counts incarnations of the runner and fences their writes. */
  epoch: number;
  progress_epoch: number;
  /** Errors and stalls of the run; progress resets both. */
  failures: number;
  stalls: number;
  /** The router's decision as JSON, asked once. */
  route: string | null;
  /** Highest step of the run that was seen. */
  seq: number;
  evidence_at: number;
  /** When this incarnation of the runner began. */
  began_at: number;
  /** Since when the pool cannot be reached, and how often that was tried. */
  outage_since: number | null;
  outages: number;
  retry_at: number | null;
  /** State that the batch takes when its final is delivered. */
  ending: BatchState | null;
  /** What goes into the history as our answer. */
  answer: string | null;
  error: string | null;
  usage: string | null;
  /** What its answer rests on, see `safety/seen.ts`. */
  seen: number;
  /** Sentences about files that were not opened, as JSON. */
  unopened: string | null;
  /** 1: the pool still holds the run. */
  owed: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
};

/** One message of ours: what should be seen and what is known to be seen. */
export type Post = {
  key: string;
  batch: string | null;
  part: number;
  /** `react` and `note` only tell that work goes on. */
  role: "final" | "reply" | "ack" | "react" | "note";
  ctx: string;
  /** What must be seen in the end, as JSON of a Rendered; null while only progress is shown. */
  body: string | null;
  ref: string | null;
  /** 1: `body` is known to be what is seen. */
  shown: number;
  /** Length of the text that was last seen. */
  visible: number;
  /** The call in flight. Found set on a wake-up: its outcome is unknown. */
  op: "send" | "edit" | "ack" | "react" | "delete" | null;
  /** When an outcome became unknown that may still take effect. */
  doubt_at: number | null;
  /** Look-backs since then. */
  looks: number;
  /** Calls in a row without success: how long to wait. */
  tries: number;
  /** Refusals that another attempt will not change: when to give up. */
  refusals: number;
  not_before: number;
  /** 1: the markup was refused, send the plain twin. */
  plain: number;
  /** 1: progress was refused, the next thing to be seen is the final. */
  muted: number;
  /** 1: the message it answers is gone; 2: the thread too. */
  unthreaded: number;
  state: "open" | "done" | "failed" | "uncertain";
  error: string | null;
  created_at: number;
  /** When delivery of what must be seen began: its budget runs from here. */
  due_from: number;
};

export type HistoryRow = {
  n: number;
  batch: string;
  /** `summary`: what stood here and before, in short. */
  role: "user" | "assistant" | "summary";
  user_id: string;
  name: string;
  text: string;
  at: number;
  /** What it rests on, see `safety/seen.ts`. */
  seen: number;
};

/** Batches that are open, owed to the pool, or that an operator should see; the condition of an index. */
const LIVE = "(owed = 1 OR state NOT IN ('answered', 'stopped', 'dropped', 'moved'))";

/** Something is to be done about them, and has not been. */
export const AT_WORK = `${LIVE} AND state IN ('waiting', 'active', 'answered', 'stopped', 'dropped', 'moved')`;
/** Dead letters: nothing is done about them until an operator says so. */
export const LETTERS = `${LIVE} AND state IN ('dead', 'undeliverable', 'uncertain')`;

/**
 * Creates what is missing. Additive: a column is added, never changed.
 *
 * Each table and each index takes a page of 4 KiB in every conversation, and each index a row for every
 * write. So dedup keys are rows of `fact`, and what is open is found behind a floor that grows.
 */
export function migrate(sql: Sql): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS item (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, content_key TEXT, batch TEXT,
    kind TEXT NOT NULL, sort INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 0, album TEXT, ctx TEXT NOT NULL, at INTEGER NOT NULL)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS batch (
    id TEXT PRIMARY KEY, n INTEGER NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL,
    ctx TEXT NOT NULL, items TEXT NOT NULL DEFAULT '[]', attempt INTEGER NOT NULL DEFAULT 1, epoch INTEGER NOT NULL DEFAULT 0,
    progress_epoch INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    stalls INTEGER NOT NULL DEFAULT 0, route TEXT, seq INTEGER NOT NULL DEFAULT 0,
    evidence_at INTEGER NOT NULL, began_at INTEGER NOT NULL DEFAULT 0,
    outage_since INTEGER, outages INTEGER NOT NULL DEFAULT 0, retry_at INTEGER, ending TEXT, answer TEXT, error TEXT,
    usage TEXT, unopened TEXT, owed INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL,
    started_at INTEGER, ended_at INTEGER, seen INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`);
  sql.exec(`CREATE TABLE IF NOT EXISTS post (
    key TEXT PRIMARY KEY, batch TEXT, part INTEGER NOT NULL, role TEXT NOT NULL, ctx TEXT NOT NULL,
    body TEXT, ref TEXT, shown INTEGER NOT NULL DEFAULT 0, visible INTEGER NOT NULL DEFAULT 0,
    op TEXT, doubt_at INTEGER,
    looks INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
    refusals INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0, plain INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0, unthreaded INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'open', error TEXT,
    created_at INTEGER NOT NULL, due_from INTEGER NOT NULL) WITHOUT ROWID`);
  // Every wake-up asks for what is open; what is closed grows for a week.
  sql.exec("CREATE INDEX IF NOT EXISTS post_open ON post (key) WHERE state = 'open'");
  // By state: what an operator may see may be much, and is not read to find what is open.
  sql.exec(`CREATE INDEX IF NOT EXISTS batch_state ON batch (state, n) WHERE ${LIVE}`);
  sql.exec(`CREATE TABLE IF NOT EXISTS history (
    n INTEGER PRIMARY KEY, batch TEXT NOT NULL, role TEXT NOT NULL, user_id TEXT NOT NULL,
    name TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 0)`);
  sql.exec("CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
  for (const table of ["batch", "history"]) {
    add(sql, table, "seen", "INTEGER NOT NULL DEFAULT 0");
  }
}

/** A column that the tables of older conversations do not have. */
function add(sql: Sql, table: string, column: string, type: string): void {
  const made = sql.exec<{ sql: string }>("SELECT sql FROM sqlite_master WHERE name = ?", table);
  if (new RegExp(`\\b${column} ${type}`).test(made.one().sql)) return;
  sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}
