import type { Turn } from "../runs/protocol.ts";
import type { Sql } from "../sql.ts";
import type { HistoryRow } from "./schema.ts";

/** The most that a request carries; bigger context comes through a read tool. */
export const MOST_REQUEST_BYTES = 512 * 1024;
/** What stands for rows that nobody has put in short. */
const FORGOTTEN = "(Older messages are not kept.)";

/** A row that has no place yet; by itself it rests on nothing strange. */
export type NewRow = Omit<HistoryRow, "n" | "seen"> & { readonly seen?: number | undefined };

/** What was said and answered. */
export class History {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** @param n - its place; default: after all others */
  add(row: NewRow, n?: number): void {
    this.#sql.exec(
      "INSERT INTO history (n, batch, role, user_id, name, text, at, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ...[n ?? null, row.batch, row.role, row.user_id, row.name, row.text, row.at, row.seen ?? 0],
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
  summary(): HistoryRow | null {
    const rows = this.#sql.exec<HistoryRow>(
      "SELECT * FROM history WHERE role = 'summary' ORDER BY n DESC",
    );
    return rows.toArray()[0] ?? null;
  }

  /** What was said after that, oldest first. */
  open(): HistoryRow[] {
    const rows = this.recent(Number.MAX_SAFE_INTEGER);
    return rows.slice(rows.findLastIndex(({ role }) => role === "summary") + 1);
  }

  /**
   * Puts a summary in the place of the rows up to one; it rests on what they rest on. That row is gone when
   * everything was forgotten.
   *
   * @param from - the first of them that was read for it; absent: it is not known
   * @returns false: somebody has said something before, which nobody has read; all of it stays
   */
  fold(upTo: number, text: string, from: number | undefined): boolean {
    const rows = this.recent(Number.MAX_SAFE_INTEGER).filter(({ n }) => n <= upTo);
    const unread = (n: number) => from === undefined || n < from;
    if (rows.some(({ n, role }) => role === "user" && unread(n))) return false;
    this.#replace(upTo, text, rows);
    return true;
  }

  #replace(upTo: number, text: string, rows: readonly HistoryRow[]): void {
    const seen = rows.reduce((bits, row) => bits | row.seen, 0);
    this.#sql.exec("DELETE FROM history WHERE n < ?", upTo);
    this.#sql.exec(
      "UPDATE history SET role = 'summary', user_id = '', name = '', text = ?, seen = ? WHERE n = ?",
      ...[text, seen, upTo],
    );
  }

  /** Bytes of the whole database of this object. */
  get databaseSize(): number {
    return this.#sql.databaseSize;
  }

  /** Rows from elsewhere, older than everything here. What is here keeps its numbers: a run may know them. */
  prepend(rows: readonly NewRow[]): void {
    const first = this.recent(Number.MAX_SAFE_INTEGER)[0]?.n ?? 1;
    rows.forEach((row, at) => {
      this.add(row, first - rows.length + at);
    });
  }

  clear(): void {
    this.#sql.exec("DELETE FROM history");
  }

  /** Keeps the newest rows. Where others were that no summary stands for, it is said that they are gone. */
  prune(keep: number): void {
    const rows = this.recent(Number.MAX_SAFE_INTEGER);
    let from = Math.max(0, rows.length - keep);
    // An answer says nothing without its question.
    while (from > 0 && rows[from]?.role === "assistant") from += 1;
    const old = rows.slice(0, from);
    const last = old.at(-1);
    if (!last || old.every(({ role }) => role === "summary")) return;
    const before = old.findLast(({ role }) => role === "summary")?.text ?? "";
    const text = before.endsWith(FORGOTTEN) ? before : `${before}\n\n${FORGOTTEN}`.trim();
    this.#replace(last.n, text, old);
  }
}

/** As much of a row as a request needs. */
export type Said = Pick<HistoryRow, "role" | "user_id" | "name" | "text"> & {
  readonly n?: number;
  readonly seen?: number;
};

/** The rows of the past that a request carries: the newest that fit, from a person on. */
export function carried<R extends Said>(
  history: readonly R[],
  batch: readonly Said[],
  most: number,
): R[] {
  const named = isNamed([...history, ...batch]);
  const rows: R[] = [];
  let room = most - byteLength(nowOf(batch, named, most));
  for (const said of history.toReversed()) {
    if (said.role === "summary") break;
    room -= sizeOf(said, named);
    if (room < 0) break;
    rows.unshift(said);
  }
  // A conversation begins with a person.
  const first = rows.findIndex(isPerson);
  return first < 0 ? [] : rows.slice(first);
}

/**
 * The turns of a request: history, then the current batch as the last user turn, the newest that fit.
 * Names are shown as soon as more than one person speaks.
 */
export function toTurns(history: readonly Said[], batch: readonly Said[], most: number): Turn[] {
  const named = isNamed([...history, ...batch]);
  const turns: Turn[] = [];
  for (const { text, role, n } of asTurns(carried(history, batch, most), named)) {
    const last = turns.at(-1);
    if (last?.role !== role) turns.push({ role, text, ...(n === undefined ? {} : { n }) });
    else {
      const joined = { ...last, text: `${last.text}\n\n${text}` };
      turns.splice(-1, 1, n === undefined ? joined : { ...joined, n });
    }
  }
  return [...turns, { role: "user", text: nowOf(batch, named, most) }];
}

/** A turn for each row. */
export function asTurns(rows: readonly Said[], named: boolean): Turn[] {
  return rows.flatMap((said) =>
    said.role === "summary"
      ? []
      : [
          {
            role: said.role,
            text: line(said, named),
            ...(said.n === undefined ? {} : { n: said.n }),
          },
        ],
  );
}

/** What is said now, as one turn. One that alone exceeds the request keeps its head and its tail. */
export function nowOf(batch: readonly Said[], named: boolean, most: number): string {
  const text = batch.map((said) => line(said, named)).join("\n\n");
  if (byteLength(text) <= most) return text;
  // Four bytes hold any code unit's share of a character.
  const half = Math.floor(most / 8) - 20;
  return `${text.slice(0, half)}\n\n[… shortened …]\n\n${text.slice(-half)}`.toWellFormed();
}

/** Names are shown as soon as more than one person speaks. */
export function isNamed(said: readonly Said[]): boolean {
  return new Set(said.filter(isPerson).map(({ user_id }) => user_id)).size > 1;
}

/** Bytes of a row in a request. */
export function sizeOf(said: Said, named: boolean): number {
  // Two line breaks may join it to its neighbour.
  return byteLength(line(said, named)) + 2;
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

function isPerson({ role }: Said): boolean {
  return role === "user";
}

function line(said: Said, named: boolean): string {
  return named && isPerson(said) ? `${said.name}: ${said.text}` : said.text;
}
