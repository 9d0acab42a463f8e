import { expect, test } from "vitest";
import { RememberedSql, type Sql } from "./sql.ts";

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

test("a list that is given out is the caller's own", () => {
  const { sql } = counting([{ a: "1" }, { a: "2" }]);
  sql.exec("SELECT a FROM t").toArray().reverse().pop();
  expect(sql.exec("SELECT a FROM t").toArray()).toEqual([{ a: "1" }, { a: "2" }]);
});

test("one row is one row", () => {
  expect(() => counting([]).sql.exec("SELECT a FROM t").one()).toThrow("0 rows");
  expect(() => counting([{}, {}]).sql.exec("SELECT a FROM t").one()).toThrow("2 rows");
});
