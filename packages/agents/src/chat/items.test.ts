import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Batches } from "./batches.ts";
import { admit } from "./inbox.ts";
import { Items, JOINERS, UNASKED } from "./items.ts";
import { migrate } from "./schema.ts";

/** The inbox in a real SQLite: what is open, what waits for company, what is forgotten. */
let items: Items;
let batches: Batches;
function fresh(): void {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  // Only what the row classes use of it.
  const sql: SqlStorage = Object.assign(Object.create(null), { exec });
  migrate(sql);
  items = new Items(sql);
  batches = new Batches(sql);
}
beforeEach(fresh);

const insert = (key: string, batch: string | null = null, album: string | null = null, at = 1) =>
  items.insert({
    ...{ key, content_key: `c-${key}`, batch, kind: "message", sort: 1, version: 0, album },
    ctx: "{}",
    at,
  });
const keys = (of: readonly { readonly key: string }[]) => of.map(({ key }) => key);
function answer(id: string, at = 1): void {
  batches.insert(id, "turn", "{}", at, items.pending());
  items.take(items.pending(), id);
  batches.end(id, "answered", at);
}

describe("items of an album that come before the one that addresses us", () => {
  test("wait, and are neither pending nor a part that is taken", () => {
    insert("a", JOINERS, "77");
    expect(items.pending()).toEqual([]);
    expect([items.albumPending("77"), items.albumTaken("77")]).toEqual([false, false]);
  });

  test("join it in the order of arrival, as if they had come with it, and others stay", () => {
    insert("a", JOINERS, "77", 1);
    insert("x", JOINERS, "78", 2);
    insert("b", JOINERS, "77", 3);
    insert("c", null, "77", 900);
    items.join("77", 900);
    expect(items.pending().map(({ key, at }) => [key, at])).toEqual([
      ["a", 900],
      ["b", 900],
      ["c", 900],
    ]);
    expect(items.oldestJoiner()).toBe(2);
  });

  test("join also after other turns", () => {
    insert("a", JOINERS, "77");
    insert("other");
    answer("one");
    insert("b", null, "77");
    items.join("77", 5);
    expect(keys(items.pending())).toEqual(["a", "b"]);
  });

  test("are known: delivered again they change nothing, and an edit is too late", () => {
    insert("a", JOINERS, "77");
    const known = items.knownByKey("a");
    expect(admit("message", known, items.known("", "c-a").byContent)).toBe("duplicate");
    expect(admit("edit", null, items.known("", "c-a").byContent)).toBe("late-edit");
  });

  test("are dropped when their time is up, with their keys", () => {
    insert("a", JOINERS, "77", 10);
    insert("b", JOINERS, "77", 20);
    insert("c", null, "78", 5);
    expect(items.dropJoiners(9)).toBe(0);
    expect(items.dropJoiners(10)).toBe(1);
    expect(items.oldestJoiner()).toBe(20);
    expect(items.knownByKey("a")).toBeNull();
    expect(items.dropJoiners(20)).toBe(1);
    expect(items.oldestJoiner()).toBeNull();
    expect(keys(items.pending())).toEqual(["c"]);
    insert("a", null, "77");
    expect(keys(items.pending())).toEqual(["c", "a"]);
  });
});

describe("a message that comes when what was before is forgotten", () => {
  test("everything", () => {
    insert("a");
    insert("b");
    answer("one");
    items.prune(100);
    batches.prune(100);
    expect(items.isEmpty()).toBe(true);
    insert("c");
    expect(keys(items.pending())).toEqual(["c"]);
  });

  test("the newest: an older one is kept for its replay", () => {
    insert("a");
    batches.insert("dead", "turn", "{}", 1, items.pending());
    items.take(items.pending(), "dead");
    batches.end("dead", "dead", 1);
    insert("b");
    insert("c");
    answer("one");
    items.prune(100);
    insert("d");
    expect(keys(items.pending())).toEqual(["d"]);
    expect(keys(items.of("dead"))).toEqual(["a"]);
  });
});

type Op = { readonly do: "say" | "join" | "ask" | "turn" | "forget" | "drop" | "admit" };

test("whatever happens, what is in no batch is open", () => {
  const op = fc.record<Op>({
    do: fc.constantFrom("say", "join", "ask", "turn", "forget", "drop", "admit"),
  });
  fc.assert(
    fc.property(fc.array(op, { maxLength: 30 }), (ops) => {
      fresh();
      let [pending, joiners, unasked]: [string[], string[], string[]] = [[], [], []];
      for (const [at, { do: what }] of ops.entries()) {
        const key = `k${at}`;
        switch (what) {
          case "say":
            insert(key);
            pending = [...pending, key];
            break;
          case "join":
            insert(key, JOINERS, "77");
            joiners = [...joiners, key];
            break;
          case "ask":
            insert(key, UNASKED);
            unasked = [...unasked, key];
            break;
          case "turn":
            answer(key);
            pending = [];
            break;
          case "forget":
            // Only what is answered is that old: the others are looked at every few seconds.
            if (joiners.length + unasked.length === 0) items.prune(100);
            break;
          case "drop":
            expect(items.dropJoiners(100)).toBe(joiners.length);
            joiners = [];
            break;
          case "admit":
            for (const { id } of items.unasked()) items.remove(id);
            unasked = [];
            break;
          default:
            what satisfies never;
        }
        expect(keys(items.pending())).toEqual(pending);
        expect(keys(items.unasked())).toEqual(unasked);
        expect(items.oldestJoiner() === null).toBe(joiners.length === 0);
      }
    }),
  );
});
