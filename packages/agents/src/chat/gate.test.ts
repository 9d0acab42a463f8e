import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type Inbound, TransportError } from "@trunkline/transport";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Limits } from "../account/port.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { Batches } from "./batches.ts";
import type { Conversation } from "./conversation.ts";
import { Facts } from "./facts.ts";
import type { Finals } from "./finals.ts";
import { Intake } from "./intake.ts";
import { Items } from "./items.ts";
import { migrate } from "./schema.ts";
import type { TurnLane } from "./turn.ts";

/** Who may ask is asked from the platform: what was said waits in real rows until it has answered. */
interface Said {
  readonly text: string;
  readonly userId: string;
}
type Spoken = Inbound<Said> & { kind: "message" | "edit" };

let items: Items;
let batches: Batches;
let intake: Intake<Said>;
let database: DatabaseSync;
/** Whom the platform was asked about, and what it says. */
let questions: string[];
let answers: Record<string, (() => Promise<boolean>) | undefined>;
/** What the account was asked for, and what it grants. */
let reserved: [scope: string, limits: Limits][];
let grant: (now: number) => { at: number; granted: boolean };
let wakes: number;

beforeEach(() => {
  database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const sql: SqlStorage = Object.assign(Object.create(null), { exec });
  migrate(sql);
  items = new Items(sql);
  batches = new Batches(sql);
  questions = [];
  answers = {};
  reserved = [];
  wakes = 0;
  grant = (at) => ({ at, granted: true });
  // Only what intake uses of a conversation.
  const c: Conversation<Said> = Object.assign(Object.create(null), {
    ...{ name: "x:1/2", items, batches, facts: new Facts(sql), timings: DEFAULT_TIMINGS },
    platform: {
      context: (raw: unknown) => raw as Said,
      classify: (error: unknown) =>
        error instanceof TransportError ? error.fault : { kind: "invalid", message: "no" },
      pace: () => ({ scope: "content", editEverySeconds: 1 }),
    },
    transport: {
      parseContext: ({ text, userId }: Said) => ({ text, userId, metadata: {} }),
      mayAsk: async ({ userId }: Said) => {
        questions.push(userId);
        return (await answers[userId]?.()) ?? true;
      },
    },
    account: () => ({
      reserve: async (scope: string, limits: Limits) => {
        reserved.push([scope, limits]);
        return { v: 1, ...grant(Date.now()) };
      },
      report: async () => {},
    }),
    log: () => {},
    reach: async () => {},
    wake: () => {
      wakes += 1;
    },
    transaction: (work: () => void) => work(),
  });
  // Neither is reached by what is no command.
  const turn: TurnLane<Said> = Object.create(null);
  const finals: Finals<Said> = Object.create(null);
  intake = new Intake(c, turn, finals);
});

afterEach(() => {
  vi.useRealTimers();
});

const say = (key: string, text: string, userId = "ann", more: Partial<Spoken> = {}) => {
  const said = { kind: "message", key, contentKey: key, order: 1, ctx: { text, userId } } as const;
  return intake.accept(JSON.stringify({ ...said, ...more }), Date.now());
};
const correct = (of: string, text: string, userId = "ann", key = `${of}:edit`) =>
  say(key, text, userId, { kind: "edit", contentKey: of, version: 1 } as Partial<Spoken>);
const pending = () => items.pending().map(({ ctx }) => (JSON.parse(ctx) as Said).text);
const stored = () => JSON.stringify(database.prepare("SELECT * FROM item").all());
/** Asks until nothing more can be asked now. @returns when to look again */
async function asked(): Promise<number | null> {
  for (let looks = 0; looks < 10; looks += 1) {
    const next = intake.gate.kick(Date.now());
    if (!intake.gate.busy) return next;
    await vi.waitUntil(() => !intake.gate.busy);
  }
  throw new Error("it never rests");
}
const refusing = async () => false;
const failing = async () => {
  throw new TransportError({ kind: "transient", message: "not now" });
};

describe("an edit that waits for a permission", () => {
  test("replaces its message while that is pending", async () => {
    say("m", "before");
    await asked();
    correct("m", "after");
    expect(pending()).toEqual(["before"]);
    expect(await asked()).toBeNull();
    expect(pending()).toEqual(["after"]);
  });

  test("comes too late when its message was taken meanwhile, and its words are not kept", async () => {
    say("m", "before");
    await asked();
    correct("m", "after");
    const taken = items.pending();
    batches.insert("b", "turn", "{}", Date.now(), taken);
    items.take(taken, "b");
    expect(await asked()).toBeNull();
    expect(pending()).toEqual([]);
    expect(stored()).not.toContain("after");
    expect(correct("m", "after")).toBe("duplicate");
  });

  test("by somebody who is known sooner waits for what it corrects", async () => {
    answers.ann = failing;
    say("m", "before");
    correct("m", "after", "eve");
    const next = await asked();
    expect(next).toBeGreaterThan(Date.now());
    expect([pending(), questions]).toEqual([[], ["ann"]]);
    delete answers.ann;
    vi.setSystemTime((next ?? 0) + 1);
    expect(await asked()).toBeNull();
    expect(pending()).toEqual(["after"]);
  });

  test("of a message that is refused changes nothing", async () => {
    answers.ann = refusing;
    say("m", "before");
    correct("m", "after", "eve");
    expect(await asked()).toBeNull();
    expect(pending()).toEqual([]);
    expect(stored()).not.toMatch(/before|after/);
  });

  test("by somebody who may not ask changes nothing", async () => {
    say("m", "before");
    await asked();
    answers.eve = refusing;
    correct("m", "after", "eve");
    expect(await asked()).toBeNull();
    expect(pending()).toEqual(["before"]);
  });
});

describe("questions", () => {
  test("are paced by the account, apart from what it writes", async () => {
    say("m", "hi");
    await asked();
    expect(reserved).toEqual([["questions", { perMinute: 60, reads: true }]]);
  });

  test("wait until the account grants one", async () => {
    const at = Date.now() + 5_000;
    grant = () => ({ at, granted: true });
    say("m", "hi");
    expect(await asked()).toBe(at);
    expect([pending(), questions]).toEqual([[], []]);
    vi.setSystemTime(at + 1);
    expect(await asked()).toBeNull();
    expect([pending(), reserved.length]).toEqual([["hi"], 1]);
  });

  test("are asked once about a stranger, not for each of his messages", async () => {
    answers.eve = refusing;
    say("m", "hi", "eve");
    say("n", "hello?", "eve");
    expect(await asked()).toBeNull();
    expect([questions, reserved.length, pending()]).toEqual([["eve"], 1, []]);
    expect(wakes).toBeGreaterThan(0);
  });
});
