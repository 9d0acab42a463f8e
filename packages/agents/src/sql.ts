/** As much of an object's database as row stores need. */
export interface Sql {
  exec<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): Answer<T>;
  readonly databaseSize: number;
}

export interface Answer<T> {
  toArray(): T[];
  /** @throws when there is not exactly one row */
  one(): T;
}

/** Enough for what one look at the rows asks; a day without a write must not collect more. */
const MOST = 200;

interface Known {
  readonly reads: ReadonlySet<string>;
  readonly rows: unknown[];
}

/**
 * Remembers what a query has answered until one of its tables is written: an object looks at its rows at
 * every wake-up and is the only one who writes them. Rows that were given out are not to be changed.
 */
export class RememberedSql implements Sql {
  readonly #sql: Sql;
  readonly #known = new Map<string, Known>();
  /** The tables of each query; there are as many as the code has. */
  readonly #tables = new Map<string, ReadonlySet<string>>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  exec<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): Answer<T> {
    if (!query.startsWith("SELECT")) {
      this.#forget(tableWritten(query));
      return this.#sql.exec<T>(query, ...values);
    }
    const key = JSON.stringify([query, ...values]);
    const known = this.#known.get(key)?.rows as T[] | undefined;
    const rows = known ?? this.#sql.exec<T>(query, ...values).toArray();
    if (known === undefined) {
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(key, { reads: this.#tablesOf(query), rows });
    }
    return {
      toArray: () => [...rows],
      one() {
        const [row] = rows;
        if (row === undefined || rows.length > 1) throw new Error(`${rows.length} rows, not one`);
        return row;
      },
    };
  }

  get databaseSize(): number {
    return this.#sql.databaseSize;
  }

  /** All of it or nothing. What was read in a transaction that was undone never was. */
  transaction(storage: Pick<DurableObjectStorage, "transactionSync">, work: () => void): void {
    try {
      storage.transactionSync(work);
    } catch (error) {
      this.#known.clear();
      throw error;
    }
  }

  /** @param table - null: whatever it was, it may have changed everything */
  #forget(table: string | null): void {
    if (table === null) this.#known.clear();
    for (const [key, { reads }] of this.#known) {
      if (table !== null && reads.has(table)) this.#known.delete(key);
    }
  }

  #tablesOf(query: string): ReadonlySet<string> {
    const known = this.#tables.get(query);
    if (known) return known;
    const tables = tablesRead(query);
    this.#tables.set(query, tables);
    return tables;
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
