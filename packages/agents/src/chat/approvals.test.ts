import { spanDialect } from "@trunkline/transport";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { memory } from "../approvals/testing.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { ApprovalRows } from "./approval-rows.ts";
import { Approving } from "./approvals.ts";
import type { Conversation } from "./conversation.ts";
import { Facts } from "./facts.ts";
import { migrate } from "./schema.ts";

/** What is asked of the approval agent is a row until it has answered. */
let facts: Facts;
let rows: ApprovalRows;
let approving: Approving<object>;
let asked: string[];
let said: string[];
let isDown: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  const { sql, transaction } = memory();
  migrate(sql);
  facts = new Facts(sql);
  rows = new ApprovalRows(facts);
  [asked, said, isDown] = [[], [], true];
  const answer = async (what: string, is: unknown) => {
    asked.push(what);
    if (isDown && what === "pending") throw new Error("down");
    return is;
  };
  // Only what decisions use of a conversation.
  const c: Conversation<object> = Object.assign(Object.create(null), {
    ...{ name: "x:1/2", facts, transaction, approvalRows: rows, timings: DEFAULT_TIMINGS },
    ...{ policy: { platform: "x", people: "*", approvers: null }, secondPerson: false },
    platform: {
      name: "x",
      context: (raw: unknown) => raw,
      dialect: spanDialect(
        "words",
        (spans) => spans.map(({ text }) => text).join(""),
        () => true,
      ),
    },
    transport: { parseContext: () => ({ userId: "1", userName: "Tess", metadata: {} }) },
    approvals: () => ({
      pending: () => answer("pending", []),
      decide: () => answer("decide", { state: "unknown" }),
    }),
    posts: { addReply: (key: string) => said.push(key) },
    log: () => {},
    reach: async () => {},
    wake: () => {},
  });
  approving = new Approving(c);
});
afterEach(() => {
  vi.useRealTimers();
});

const put = (do_: "list" | "decide", key: string) => {
  const job = { key, at: Date.now(), ctx: "{}" };
  rows.put(
    do_ === "list"
      ? { do: do_, ...job }
      : { do: do_, ...job, code: "CDFGHJKM", verdict: "approve" },
  );
};
async function look(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  approving.kick(Date.now());
  await vi.advanceTimersByTimeAsync(1);
}

test("what has just been said does not wait for what could not be asked", async () => {
  put("list", "a");
  await look();
  expect(asked).toEqual(["pending"]);
  put("decide", "b");
  await look();
  expect(said).toEqual(["reply:b"]);
  // Tried once, it waits like the others.
  await look();
  expect(asked).toEqual(["pending", "decide"]);
  isDown = false;
  await look(DEFAULT_TIMINGS.outageMostMs);
  expect(said).toEqual(["reply:b", "reply:a"]);
  expect(rows.jobs()).toEqual([]);
});

test.each(["import_from", "adopting"] as const)(
  "what is said at a new address before the approvals are there is asked when they are: %s",
  async (name) => {
    facts.set(name, "x:1/1");
    put("decide", "a");
    await look();
    expect([asked, said]).toEqual([[], []]);
    facts.delete(name);
    await look();
    expect([asked, said]).toEqual([["decide"], ["reply:a"]]);
  },
);
