import type { FaultKind } from "@trunkline/transport";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import type { Step } from "./delivery.ts";
import type { BatchState, Post } from "./schema.ts";
import { failedSign, nextSign, type Turn, turnOf } from "./signs.ts";

const NOW = 1_000_000_000;
const T = { ...DEFAULT_TIMINGS, settleMs: 10_000, retryFirstMs: 1_000, retryMostMs: 60_000 };

function sign(change: Partial<Post>): Post {
  return {
    key: "b:note",
    batch: "b",
    part: 0,
    role: "note",
    ctx: "{}",
    body: `{"plain":"on it"}`,
    ref: null,
    shown: change.ref ? 1 : 0,
    visible: 0,
    op: null,
    doubt_at: null,
    looks: 0,
    tries: 0,
    refusals: 0,
    not_before: 0,
    plain: 0,
    muted: 0,
    unthreaded: 0,
    state: "open",
    error: null,
    created_at: NOW,
    due_from: NOW,
    ...change,
  };
}

const done: Step = { do: "end", state: "done" };
const send: Step = { do: "send", what: "content" };
const nothing: Step = { do: "nothing" };

describe("what a sign needs next", () => {
  test.each<[what: string, change: Partial<Post>, turn: Turn, step: Step]>([
    ["a reaction is made", { role: "react" }, "running", { do: "react" }],
    ["too late for a reaction", { role: "react" }, "over", done],
    ["a note is made", {}, "running", send],
    ["a note is late when the final is known", {}, "concluded", nothing],
    ["a reaction is not", { role: "react" }, "concluded", { do: "react" }],
    ["a note stands until the final is seen", { ref: "1" }, "concluded", nothing],
    ["a note stands while the work goes on", { ref: "1" }, "running", nothing],
    ["a note in doubt is not made again", { doubt_at: NOW }, "running", wait(NOW + 10_000)],
    ["but looked for", { doubt_at: NOW - 10_000 }, "running", { do: "find" }],
    ["which is not worth it any more", { doubt_at: NOW - 10_000 }, "concluded", nothing],
    ["a note says what is new", { ref: "1", shown: 0 }, "running", { do: "edit" }],
    ["not when the final is known", { ref: "1", shown: 0 }, "concluded", nothing],
    ["and goes all the same", { ref: "1", shown: 0 }, "over", { do: "delete" }],
    ["a note goes when the turn is over", { ref: "1" }, "over", { do: "delete" }],
    ["a note that was never made", {}, "over", done],
    ["in doubt: not before it has settled", { doubt_at: NOW }, "over", wait(NOW + 10_000)],
    ["in doubt: looked for", { doubt_at: NOW - 10_000 }, "over", { do: "find" }],
    ["looked for twice", { doubt_at: NOW - 10_000, looks: 1 }, "over", wait(NOW + 10_000)],
    ["told to wait", { not_before: NOW + 5, ref: "1" }, "over", wait(NOW + 5)],
    ["over and done", { state: "done", ref: "1" }, "over", nothing],
  ])("%s", (_what, change, turn, step) => {
    expect(nextSign(sign(change), turn, NOW, T, { edit: true, find: true })).toEqual(step);
  });

  test("where nothing can be changed or looked for: one note, as it was", () => {
    const step = (change: Partial<Post>, turn: Turn = "running") =>
      nextSign(sign(change), turn, NOW, T, { edit: false, find: false });
    expect(step({ ref: "1", shown: 0 })).toEqual(nothing);
    expect(step({ doubt_at: NOW - 10_000 })).toEqual(nothing);
    expect(step({ ref: "1" }, "over")).toEqual({ do: "delete" });
  });

  test("and how far its turn is", () => {
    const turn = (state: BatchState, ending: BatchState | null) => turnOf({ state, ending });
    expect(turn("active", null)).toBe("running");
    expect(turn("active", "answered")).toBe("concluded");
    expect(turn("waiting", null)).toBe("running");
    expect(turn("answered", "answered")).toBe("over");
    expect(turnOf(null)).toBe("over");
  });
});

function wait(until: number): Step {
  return { do: "wait", until };
}

describe("what a fault means for a sign", () => {
  test.each<[kind: FaultKind, change: Partial<Post>, expected: Partial<Post>]>([
    ["uncertain", { op: "send" }, { doubt_at: NOW, op: null }],
    ["uncertain", { op: "delete", ref: "1" }, { op: null, not_before: NOW + 1_000 }],
    ["transient", { op: "react", role: "react" }, { op: null, tries: 1 }],
    ["transient", { op: "react", role: "react", tries: 5 }, { state: "failed" }],
    ["transient", { op: "delete", ref: "1", tries: 50 }, { not_before: NOW + 60_000 }],
    ["gone", { op: "delete", ref: "1" }, { state: "done" }],
    ["gone", { op: "edit", ref: "1" }, { state: "done" }],
    ["uncertain", { op: "edit", ref: "1", shown: 0 }, { op: null, doubt_at: NOW }],
    ["transient", { op: "edit", ref: "1", tries: 5 }, { op: null, shown: 1 }],
    ["forbidden", { op: "edit", ref: "1", shown: 0 }, { op: null, shown: 1 }],
    ["gone", { op: "react", role: "react" }, { state: "done" }],
    ["forbidden", { op: "send" }, { state: "failed" }],
    ["invalid", { op: "react", role: "react" }, { state: "failed" }],
  ])("%s: %j", (kind, change, expected) => {
    const outcome = failedSign(sign(change), { kind, message: "" }, NOW, T);
    expect(outcome).toMatchObject({ do: "retry", patch: expected });
    // Whatever becomes of an edit, the note is not forgotten while it stands there.
    if (change.op === "edit" && kind !== "gone") {
      expect(outcome.patch.state ?? "open").toBe("open");
    }
  });

  test("a platform's wait is kept", () => {
    const fault = { kind: "rate_limited", message: "", retryAfterSeconds: 90 } as const;
    const { patch } = failedSign(sign({ op: "send" }), fault, NOW, T);
    expect(patch.not_before).toBe(NOW + 90_000);
  });
});
