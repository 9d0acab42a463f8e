import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { plainDialect } from "@trunkline/transport";
import { beforeEach, describe, expect, test } from "vitest";
import { Batches } from "./batches.ts";
import type { Conversation } from "./conversation.ts";
import { Facts } from "./facts.ts";
import { History } from "./history.ts";
import { Items } from "./items.ts";
import { Baggage, Move } from "./move.ts";
import { Posts } from "./posts.ts";
import { migrate } from "./schema.ts";

/** Two conversations with real rows: what the one holds, the other has afterwards. */
const NOW = 10_000_000_000;
const FINAL = { text: "the answer", plain: "the answer", format: "plain" } as const;

interface Room {
  readonly room: string;
  readonly text: string;
}

/** What happens between the two, in order. */
let calls: string[] = [];
/** What the pool says of a run. */
let recorded: () => unknown = () => null;

function conversation(name: string, others: Map<string, Move<Room>>) {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const sql: SqlStorage = Object.assign(Object.create(null), { exec });
  migrate(sql);
  const rows = {
    items: new Items(sql),
    batches: new Batches(sql),
    posts: new Posts(sql),
    history: new History(sql),
    facts: new Facts(sql),
  };
  // Only what a move uses of a conversation.
  const c: Conversation<Room> = Object.assign(Object.create(null), {
    ...rows,
    name,
    platform: {
      context: (raw: unknown) => raw as Room,
      conversation: ({ room }: Room) => room,
      relocate: (ctx: Room, to: string) => ({ ...ctx, room: to }),
      dialect: plainDialect({ codePoints: 4096, bytes: 10_000 }),
    },
    transport: { parseContext: ({ text }: Room) => ({ text, userId: "7", metadata: {} }) },
    secrets: [],
    isAdmin: () => false,
    agent: () => ({
      attach: async (run: string, after: number) => {
        calls.push(`attach ${run} after ${after}`);
        return recorded();
      },
    }),
    wake: () => calls.push(`${name} wakes`),
    timings: { rpcTimeoutMs: 1_000, pingMs: 20 },
    log: () => {},
    reach: async () => {},
    transaction(work: () => void) {
      database.exec("BEGIN");
      try {
        work();
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    chat: (other: string) => ({
      accept: async (inbound: string) => calls.push(`${other} accept ${inbound}`),
      pack: async (to: string) => {
        calls.push(`${other} pack ${to}`);
        return others.get(other)?.pack(to);
      },
    }),
  });
  const move = new Move(c);
  others.set(name, move);
  return { ...rows, move };
}

let old: ReturnType<typeof conversation>;
let next: ReturnType<typeof conversation>;
beforeEach(() => {
  calls = [];
  const all = new Map<string, Move<Room>>();
  old = conversation("bot:1/old", all);
  next = conversation("bot:1/new", all);
});

const ctx = (text: string, room = "old") => JSON.stringify({ room, text });

function say(key: string, batch: string | null = null, at = NOW): { id: number } {
  const content_key = `c-${key}`;
  const item = {
    key,
    content_key,
    batch,
    kind: "message",
    sort: 1,
    version: 0,
    album: null,
    ctx: ctx(key),
    at,
  };
  return { id: old.items.insert(item) };
}
function turn(id: string, key: string): void {
  const said = say(key, id);
  old.batches.insert(id, "turn", ctx(key), NOW, [said]);
  old.posts.addProgress(id, ctx(key), NOW);
}
function remember(of: typeof old, text: string): void {
  const row = { batch: "b", role: "user" as const, user_id: "7", name: "T", text, at: NOW };
  of.history.add(row);
}
const texts = (of: typeof old) => of.history.recent(100).map(({ text }) => text);
/** As it is between two objects: JSON, parsed by whoever receives it. */
const carried = async () =>
  Baggage.parse(JSON.parse(JSON.stringify(await old.move.pack("bot:1/new"))));
const unpack = async (baggage?: Baggage) =>
  next.move.unpack("bot:1/old", baggage ?? (await carried()));

describe("the old side", () => {
  test("ends its own work, keeps what it has said, and knows where it has gone", async () => {
    turn("a", "one");
    old.facts.set("moving", "x");
    await old.move.pack("bot:1/new");
    expect(old.batches.active()).toBeNull();
    expect(old.batches.get("a")?.state).toBe("moved");
    expect(old.posts.open()).toEqual([]);
    expect(old.facts.get("forward_to")).toBe("bot:1/new");
    expect(old.facts.get("moving")).toBeNull();
  });

  test("nothing is written there any more; a press may still be answered", async () => {
    turn("a", "one");
    // Seen, and to be edited once more, because an earlier edit may come late.
    old.batches.end("a", "answered", NOW);
    old.posts.patch("a:0", { body: JSON.stringify(FINAL), shown: 1, doubt_at: NOW, op: "edit" });
    old.posts.addReply("reply:1", ctx("x"), FINAL, NOW);
    old.posts.addReply("ack:1", ctx("x"), FINAL, NOW, "callback");
    await old.move.pack("bot:1/new");
    expect(old.posts.open().map(({ key }) => key)).toEqual(["ack:1"]);
    expect(old.posts.get("a:0")).toMatchObject({ op: null, error: "moved" });
  });

  test("packs the same again: the first answer may have been lost", async () => {
    turn("a", "one");
    say("two");
    remember(old, "before");
    const first = await old.move.pack("bot:1/new");
    expect(first.items.map(({ key }) => key)).toEqual(["one", "two"]);
    expect(await old.move.pack("bot:1/new")).toEqual(first);
  });

  describe("the pool holds a run that we have not heard the end of", () => {
    const route = JSON.stringify({ v: 1, route: "simple", tier: "model", reason: "", tookMs: 1 });
    const snapshot = (final: unknown) => () => ({
      ...{ v: 1, state: final === null ? "running" : "ended", seq: 2, text: "the", alive: true },
      final,
    });
    function running() {
      turn("a", "one");
      const { epoch } = old.batches.begin("a", NOW);
      old.batches.owe("a", epoch, route, ["I cannot open a file."]);
    }

    test("a recorded answer moves along and is not paid for again", async () => {
      running();
      recorded = snapshot({ kind: "answer", text: "the answer" });
      const { finals } = await carried();
      expect(calls[0]).toBe("attach a after -1");
      expect(finals).toMatchObject([{ id: "a", ending: "answered", answer: "the answer" }]);
      const [part = ""] = finals[0]?.parts ?? [];
      expect(JSON.parse(part).plain).toBe("the answer\n\nI cannot open a file.");
      expect(finals[0]?.keys).toEqual(["one"]);
      // The run itself is settled by upkeep, which is woken for it.
      expect(old.batches.owed().map(({ id }) => id)).toEqual(["a"]);
      expect(calls.at(-1)).toBe("bot:1/old wakes");
    });

    test.each<[string, () => unknown]>([
      ["it still runs", snapshot(null)],
      ["it has failed", snapshot({ kind: "failed", failure: "model_cut", detail: "" })],
      [
        "the pool is gone",
        () => {
          throw new Error("gone");
        },
      ],
      ["the pool is silent", () => new Promise(() => {})],
      ["the pool says something else", () => "hello"],
    ])("%s: the turn begins again there", async (_name, said) => {
      running();
      recorded = said;
      expect(await carried()).toMatchObject({ finals: [], items: [{ key: "one" }] });
    });

    test("a turn that ended meanwhile is left as it is", async () => {
      running();
      recorded = () => {
        old.batches.conclude("a", "stopped", null, null);
        old.posts.setFinal("a", ctx("one"), [FINAL], NOW);
        return snapshot({ kind: "answer", text: "another answer" })();
      };
      const { finals } = await carried();
      expect(finals).toMatchObject([{ ending: "stopped", parts: [JSON.stringify(FINAL)] }]);
    });
  });

  test("what is answered stays, as history", async () => {
    turn("a", "one");
    old.batches.end("a", "answered", NOW);
    remember(old, "one");
    expect(await old.move.pack("bot:1/new")).toMatchObject({ items: [], finals: [] });
    expect((await carried()).history).toMatchObject([{ text: "one", role: "user" }]);
  });
});

describe("the new side", () => {
  test("an open turn is pending here, at the new address, and known by its delivery alone", async () => {
    turn("a", "one");
    say("two");
    await unpack();
    const pending = next.items.pending();
    expect(pending.map(({ key, content_key }) => [key, content_key])).toEqual([
      ["one", null],
      ["two", null],
    ]);
    expect(pending.map((item) => JSON.parse(item.ctx))).toEqual([
      { room: "new", text: "one" },
      { room: "new", text: "two" },
    ]);
    expect(next.facts.get("imported_from")).toBe("bot:1/old");
  });

  test("a final that was not delivered waits to be delivered, and is not asked for", async () => {
    turn("a", "one");
    old.batches.conclude("a", "answered", "the answer", null);
    old.posts.setFinal("a", ctx("one"), [FINAL, FINAL], NOW);
    await unpack();
    expect(next.items.pending()).toEqual([]);
    expect(next.items.of("a").map(({ key }) => key)).toEqual(["one"]);
    expect(next.batches.waiting()).toMatchObject({
      id: "a",
      ending: "answered",
      answer: "the answer",
      owed: 0,
      ctx: ctx("one", "new"),
    });
    expect(next.batches.active()).toBeNull();
    const posts = next.posts.of("a");
    expect(posts.map(({ part, body }) => [part, JSON.parse(body ?? "")])).toEqual([
      [0, FINAL],
      [1, FINAL],
    ]);
    for (const post of posts) {
      expect(post).toMatchObject({ ref: null, shown: 0, state: "open", ctx: ctx("one", "new") });
    }
  });

  test("the past comes before what was already said here", async () => {
    remember(old, "first");
    remember(old, "second");
    remember(next, "third");
    await unpack();
    expect(texts(next)).toEqual(["first", "second", "third"]);
  });

  test("once: a second baggage changes nothing", async () => {
    turn("a", "one");
    remember(old, "before");
    const baggage = await carried();
    await unpack(baggage);
    next.items.take(next.items.pending(), "b");
    await unpack(baggage);
    expect(next.items.pending()).toEqual([]);
    expect(texts(next)).toEqual(["before"]);
  });

  test("a delivery that is known here is not taken twice", async () => {
    say("one");
    next.items.insert({
      ...{
        key: "one",
        content_key: null,
        batch: null,
        kind: "message",
        sort: 1,
        version: 0,
        album: null,
      },
      ctx: ctx("one", "new"),
      at: NOW,
    });
    await unpack();
    expect(next.items.pending()).toHaveLength(1);
  });

  test("all or nothing: a baggage that cannot be taken leaves no rows and may come again", async () => {
    say("one");
    say("two");
    remember(old, "before");
    const baggage = await carried();
    const broken = {
      ...baggage,
      items: baggage.items.map((item, n) => ({ ...item, ...(n === 1 ? { ctx: "{" } : {}) })),
    };
    await expect(unpack(broken)).rejects.toThrow();
    expect([next.items.pending(), texts(next)]).toEqual([[], []]);
    await unpack(baggage);
    expect(next.items.pending()).toHaveLength(2);
  });
});

describe("between the two", () => {
  test("the old side tells the new one, and forgets to only after that", async () => {
    await old.move.announce();
    expect(calls).toEqual([]);
    old.facts.set("moving", ctx("", "new"));
    await old.move.announce();
    const inbound = {
      kind: "moved",
      key: "moved:bot:1/old",
      from: "old",
      ctx: { room: "new", text: "" },
    };
    expect(calls).toEqual([`bot:1/new accept ${JSON.stringify(inbound)}`]);
    expect(old.facts.get("moving")).toBeNull();
  });

  test("the new side fetches once", async () => {
    turn("a", "one");
    await next.move.fetch();
    expect(calls).toEqual([]);
    next.facts.set("import_from", "bot:1/old");
    await next.move.fetch();
    await next.move.fetch();
    expect(calls).toEqual(["bot:1/old pack bot:1/new", "bot:1/old wakes"]);
    expect(next.items.pending().map(({ key }) => key)).toEqual(["one"]);
    expect(next.facts.get("import_from")).toBeNull();
  });

  test("what is no baggage is refused, and is fetched again", async () => {
    next.facts.set("import_from", "bot:1/nobody");
    await expect(next.move.fetch()).rejects.toThrow();
    expect(next.facts.get("import_from")).toBe("bot:1/nobody");
  });
});
