import { expect, test } from "vitest";
import { RememberedSql, type Sql, tablesRead, tableWritten } from "./sql.ts";

function counting(rows: Record<string, string>[]) {
  const asked: string[] = [];
  const sql: Sql = {
    databaseSize: 4096,
    exec<T>(query: string) {
      asked.push(query);
      return { toArray: () => rows as T[], one: () => rows[0] as T };
    },
  };
  return { sql: new RememberedSql(sql), asked };
}

function fail(_: unknown): never {
  throw new Error("undone");
}

test("the same question is asked once, until something is written", () => {
  const { sql, asked } = counting([{ a: "1" }]);
  expect(sql.exec("SELECT a FROM t WHERE b = ?", 1).one()).toEqual({ a: "1" });
  expect(sql.exec("SELECT a FROM t WHERE b = ?", 1).toArray()).toEqual([{ a: "1" }]);
  expect(asked).toHaveLength(1);
  sql.exec("SELECT a FROM t WHERE b = ?", 2);
  expect(asked).toHaveLength(2);
  sql.exec("UPDATE t SET a = ?", "2");
  sql.exec("SELECT a FROM t WHERE b = ?", 1);
  expect(asked).toHaveLength(4);
  const undone = { transactionSync: (work: () => unknown) => fail(work()) };
  expect(() => sql.transaction(undone, () => sql.exec("SELECT a FROM t WHERE b = ?", 1))).toThrow();
  sql.exec("SELECT a FROM t WHERE b = ?", 1);
  expect(asked).toHaveLength(5);
});

test("a write makes only what was read from its table forgotten", () => {
  const { sql, asked } = counting([{ a: "1" }]);
  const ask = (...queries: string[]) => {
    const before = asked.length;
    for (const query of queries) sql.exec(query);
    return asked.length - before;
  };
  const all = [
    "SELECT a FROM t",
    "SELECT a FROM u",
    "SELECT a FROM u WHERE b IN (SELECT c FROM t)",
  ];
  expect(ask(...all)).toBe(3);
  sql.exec("INSERT OR IGNORE INTO t (a) VALUES (1)");
  expect(ask(...all)).toBe(2);
  sql.exec("DELETE FROM u");
  expect(ask(...all)).toBe(2);
  sql.exec("INSERT INTO v (a) SELECT a FROM t");
  expect(ask(...all)).toBe(0);
  sql.exec("WITH x AS (SELECT 1) DELETE FROM v");
  expect(ask(...all)).toBe(3);
});

test.each<[string, string | null]>([
  ["INSERT INTO fact (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET value = 1", "fact"],
  ["INSERT OR REPLACE INTO used VALUES (1, ?)", "used"],
  ["REPLACE INTO used VALUES (1, ?)", "used"],
  ["UPDATE batch SET epoch = epoch + 1 WHERE id = ? RETURNING *", "batch"],
  ["delete from Item WHERE id IN (SELECT id FROM batch)", "item"],
  ["UPDATE OR IGNORE batch SET epoch = 1", "batch"],
  ["CREATE TABLE t (a)", null],
])("the table that is written: %s", (query, table) => {
  expect(tableWritten(query)).toBe(table);
});

test.each<[string, string[]]>([
  ["SELECT * FROM post LEFT JOIN batch ON batch.id = post.batch", ["post", "batch"]],
  ["SELECT item.* FROM batch, json_each(batch.items) JOIN item", ["batch", "json_each", "item"]],
  ["SELECT a FROM t, u WHERE a > (SELECT MAX(b)\n FROM v)", ["t", "u", "v"]],
  ['SELECT a FROM "t" JOIN (SELECT b FROM u)', ["t", "select", "u"]],
])("the tables that are read: %s", (query, tables) => {
  expect([...tablesRead(query)]).toEqual(tables);
});

test("a list that is given out is the caller's own", () => {
  const { sql } = counting([{ a: "1" }, { a: "2" }]);
  sql.exec("SELECT a FROM t").toArray().reverse().pop();
  expect(sql.exec("SELECT a FROM t").toArray()).toEqual([{ a: "1" }, { a: "2" }]);
});

test("one row is one row", () => {
  expect(() => counting([]).sql.exec("SELECT a FROM t").one()).toThrow("0 rows");
  expect(() => counting([{}, {}]).sql.exec("SELECT a FROM t").one()).toThrow("2 rows");
});
