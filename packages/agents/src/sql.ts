export type SqlValue = ArrayBuffer | string | number | null;

/** As much of an object's database as row stores need. */
export interface Sql {
  exec<T extends Record<string, SqlValue>>(query: string, ...values: SqlValue[]): Answer<T>;
  readonly databaseSize: number;
}

export interface Answer<T> {
  toArray(): T[];
  /** @throws when there is not exactly one row */
  one(): T;
}

/** Enough for what one look at the rows asks; a day without a write must not collect more. */
const MOST_OF_A_QUERY = 50;

/** What one query has answered, by its values. */
type Answers = Map<string, unknown[]>;

/**
 * Remembers what a query has answered until one of its tables is written: an object looks at its rows at
 * every wake-up and is the only one who writes them. Rows that were given out are not to be changed.
 */
export class RememberedSql implements Sql {
  readonly #sql: Sql;
  /** By their text; there are as many as the code has. */
  readonly #queries = new Map<string, Answers>();
  readonly #readers = new Map<string, Answers[]>();
  readonly #written = new Map<string, string | null>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  exec<T extends Record<string, SqlValue>>(query: string, ...values: SqlValue[]): Answer<T> {
    if (!query.startsWith("SELECT")) {
      this.#forget(this.#tableOf(query));
      return this.#sql.exec<T>(query, ...values);
    }
    const answers = this.#answersOf(query);
    const key = values.length === 0 ? "" : JSON.stringify(values);
    let rows = answers.get(key) as T[] | undefined;
    if (rows === undefined) {
      rows = this.#sql.exec<T>(query, ...values).toArray();
      if (answers.size >= MOST_OF_A_QUERY) answers.clear();
      answers.set(key, rows);
    }
    return new Remembered(rows);
  }

  get databaseSize(): number {
    return this.#sql.databaseSize;
  }

  /**
   * All of it or nothing. What was read in a transaction that was undone never was.
   *
   * @param undone - forgets what else has been read or written in it
   */
  transaction(
    storage: { transactionSync(work: () => void): void },
    work: () => void,
    undone: () => void = () => {},
  ): void {
    try {
      storage.transactionSync(work);
    } catch (error) {
      this.#forget(null);
      undone();
      throw error;
    }
  }

  /** @param table - null: whatever it was, it may have changed everything */
  #forget(table: string | null): void {
    const touched = table === null ? this.#queries.values() : (this.#readers.get(table) ?? []);
    for (const answers of touched) answers.clear();
  }

  #answersOf(query: string): Answers {
    const known = this.#queries.get(query);
    if (known) return known;
    const answers: Answers = new Map();
    this.#queries.set(query, answers);
    for (const table of tablesRead(query)) {
      this.#readers.set(table, [...(this.#readers.get(table) ?? []), answers]);
    }
    return answers;
  }

  #tableOf(query: string): string | null {
    const known = this.#written.get(query);
    if (known !== undefined) return known;
    const table = tableWritten(query);
    this.#written.set(query, table);
    return table;
  }
}

class Remembered<T> implements Answer<T> {
  readonly #rows: readonly T[];

  constructor(rows: readonly T[]) {
    this.#rows = rows;
  }

  toArray(): T[] {
    return [...this.#rows];
  }

  one(): T {
    const [row] = this.#rows;
    if (row === undefined || this.#rows.length > 1) {
      throw new Error(`${this.#rows.length} rows, not one`);
    }
    return row;
  }
}

/** The one table that a statement writes, or null. */
export function tableWritten(query: string): string | null {
  const match =
    /^\s*(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\w+)/i;
  return match.exec(query)?.[1]?.toLowerCase() ?? null;
}

/** Every table that a query may read; names of columns after a comma are among them and do no harm. */
export function tablesRead(query: string): ReadonlySet<string> {
  const names = query.matchAll(/(?:\bFROM|\bJOIN|,)[\s("]*(\w+)/gi);
  return new Set([...names].map(([, name]) => (name ?? "").toLowerCase()));
}
