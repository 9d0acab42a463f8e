import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { plainDialect } from "@trunkline/transport";
import { beforeEach, describe, expect, test } from "vitest";
import { ApprovalRows } from "./approval-rows.ts";
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
/** Whether calls between objects fail. */
let lost = false;
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
  const approvalRows = new ApprovalRows(rows.facts);
  // Only what a move uses of a conversation.
  const c: Conversation<Room> = Object.assign(Object.create(null), {
    ...rows,
    approvalRows,
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
    approvals: () => ({
      moveFrom: async (from: string) => {
        calls.push(`${name} adopts ${from}`);
        if (lost) throw new Error("lost");
      },
    }),
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
      take: async (from: string, letter: string) => {
        calls.push(`${other} take`);
        if (lost) throw new Error("lost");
        others.get(other)?.take(from, Baggage.parse(JSON.parse(letter)));
      },
      replay: async (batch: string) => {
        calls.push(`${other} replay ${batch}`);
        return false;
      },
    }),
  });
  const move = new Move(c);
  others.set(name, move);
  return { ...rows, approvalRows, move };
}

let old: ReturnType<typeof conversation>;
let older: typeof old;
let next: typeof old;
beforeEach(() => {
  calls = [];
  lost = false;
  const all = new Map<string, Move<Room>>();
  old = conversation("bot:1/old", all);
  older = conversation("bot:1/older", all);
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

  test("two that have moved here are both fetched, and what they hold is here once", async () => {
    turn("a", "one");
    remember(old, "of the one");
    remember(older, "of the other");
    next.facts.addLine("import_from", "bot:1/older");
    next.facts.addLine("import_from", "bot:1/old");
    next.facts.addLine("import_from", "bot:1/older");
    await next.move.fetch();
    expect(calls.filter((call) => call.includes("pack"))).toEqual([
      "bot:1/older pack bot:1/new",
      "bot:1/old pack bot:1/new",
    ]);
    expect(texts(next).toSorted()).toEqual(["of the one", "of the other"]);
    expect(next.items.pending()).toHaveLength(1);
    expect(next.facts.get("import_from")).toBeNull();
    expect(next.facts.lines("imported_from")).toEqual(["bot:1/older", "bot:1/old"]);
    await unpack();
    expect(texts(next)).toHaveLength(2);
  });

  test("what is no baggage is refused, and is fetched again", async () => {
    next.facts.set("import_from", "bot:1/nobody");
    await expect(next.move.fetch()).rejects.toThrow();
    expect(next.facts.get("import_from")).toBe("bot:1/nobody");
  });
});

