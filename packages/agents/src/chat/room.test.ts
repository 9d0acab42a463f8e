import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asTurns, carried, History, isNamed, nowOf, type Said, toTurns } from "./history.ts";
import { MOST_FOLDED_BYTES, MOST_TURNS, roomBeside, tooMany } from "./room.ts";
import { migrate } from "./schema.ts";

function history(): History {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const sql: SqlStorage = Object.assign(Object.create(null), { exec });
  migrate(sql);
  return new History(sql);
}

const row = (role: "user" | "assistant", text: string, seen = 0) => ({
  ...{ batch: "b", role, user_id: role === "user" ? "1" : "", name: "Ada", text, at: 0, seen },
});

/** An exchange: what somebody says, in one message or several, and an answer. */
const exchange = fc.tuple(
  fc.array(fc.nat({ max: 40_000 }), { minLength: 1, maxLength: 3 }),
  fc.nat({ max: 60_000 }),
  fc.nat({ max: 3 }),
);
const past = fc.array(exchange, { maxLength: 14 });

/** Each text begins with its own mark, so that it is known again wherever it stands. */
function filled(exchanges: (typeof past extends fc.Arbitrary<infer T> ? T : never)[number][]) {
  const kept = history();
  const marks: string[] = [];
  for (const [said, answered, seen] of exchanges) {
    for (const [role, length] of [
      ...said.map((length) => ["user", length] as const),
      ["assistant", answered] as const,
    ]) {
      const mark = `<${marks.length}>`;
      marks.push(mark);
      kept.add(row(role, mark + "x".repeat(length), role === "user" ? 0 : seen));
    }
  }
  return { kept, marks };
}

describe("room for the past", () => {
  test("nothing is dropped before it was read: every row is carried, or in a summary of those who read it", () => {
    fc.assert(
      fc.property(past, fc.nat({ max: 500_000 }), fc.nat({ max: 5_000 }), (before, most, now) => {
        const { kept, marks } = filled(before);
        const said: Said[] = [row("user", "n".repeat(now))];
        const labels = kept.open().reduce((bits, { seen }) => bits | seen, 0);
        const room = () => {
          const open = kept.open();
          const named = isNamed([...open, ...said]);
          return roomBeside(nowOf(said, named, most), kept.summary()?.text ?? null, most);
        };
        let pieces = 0;
        for (;;) {
          const open = kept.open();
          const oldest = tooMany(open, false, room());
          if (oldest.length === 0) break;
          pieces += 1;
          expect(pieces).toBeLessThanOrEqual(marks.length);
          const bytes = oldest.slice(0, -1).reduce((sum, { text }) => sum + text.length, 0);
          expect(bytes).toBeLessThanOrEqual(MOST_FOLDED_BYTES);
          // A model that keeps the mark of everything it has read, and only that.
          const read = asTurns(oldest, false).map(({ text }) => /^<\d+>/.exec(text)?.[0]);
          const short = [kept.summary()?.text ?? "", ...read].join("");
          const [first, last] = [oldest[0]?.n, oldest.at(-1)?.n ?? 0];
          expect(kept.fold(last, short, first)).toBe(true);
        }
        const summary = kept.summary()?.text ?? "";
        const rest = Math.max(0, most - summary.length);
        const turns = toTurns(kept.open(), said, rest).slice(0, -1);
        const shown = summary + turns.map(({ text }) => text).join("");
        expect([...shown.matchAll(/<\d+>/g)].map(([mark]) => mark)).toEqual(marks);
        expect(carried(kept.open(), said, rest)).toEqual(kept.open());
        expect(kept.open()[0]?.role ?? "user").toBe("user");
        // What it rests on is not forgotten with it.
        const after = kept
          .open()
          .reduce((bits, { seen }) => bits | seen, kept.summary()?.seen ?? 0);
        expect(after).toBe(labels);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test("what fits is left alone, also when it is much", () => {
    const { kept } = filled(Array.from({ length: 20 }, () => [[1_000], 1_000, 0]));
    expect(tooMany(kept.open(), false, 100_000)).toEqual([]);
    expect(tooMany(kept.open(), false, 30_000).length).toBeGreaterThan(10);
  });

  test("so many rows are too many, however short", () => {
    const { kept } = filled(Array.from({ length: MOST_TURNS / 2 + 1 }, () => [[1], 1, 0]));
    expect(tooMany(kept.open(), false, 1_000_000)).toHaveLength(MOST_TURNS / 2 + 2);
  });
});

describe("the rows of a history", () => {
  const texts = (of: History) => of.recent(100).map(({ text }) => text);

  test("are not put in short by somebody who has not read them all", () => {
    const { kept } = filled([
      [[1], 1, 0],
      [[1], 1, 1],
    ]);
    expect(kept.fold(4, "short", 3)).toBe(false);
    expect(kept.fold(4, "short", undefined)).toBe(false);
    expect(texts(kept)).toHaveLength(4);
    expect(kept.fold(4, "short", 1)).toBe(true);
    expect(kept.recent(9)).toMatchObject([{ role: "summary", text: "short", seen: 1 }]);
  });

  test("keep their numbers when older ones come from elsewhere", () => {
    const { kept } = filled([[[1], 1, 0]]);
    const known = kept.open().map(({ n }) => n);
    kept.prepend([row("user", "older"), row("assistant", "answer", 2)]);
    expect(texts(kept).slice(0, 2)).toEqual(["older", "answer"]);
    expect(
      kept
        .open()
        .map(({ n }) => n)
        .slice(2),
    ).toEqual(known);
    // A run that knew nothing of them does not take their place.
    expect(kept.fold(known.at(-1) ?? 0, "short", known[0])).toBe(false);
  });

  test("that are given up leave a word behind, once, and what they rest on", () => {
    const { kept } = filled(Array.from({ length: 6 }, (_, at) => [[1], 1, at === 0 ? 3 : 0]));
    kept.prune(7);
    expect(kept.summary()).toMatchObject({ text: "(Older messages are not kept.)", seen: 3 });
    expect(kept.open()[0]?.role).toBe("user");
    expect(kept.open()).toHaveLength(6);
    kept.prune(3);
    expect(kept.summary()?.text).toBe("(Older messages are not kept.)");
    kept.prune(3);
    expect(kept.open()).toHaveLength(2);
  });

  test("a summary is not given up with its age", () => {
    const { kept } = filled([
      [[1], 1, 0],
      [[1], 1, 0],
    ]);
    kept.fold(2, "short", 1);
    kept.prune(2);
    expect(kept.summary()?.text).toBe("short");
    expect(kept.open()).toHaveLength(2);
  });
});

test("a conversation of an earlier deployment gets its columns", () => {
  const database = new DatabaseSync(":memory:");
  database.exec(`CREATE TABLE history (n INTEGER PRIMARY KEY, batch TEXT NOT NULL, role TEXT NOT NULL,
    user_id TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
    INSERT INTO history VALUES (1, 'b', 'user', '1', 'Ada', 'hi', 0)`);
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const sql: SqlStorage = Object.assign(Object.create(null), { exec });
  migrate(sql);
  migrate(sql);
  const kept = new History(sql);
  kept.add(row("assistant", "hello", 1));
  expect(kept.open()).toMatchObject([
    { text: "hi", seen: 0 },
    { text: "hello", seen: 1 },
  ]);
});
