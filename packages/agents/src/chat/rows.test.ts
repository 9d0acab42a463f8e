import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { Tier } from "@trunkline/transport";
import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS as T } from "../timings.ts";
import { Batches } from "./batches.ts";
import { failed, interrupted, nextStep } from "./delivery.ts";
import { judge } from "./liveness.ts";
import { Posts } from "./posts.ts";
import { migrate, type Post } from "./schema.ts";

/** The rows of a conversation in a real SQLite: what a replay, a stall and a new final leave behind. */
const NOW = 10_000_000_000;
const TEXT = { text: "x", plain: "x", format: "plain" } as const;

function memory(): SqlStorage {
  const database = new DatabaseSync(":memory:");
  const exec = (query: string, ...values: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...values);
    return { toArray: () => rows, one: () => rows[0] };
  };
  // Only what the row classes use of it.
  return Object.assign(Object.create(null), { exec });
}

let posts: Posts;
let batches: Batches;
beforeEach(() => {
  const sql = memory();
  migrate(sql);
  posts = new Posts(sql);
  batches = new Batches(sql);
});

function row(): Post {
  const post = posts.get("b:0");
  if (!post) throw new Error("no row");
  return post;
}

describe("a replay", () => {
  const unknown = { kind: "uncertain", message: "" } as const;

  test("after a create of unknown outcome looks before it creates again", () => {
    posts.setFinal("b", "{}", [TEXT], NOW);
    posts.patch("b:0", { op: "send" });
    posts.patch("b:0", interrupted(row(), "look-back", NOW + 1));
    const refused = { kind: "forbidden", message: "" } as const;
    posts.patch("b:0", failed(row(), refused, "look-back", NOW + 11_000, T).patch);
    posts.reopen("b", true, NOW + 3_600_000);
    const step = nextStep(row(), "look-back", false, NOW + 3_600_000, T);
    expect(step).toEqual({ do: "find" });
    // The message it looks for is as old as the first attempt.
    expect(row().created_at).toBe(NOW);
  });

  test.each<[Tier, string]>([
    ["look-back", "failed"],
    ["at-most-once", "uncertain"],
  ])("of an outcome that was still unknown when the time was up (%s)", (tier, state) => {
    posts.setFinal("b", "{}", [TEXT], NOW - T.deliveryBudgetMs - 1);
    posts.patch("b:0", { op: "send" });
    posts.patch("b:0", failed(row(), unknown, tier, NOW, T).patch);
    expect(row()).toMatchObject({ state, doubt_at: NOW });
    posts.reopen("b", tier === "look-back", NOW + 60_000);
    const step = nextStep(row(), tier, false, NOW + 120_000, T);
    expect(step).toMatchObject({ do: tier === "look-back" ? "find" : "send" });
  });
});

test("a final with fewer parts leaves none open that nobody will fill", () => {
  posts.setFinal("b", "{}", [TEXT, TEXT, TEXT], NOW);
  posts.patch("b:1", { ref: "1", shown: 1 });
  posts.setFinal("b", "{}", [TEXT], NOW);
  expect(posts.of("b").map(({ part, state }) => [part, state])).toEqual([
    [0, "open"],
    [1, "done"],
  ]);
});

test("a part that is too long becomes two, and the later parts move on", () => {
  const named = (text: string) => ({ ...TEXT, text, plain: text });
  posts.setFinal("b", "{}", [named("ab"), named("c")], NOW);
  posts.divide(row(), [named("a"), named("b")], NOW);
  const texts = posts.of("b").map(({ body }) => JSON.parse(body ?? "{}").text);
  expect(texts).toEqual(["a", "b", "c"]);
});

test("silence ends three attempts before it ends the incarnations", () => {
  batches.insert("b", "turn", "{}", NOW);
  let now = NOW;
  for (let stalls = 0; stalls < 20; ) {
    const batch = batches.get("b");
    if (!batch) throw new Error("no batch");
    const verdict = judge(batch, false, now, T);
    if (verdict.do === "wait") {
      now = verdict.until;
      continue;
    }
    if (verdict.do !== "resume") {
      expect(verdict).toEqual({ do: "give-up", why: "three failures" });
      expect(stalls).toBe(9);
      return;
    }
    now += T.evidenceMs;
    stalls += 1;
    batches.stall(batches.begin("b", now), "silent", now, T);
  }
  throw new Error("never given up");
});
