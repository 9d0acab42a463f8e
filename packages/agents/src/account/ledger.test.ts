import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type Fault, TransportError } from "@trunkline/transport";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { App, CoreEnv } from "../app.ts";
import { actTool, Changed, readTool } from "../door/act.ts";
import { hashOf } from "../door/canonical.ts";
import { ActAnswer, type Intent } from "../door/protocol.ts";
import type { FailPoint } from "../failpoint.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import type { AccountHost } from "./host.ts";
import { Ledger } from "./ledger.ts";

/** A ledger on a real SQLite before a small platform that may fail, be slow, or die with the process. */
type Mishap = Fault["kind"] | "after" | "changed" | "hang" | null;

/** What is there, and how often the act was done to it. */
let happened: string[];
let state: string;
/** For each call of `run` in turn; then all goes well. */
let mishaps: Mishap[];
/** Whether looks are answered. */
let blind: boolean;
let openPlaces: string;
let database: DatabaseSync;
let died: FailPoint | null;
const DAY = 24 * 3_600_000;
const never = new Promise<never>(() => {});

const fault = (kind: Fault["kind"]) =>
  new TransportError({ kind, message: "the token is s3cret-s3cret" });

const label = actTool({
  name: "label",
  about: "",
  input: z.object({ room: z.string(), text: z._default(z.string(), "new") }),
  places: ({ room }) => [room],
  preview: async ({ room }) => ({ title: "Label", target: room, preview: "" }),
  current: async () => {
    if (blind) throw fault("transient");
    return state;
  },
  done: async (_, { key }) => {
    if (blind) throw fault("uncertain");
    return happened.includes(key) ? { text: "found" } : null;
  },
  async run(_, { key }) {
    const mishap = mishaps.shift() ?? null;
    if (mishap === "hang") return never;
    if (mishap === "changed") throw new Changed("another head");
    if (mishap !== null && mishap !== "after") throw fault(mishap);
    happened.push(key);
    if (mishap === "after") throw fault("uncertain");
    return { text: "labelled", source: "https://x.test/1" };
  },
});
const look = readTool({
  ...{ name: "look", about: "", trust: "member", private: false },
  input: z.object({}),
  places: () => ["a"],
  run: async () => ({ text: "" }),
});

/** Only what a ledger uses of an app and its account. */
const timings = { ...DEFAULT_TIMINGS, settleMs: 0, retryFirstMs: 0, callTimeoutMs: 50 };
function begin(): Ledger<unknown, CoreEnv> {
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const app: App<unknown, CoreEnv> = Object.assign(Object.create(null), {
    platform: { name: "test", classify: () => ({ kind: "uncertain", message: "no answer" }) },
    door: () => ({ tools: [label, look], places: openPlaces, home: () => "a" }),
    secrets: () => ["s3cret-s3cret"],
  });
  const host: AccountHost<unknown, CoreEnv> = Object.assign(Object.create(null), {
    ...{ app, env: {}, sql: { exec }, timings, log: () => {}, name: "test:1" },
    transaction: (work: () => void) => work(),
    ...{ block: () => {}, blockedUntil: (_: string, now: number) => now, look: () => {} },
  });
  const alive = { dead: false };
  // Whoever is dead does nothing any more: neither its answer nor a row.
  return new Ledger(host, async (point) => {
    if (alive.dead || died === point) {
      alive.dead = true;
      return never;
    }
  });
}

const actor = { conversation: "test:1/a", platform: "test", userId: "7", userName: "Ann" };
async function intent(more: Partial<Intent> = {}): Promise<Intent> {
  const act = { tool: "label", input: { room: "a", text: "x" }, state: "one", ...more };
  return { v: 1, key: "k", actor, hash: await hashOf(act), ...act, ...more };
}
async function act(ledger: Ledger<unknown, CoreEnv>, asked?: Intent): Promise<ActAnswer> {
  return ActAnswer.parse(await ledger.act(asked ?? (await intent())));
}
/** Asks until there is an answer, as whoever wants an act does. */
async function until(ledger: Ledger<unknown, CoreEnv>, asked?: Intent): Promise<ActAnswer> {
  for (let n = 0; n < 30; n += 1) {
    const answer = await act(ledger, asked);
    if (answer.state !== "again") return answer;
  }
  throw new Error("no answer in thirty tries");
}

beforeEach(() => {
  happened = [];
  state = "one";
  mishaps = [];
  blind = false;
  openPlaces = "";
  died = null;
  database = new DatabaseSync(":memory:");
});

