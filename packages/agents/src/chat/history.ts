import type { Turn } from "../runs/protocol.ts";
import type { Sql } from "../sql.ts";
import type { HistoryRow } from "./schema.ts";

/** The most that a request carries; bigger context comes through a read tool. */
export const MOST_REQUEST_BYTES = 512 * 1024;
/** The most rows of the past that a request carries; long before that, the oldest are put in short. */
export const MOST_TURNS = 400;

/** What was said and answered. */
export class History {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  add(row: Omit<HistoryRow, "n">): void {
    this.#sql.exec(
      "INSERT INTO history (batch, role, user_id, name, text, at) VALUES (?, ?, ?, ?, ?, ?)",
      ...[row.batch, row.role, row.user_id, row.name, row.text, row.at],
    );
  }

  /** Whether a batch is in it: an answer that is delivered again is not said again. */
  has(batch: string): boolean {
    const found = this.#sql.exec("SELECT 1 FROM history WHERE batch = ? LIMIT 1", batch);
    return found.toArray().length > 0;
  }

  /** The newest rows, oldest first. */
  recent(limit: number): HistoryRow[] {
    return this.#sql
      .exec<HistoryRow>("SELECT * FROM history ORDER BY n DESC LIMIT ?", limit)
      .toArray()
      .reverse();
  }

  /** What was said before all other rows, in short. */
  summary(): string | null {
    const rows = this.#sql.exec<HistoryRow>(
      "SELECT * FROM history WHERE role = 'summary' ORDER BY n DESC",
    );
    return rows.toArray()[0]?.text ?? null;
  }

  /** Puts a summary in the place of the rows up to one. That row is gone when everything was forgotten. */
  fold(upTo: number, text: string): void {
    this.#sql.exec("DELETE FROM history WHERE n < ?", upTo);
    this.#sql.exec(
      "UPDATE history SET role = 'summary', user_id = '', name = '', text = ? WHERE n = ?",
      text,
      upTo,
    );
  }

  /** Bytes of the whole database of this object. */
  get databaseSize(): number {
    return this.#sql.databaseSize;
  }

  /** Rows from elsewhere, older than everything here. */
  prepend(rows: readonly Omit<HistoryRow, "n">[]): void {
    const own = this.recent(Number.MAX_SAFE_INTEGER);
    this.clear();
    for (const row of [...rows, ...own.map(({ n: _n, ...row }) => row)]) this.add(row);
  }

  clear(): void {
    this.#sql.exec("DELETE FROM history");
  }

  /** Keeps the newest rows. */
  prune(keep: number): void {
    this.#sql.exec("DELETE FROM history WHERE n <= (SELECT MAX(n) FROM history) - ?", keep);
  }
}

type Said = Pick<HistoryRow, "role" | "user_id" | "name" | "text"> & { readonly n?: number };

/**
 * The turns of a request: history, then the current batch as the last user turn, the newest that fit.
 * Names are shown as soon as more than one person speaks.
 */
export function toTurns(history: readonly Said[], batch: readonly Said[], most: number): Turn[] {
  const people = new Set([...history, ...batch].filter(isPerson).map(({ user_id }) => user_id));
  const named = people.size > 1;
  const current: Turn = { role: "user", text: shortened(merge(batch, named), most) };
  const turns: Turn[] = [];
  let room = most - byteLength(current.text);
  for (const said of history.toReversed()) {
    if (said.role === "summary") break;
    const text = line(said, named);
    // Two line breaks may join it to its neighbour.
    room -= byteLength(text) + 2;
    if (room < 0) break;
    const next = turns[0];
    if (next && next.role === said.role) turns[0] = { ...next, text: `${text}\n\n${next.text}` };
    else turns.unshift({ role: said.role, text, ...(said.n === undefined ? {} : { n: said.n }) });
  }
  // A conversation begins with a person.
  if (turns[0]?.role === "assistant") turns.shift();
  return [...turns, current];
}

/** A turn that alone exceeds the request keeps its head and its tail. */
function shortened(text: string, most: number): string {
  if (byteLength(text) <= most) return text;
  // Four bytes hold any code unit's share of a character.
  const half = Math.floor(most / 8) - 20;
  return `${text.slice(0, half)}\n\n[… shortened …]\n\n${text.slice(-half)}`.toWellFormed();
}

function isPerson({ role }: Said): boolean {
  return role === "user";
}

function line(said: Said, named: boolean): string {
  return named && isPerson(said) ? `${said.name}: ${said.text}` : said.text;
}

function merge(batch: readonly Said[], named: boolean): string {
  return batch.map((said) => line(said, named)).join("\n\n");
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
