import { createHash, createHmac } from "node:crypto";
import { copyFileSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Books } from "@trunkline/emulators/playground";

/** Those whose runs are shown; of a worker the steps of its runs. */
const AGENTS = [
  "SimpleAgent",
  "OrchestratorAgent",
  "HITLAgent",
  "LeadResearcherAgent",
  "InfoAgent",
  "CodeWorker",
  "ResearchWorker",
  "GitHubWorker",
];

const MOST_APPROVALS = 20;
const MOST_REPLIES = 8;

type Rows = readonly Record<string, unknown>[];
const NOTHING: readonly Rows[] = [];
type Known = { readonly stamp: string; readonly rows: readonly Rows[] };

/**
 * Reads what the runtime has on its disk. Of a file and its log a copy is opened, never they themselves: a
 * second process at a database, at the moment when a killed runtime comes back to it, could be in its way.
 *
 * @example
 * const books = new DiskBooks(".data/start");
 * books.read("telegram:700000001/5000001");
 */
export class DiskBooks implements Books {
  readonly #state: string;
  readonly #copies: string;
  readonly #known = new Map<string, Known>();

  /** @param folder - the data folder of this start */
  constructor(folder: string) {
    this.#state = join(folder, "state");
    this.#copies = join(folder, "looked-at");
    rmSync(this.#copies, { recursive: true, force: true });
    mkdirSync(this.#copies, { mode: 0o700 });
  }

  read(conversation: string) {
    const [platform = ""] = conversation.split(":");
    let news = false;
    const rows = (key: string, ...queries: string[]) => {
      const before = this.#known.get(`${key}/${conversation}`);
      const read = this.#rows(key, conversation, queries);
      if (read !== (before?.rows ?? NOTHING)) news = true;
      return read;
    };
    const [replies = [], unasked = []] = rows(`${platform}-Chat`, REPLIES, UNASKED);
    const [approvals = [], audit = []] = rows("shared-agents-HITLAgent:acts", APPROVALS, AUDIT);
    const events = AGENTS.flatMap((agent) =>
      rows(`shared-agents-${agent}`, EVENTS)
        .flat()
        .map((row) => ({ ...row, agent })),
    );
    return news ? { approvals, audit, events, replies, unasked } : null;
  }

  /** @param key - of the namespace; behind a colon, for what is asked of it */
  #rows(key: string, object: string, queries: readonly string[]): readonly Rows[] {
    const [namespace = ""] = key.split(":");
    const file = join(this.#state, namespace, `${objectId(namespace, object)}.sqlite`);
    const name = `${key}/${object}`;
    const known = this.#known.get(name);
    const [main, log] = [stampOf(file), stampOf(`${file}-wal`)];
    const stamp = `${main} ${log}`;
    if (main === null || stamp === known?.stamp) return known?.rows ?? NOTHING;
    const copy = join(this.#copies, "copy.sqlite");
    try {
      for (const end of ["", "-wal", "-shm"]) rmSync(copy + end, { force: true });
      // The log only grows, until it is written back into the file: then the two copies do not belong
      // together. The next look is soon.
      if (log !== null) copyFileSync(`${file}-wal`, `${copy}-wal`);
      copyFileSync(file, copy);
      if (stampOf(file) !== main) return known?.rows ?? NOTHING;
      const rows = select(copy, queries);
      this.#known.set(name, { stamp, rows });
      return rows;
    } catch (error) {
      if (isUnreadable(error)) return known?.rows ?? NOTHING;
      throw error;
    }
  }
}

// What acknowledges a button has the id of the press in place of a message.
const REPLIES = `SELECT key, part, role, iif(role = 'ack', NULL, ref) AS ref, body, shown, visible, op, doubt_at, tries, not_before,
  plain, muted, state, error, created_at FROM post WHERE batch IS NULL AND role IN ('reply', 'ack')
  ORDER BY created_at DESC, key LIMIT ${MOST_REPLIES}`;
// A delivery lies there whole, until its writer is known.
const UNASKED = `SELECT key, at, iif(kind = 'press', '(a button)', json_extract(ctx, '$.ctx.text')) AS text,
  coalesce(json_extract(ctx, '$.ctx.actor.login'), json_extract(ctx, '$.ctx.name')) AS by
  FROM item WHERE batch = '?' ORDER BY id`;
const APPROVALS = `SELECT id, code, state, tool, title, target, actor, decided_by, outcome,
  created_at, expires_at FROM approval WHERE registered = 1
  ORDER BY created_at DESC LIMIT ${MOST_APPROVALS}`;
const AUDIT = "SELECT approval, at, event, by, note FROM audit ORDER BY n";
const EVENTS = "SELECT run, kind, data FROM run_event ORDER BY run, seq";

function select(path: string, queries: readonly string[]): Rows[] {
  const database = new DatabaseSync(path);
  try {
    return queries.map((query) => database.prepare(query).all());
  } finally {
    database.close();
  }
}

/** Changes whenever the file does; null: there is none. */
function stampOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}/${stat.size}` : null;
}

/** Half of it was written, or a table is made only when it is needed. */
function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "ERR_SQLITE_ERROR" || error.code === "ENOENT";
}

/** The id of a named object, as workerd derives it (`ActorIdFactoryImpl` in its `server/actor-id-impl.c++`). */
export function objectId(namespace: string, name: string): string {
  const key = createHash("sha256").update(namespace).digest();
  const mac = (of: string | Buffer) => createHmac("sha256", key).update(of).digest();
  const base = mac(name).subarray(0, 16);
  return Buffer.concat([base, mac(base).subarray(0, 16)]).toString("hex");
}