describe("an act", () => {
  test("happens once, however often it is asked for, and its answer is kept", async () => {
    const first = await act(begin());
    expect(first).toEqual({ state: "done", text: "labelled", source: "https://x.test/1" });
    mishaps = ["invalid"];
    expect(await act(begin())).toEqual(first);
    expect(happened).toEqual(["k"]);
  });

  test("asked for twice at the same moment is one try", async () => {
    const ledger = begin();
    const answers = await Promise.all([act(ledger), act(ledger), act(ledger)]);
    expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(["done"]));
    expect(happened).toEqual(["k"]);
  });

  test.each<[string, () => Promise<Intent>]>([
    [
      "another input than the hash says",
      async () => ({ ...(await intent()), input: { room: "b" } }),
    ],
    ["another state", async () => ({ ...(await intent()), state: "two" })],
    ["another tool", async () => ({ ...(await intent()), tool: "look" })],
    ["no hash", async () => ({ ...(await intent()), hash: "" })],
    ["no such tool", () => intent({ tool: "merge" })],
    ["a look", () => intent({ tool: "look", input: {} })],
    ["an input that does not fit", () => intent({ input: { room: 7 } })],
    ["a place that is not open", () => intent({ input: { room: "b", text: "x" } })],
  ])("with %s is refused", async (_name, asked) => {
    expect(await act(begin(), await asked())).toMatchObject({ state: "refused" });
    expect(happened).toEqual([]);
  });

  test("of another with the same key is refused, and the first one's answer stays", async () => {
    await act(begin());
    const other = await intent({ input: { room: "a", text: "y" } });
    expect(await act(begin(), other)).toMatchObject({ state: "refused" });
    expect(await act(begin())).toMatchObject({ state: "done" });
    expect(happened).toEqual(["k"]);
  });

  test("whose input was not written out in full is not what was shown", async () => {
    expect(await act(begin(), await intent({ input: { room: "a" } }))).toMatchObject({
      state: "changed",
    });
    expect(happened).toEqual([]);
  });

  test("on a target that has changed does not happen", async () => {
    state = "two";
    expect(await act(begin())).toMatchObject({ state: "changed" });
    state = "one";
    // Single use: what was said stays said.
    expect(await act(begin())).toMatchObject({ state: "changed" });
    expect(happened).toEqual([]);
  });

  test("that the platform finds changed says so", async () => {
    mishaps = ["changed"];
    expect(await act(begin())).toEqual({ state: "changed", why: "another head" });
  });

  test("is refused in words without secrets", async () => {
    mishaps = ["forbidden"];
    expect(await act(begin())).toEqual({ state: "refused", why: "the token is ***" });
  });

  test("waits when it is told to, and happens then", async () => {
    mishaps = ["rate_limited", "transient", "unauthorized"];
    const ledger = begin();
    for (let n = 0; n < 3; n += 1) {
      expect(await act(ledger)).toMatchObject({ state: "again" });
      expect(happened).toEqual([]);
      database.exec("UPDATE act SET not_before = 0");
    }
    expect(await act(ledger)).toMatchObject({ state: "done" });
    expect(happened).toEqual(["k"]);
  });

  test.each<Mishap[]>([
    ["after"],
    ["uncertain"],
    ["uncertain", "uncertain", "after"],
    ["after", "invalid"],
    ["uncertain", "transient"],
    ["hang"],
  ])("of unknown outcome happens once: %s", async (...faults) => {
    mishaps = faults;
    const ledger = begin();
    // The first tries wait a second each; the clock of the rows is moved instead.
    for (let n = 0; n < 12; n += 1) {
      const answer = await act(ledger);
      if (answer.state === "done") break;
      expect(answer.state).toBe("again");
      database.exec("UPDATE act SET not_before = 0");
    }
    expect(happened).toEqual(["k"]);
    expect(await act(ledger)).toMatchObject({ state: "done" });
  });

  test("that a late look finds is done, though the repeat is refused", async () => {
    mishaps = ["uncertain", "invalid"];
    const ledger = begin();
    await act(ledger);
    // Nothing is there when we look, twice; then the first call takes effect after all.
    for (let looks = 0; looks < 2; looks += 1) {
      database.exec("UPDATE act SET not_before = 0");
      await act(ledger);
    }
    happened.push("k");
    expect(await until(ledger)).toEqual({ state: "done", text: "found" });
    expect(happened).toEqual(["k"]);
  });

  test("nobody can look at for a day is given up, and says what is not known", async () => {
    mishaps = ["after"];
    const ledger = begin();
    await act(ledger);
    blind = true;
    database.exec(`UPDATE act SET not_before = 0, at = at - ${timings.deliveryBudgetMs + 1}`);
    expect(await act(ledger)).toMatchObject({ state: "again" });
    expect(await until(ledger)).toMatchObject({ state: "refused", unknown: true });
    expect(happened).toEqual(["k"]);
  });

  test.each<[Mishap, string]>([
    ["after", "done"],
    ["uncertain", "refused"],
  ])(
    "of unknown outcome (%s) is looked for after days, and not made again: %s",
    async (mishap, end) => {
      mishaps = [mishap];
      await act(begin());
      const before = [...happened];
      database.exec(`UPDATE act SET not_before = 0, at = at - ${2 * timings.deliveryBudgetMs}`);
      expect(await until(begin())).toMatchObject({ state: end });
      expect(happened).toEqual(before);
    },
  );
});

