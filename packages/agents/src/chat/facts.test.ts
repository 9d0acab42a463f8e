import { expect, test } from "vitest";
import { memory } from "../approvals/testing.ts";
import type { Sql } from "../sql.ts";
import { Facts } from "./facts.ts";
import { Items } from "./items.ts";
import { migrate } from "./schema.ts";

function world() {
  const { sql: real, transaction } = memory();
  const asked: string[] = [];
  const sql: Sql = {
    databaseSize: 0,
    exec(query, ...values) {
      asked.push(query);
      return real.exec(query, ...values);
    },
  };
  migrate(real);
  return { sql, transaction, asked, facts: new Facts(sql) };
}

test("what is written is read, by this and by the next incarnation", () => {
  const { sql, facts } = world();
  facts.set("noted", "a");
  facts.set("job:2", "two");
  facts.set("job:1", "one");
  facts.set("noted", "b");
  facts.set("last_prune", 7);
  facts.delete("last_prune");
  for (const read of [facts, new Facts(sql)]) {
    expect(read.get("noted")).toBe("b");
    expect(read.number("last_prune")).toBe(0);
    expect(read.under("job:")).toEqual([
      { name: "job:1", value: "one" },
      { name: "job:2", value: "two" },
    ]);
    expect(read.under("card:")).toEqual([]);
  }
});

test("what was set in a transaction that is undone never was", () => {
  const { transaction, facts } = world();
  facts.set("noted", "before");
  expect(facts.get("noted")).toBe("before");
  const work = () => {
    facts.set("noted", "within");
    facts.set("job:1", "within");
    throw new Error("undone");
  };
  expect(() => transaction(work)).toThrow("undone");
  facts.forget();
  expect(facts.get("noted")).toBe("before");
  expect(facts.under("job:")).toEqual([]);
});

test("facts are read once, and the keys of items are none of them", () => {
  const { sql, asked, facts } = world();
  const item = { batch: null, kind: "message", sort: 1, version: 0, album: null, ctx: "{}", at: 1 };
  new Items(sql).insert({ ...item, key: "k", content_key: "c" });
  facts.set("noted", "a");
  const before = asked.length;
  facts.get("noted");
  facts.number("bot_turns");
  facts.under("job:");
  expect(asked).toHaveLength(before + 1);
  expect(facts.get("key:k" as "noted")).toBeNull();
});