describe("approvals", () => {
  const card = (state: "pending" | "approved" | "executed") => ({
    ...{ v: 1 as const, id: `of-${state}`, code: "CDFGHJKM", state, title: "Merge", target: "x#1" },
    ...{ preview: "", requestedBy: { userId: "7", name: "Tess" }, expiresAt: NOW },
  });
  /** A card that was shown as the final of a turn. */
  function shown(state: Parameters<typeof card>[0]): void {
    const id = `turn-${state}`;
    turn(id, state);
    old.batches.conclude(id, "answered", "asked", null, { seen: 1 });
    old.posts.setFinal(id, ctx(state), [FINAL], NOW);
    old.posts.patch(`${id}:0`, { shown: 1, state: "done" });
    old.batches.end(id, "answered", NOW);
    old.approvalRows.show({ batch: id, text: "", card: card(state) });
  }
  const decision = "decision-of-approved-approve";
  function decided(): void {
    shown("approved");
    old.batches.enqueue(decision, "decision", ctx("ok"), "{}", NOW);
  }

  test("what waits is shown here once more; what is over is only known", async () => {
    shown("pending");
    shown("executed");
    await unpack();
    expect(next.approvalRows.all().map(({ card: { id } }) => id)).toEqual([
      "of-executed",
      "of-pending",
    ]);
    expect(next.batches.waiting()).toMatchObject({
      id: "turn-pending",
      ending: "answered",
      ctx: ctx("pending", "new"),
      // What it rests on comes along.
      seen: 1,
    });
    expect(next.posts.of("turn-pending")).toMatchObject([
      { shown: 0, body: JSON.stringify(FINAL) },
    ]);
    expect(next.batches.get("turn-executed")).toBeNull();
  });

  test("what was decided is carried out here, once the pool has brought it", async () => {
    decided();
    await unpack();
    expect(old.batches.get(decision)?.state).toBe("moved");
    expect(next.batches.get(decision)).toBeNull();
    lost = true;
    await expect(next.move.adopt()).rejects.toThrow("lost");
    expect(next.batches.get(decision)).toBeNull();
    lost = false;
    await next.move.adopt();
    expect(next.batches.waiting()).toMatchObject({ id: decision, ctx: ctx("ok", "new") });
    // Whatever else has happened to it is looked for.
    expect(next.approvalRows.jobs()).toMatchObject([{ do: "look", key: "of-approved" }]);
    await next.move.adopt();
    expect(calls.filter((call) => call === "bot:1/new adopts bot:1/old")).toHaveLength(2);
  });

  test("those of two old addresses are all brought before anything is carried out", async () => {
    decided();
    await unpack();
    next.move.unpack("bot:1/older", Baggage.parse(await older.move.pack("bot:1/new")));
    lost = true;
    await expect(next.move.adopt()).rejects.toThrow("lost");
    lost = false;
    calls = [];
    // A letter of the one is replayed while the other is asked for.
    const replayed = { id: "decision-of-executed-reject", ctx: ctx("no") };
    const approvals = { cards: [], jobs: [], decisions: [replayed] };
    const adopting = next.move.adopt();
    next.move.take("bot:1/older", { v: 1, items: [], finals: [], history: [], approvals });
    await adopting;
    await next.move.adopt();
    const asked = calls.filter((call) => call.includes("adopts"));
    expect(asked).toEqual(["bot:1/new adopts bot:1/old", "bot:1/new adopts bot:1/older"]);
    expect(next.batches.open().map(({ id }) => id)).toEqual([decision, replayed.id]);
    expect(next.facts.get("adopting")).toBeNull();
  });

  test("what was to be asked is asked here, about the same messages", async () => {
    const job = { do: "list", key: "u1", at: NOW, ctx: ctx("/approvals") } as const;
    old.approvalRows.put(job);
    await unpack();
    expect(next.approvalRows.jobs()).toEqual([{ ...job, ctx: ctx("/approvals", "new") }]);
  });

  test("a dead decision is replayed here, with its approval", async () => {
    decided();
    old.batches.conclude(decision, "dead", null, "given up");
    old.batches.end(decision, "dead", NOW);
    await unpack();
    await next.move.adopt();
    expect(next.batches.get(decision)).toBeNull();
    expect(await old.move.letters.replay(decision, "bot:1/new")).toBe(true);
    await next.move.adopt();
    expect(next.batches.get(decision)?.state).toBe("waiting");
  });
});

describe("a dead letter", () => {
  function dead(): void {
    turn("a", "one");
    old.batches.conclude("a", "dead", null, "given up");
    old.posts.setFinal("a", ctx("one"), [FINAL], NOW);
    old.posts.patch("a:0", { shown: 1, state: "done" });
    old.batches.end("a", "dead", NOW);
  }

  test("begins again at the new address, once, however often it is tried", async () => {
    dead();
    await unpack();
    expect(next.items.pending()).toEqual([]);
    lost = true;
    await expect(old.move.letters.replay("a", "bot:1/new")).rejects.toThrow("lost");
    expect(old.batches.get("a")?.state).toBe("dead");
    lost = false;
    expect(await old.move.letters.replay("a", "bot:1/new")).toBe(true);
    expect(next.items.pending()).toMatchObject([{ key: "one", ctx: ctx("one", "new") }]);
    expect(old.batches.get("a")?.state).toBe("moved");
    // The answer of the first try was lost: it is sent again.
    old.batches.end("a", "dead", NOW);
    expect(await old.move.letters.replay("a", "bot:1/new")).toBe(true);
    expect(next.items.pending()).toHaveLength(1);
    expect(await old.move.letters.replay("a", "bot:1/new")).toBe(false);
    expect(calls.at(-1)).toBe("bot:1/new replay a");
  });

  test("whose answer is known is delivered there, and not asked for again", async () => {
    turn("a", "one");
    old.batches.conclude("a", "answered", "the answer", null);
    old.posts.setFinal("a", ctx("one"), [FINAL], NOW);
    old.batches.end("a", "undeliverable", NOW);
    await unpack();
    await old.move.letters.replay("a", "bot:1/new");
    expect(next.items.pending()).toEqual([]);
    expect(next.batches.waiting()).toMatchObject({ id: "a", ending: "answered" });
  });

  test("is revived there when its message is delivered again", async () => {
    dead();
    await unpack();
    const again = { kind: "message", key: "one", order: 1, ctx: { room: "old", text: "one" } };
    expect(await old.move.passOn(JSON.stringify(again), "bot:1/new")).toBe("revived");
    expect(await old.move.passOn(JSON.stringify(again), "bot:1/new")).toBe("duplicate");
    expect(next.items.pending()).toHaveLength(1);
  });
});