describe("the process dies", () => {
  test.each<[FailPoint, string[]]>([
    ["act:intent", []],
    ["act:done", ["k"]],
    ["act:recorded", ["k"]],
  ])("at %s: once, all the same", async (point, before) => {
    died = point;
    const asked = begin().act(await intent());
    const answer = await asked;
    expect(["again", "done"]).toContain(answer.state);
    expect(happened).toEqual(before);
    died = null;
    expect(await until(begin())).toMatchObject({ state: "done" });
    expect(happened).toEqual(["k"]);
  });

  test("wherever, and whatever the platform does: once, or it says that it did not", async () => {
    const mishap = fc.constantFrom<Mishap>(
      ...([null, "after", "uncertain", "transient", "rate_limited", "forbidden"] as const),
      ...(["changed", "invalid"] as const),
    );
    const point = fc.constantFrom<FailPoint | null>(null, "act:intent", "act:done", "act:recorded");
    await fc.assert(
      fc.asyncProperty(
        fc.array(mishap, { maxLength: 6 }),
        fc.array(point, { maxLength: 4 }),
        async (faults, deaths) => {
          happened = [];
          mishaps = [...faults];
          database = new DatabaseSync(":memory:");
          let ledger = begin();
          let last: ActAnswer | null = null;
          for (let n = 0; n < 40 && (last === null || last.state === "again"); n += 1) {
            died = deaths.shift() ?? null;
            last = await act(ledger);
            if (died !== null) ledger = begin();
            database.exec("UPDATE act SET not_before = 0");
          }
          died = null;
          expect(last?.state).not.toBe("again");
          const known = await act(begin());
          expect(happened).toEqual(known.state === "done" ? ["k"] : []);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the book", () => {
  test("lists what was done about each act, the newest first", async () => {
    mishaps = ["uncertain"];
    const ledger = begin();
    await act(ledger);
    database.exec("UPDATE act SET not_before = 0, at = at - 5");
    await until(ledger, await intent({ key: "other" }));
    const [, first] = ledger.list();
    expect(ledger.list().map(({ key }) => key)).toEqual(["other", "k"]);
    expect(first).toMatchObject({ tool: "label", input: { room: "a" }, actor, answer: null });
    expect(first?.deeds.map(({ what, detail }) => [what, detail])).toEqual([
      ["intent", "test:7"],
      ["tried", ""],
      ["failed", "run: uncertain"],
    ]);
  });

  test("forgets after thirty days", async () => {
    const ledger = begin();
    await act(ledger);
    ledger.prune(Date.now());
    expect(ledger.list()).toHaveLength(1);
    ledger.prune(Date.now() + 31 * DAY);
    expect(ledger.list()).toEqual([]);
    expect(database.prepare("SELECT * FROM deed").all()).toEqual([]);
  });

  test("remembers what has no answer for as long as it has none", async () => {
    mishaps = ["uncertain"];
    const ledger = begin();
    await act(ledger);
    ledger.prune(Date.now() + 31 * DAY);
    expect(ledger.list().map(({ key }) => key)).toEqual(["k"]);
    database.exec("UPDATE act SET not_before = 0");
    expect(await until(ledger)).toMatchObject({ state: "done" });
    expect(happened).toEqual(["k"]);
  });

  test("does not begin what it may have forgotten", async () => {
    const asked = await intent({ decidedAt: Date.now() - 29 * DAY });
    const ledger = begin();
    expect(await act(ledger, asked)).toMatchObject({ state: "done" });
    const late = { ...asked, decidedAt: Date.now() - 31 * DAY };
    expect(await act(ledger, late)).toMatchObject({ state: "done" });
    ledger.prune(Date.now() + 31 * DAY);
    expect(await act(ledger, late)).toMatchObject({ state: "refused", unknown: true });
    expect(happened).toEqual(["k"]);
  });
});
