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

/**
 * Remembers what a query has answered until the next write: an object looks at its rows at every wake-up
 * and is the only one who writes them. Rows that were given out are not to be changed.
 */
export class RememberedSql implements Sql {
  readonly #sql: Sql;
  readonly #known = new Map<string, unknown[]>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  exec<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): Answer<T> {
    if (!query.startsWith("SELECT")) {
      this.#known.clear();
      return this.#sql.exec<T>(query, ...values);
    }
    const key = JSON.stringify([query, ...values]);
    const known = this.#known.get(key) as T[] | undefined;
    const rows = known ?? this.#sql.exec<T>(query, ...values).toArray();
    if (known === undefined) {
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(key, rows);
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
}
