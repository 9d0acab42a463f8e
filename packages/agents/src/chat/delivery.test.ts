import type { Fault, FaultKind, Tier } from "@trunkline/transport";
import { describe, expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { failed, looked, nextStep, type Step, succeeded } from "./delivery.ts";
import type { Post } from "./schema.ts";

const T = DEFAULT_TIMINGS;
const NOW = 10_000_000;
const SETTLED = NOW - T.settleMs;

/** A final whose text is known and nothing has been done for it yet. */
const post = (change: Partial<Post> = {}): Post => ({
  ...{
    key: "b:0",
    batch: "b",
    part: 0,
    role: "final",
    ctx: "{}",
    body: "{}",
    ref: null,
    shown: 0,
    visible: 0,
  },
  ...{ op: null, doubt_at: null, looks: 0, tries: 0, refusals: 0, not_before: 0, plain: 0 },
  ...{
    unthreaded: 0,
    muted: 0,
    state: "open",
    error: null,
    created_at: NOW - 1_000,
    due_from: NOW - 1_000,
  },
  ...change,
});

describe("the next step", () => {
  test.each<[string, Tier, Partial<Post>, Step]>([
    ["closed: nothing", "edit-only", { state: "done" }, { do: "nothing" }],
    ["told to wait", "edit-only", { not_before: NOW + 5 }, { do: "wait", until: NOW + 5 }],
    [
      "told to wait until now",
      "edit-only",
      { not_before: NOW },
      { do: "send", what: "placeholder" },
    ],
    ["a placeholder at once", "edit-only", { body: null }, { do: "send", what: "placeholder" }],
    [
      "a placeholder, even when the answer is known",
      "edit-only",
      {},
      { do: "send", what: "placeholder" },
    ],
    ["then the answer by edit", "edit-only", { ref: "1" }, { do: "edit" }],
    ["seen: done", "edit-only", { ref: "1", shown: 1 }, { do: "end", state: "done" }],
    [
      "seen, but an edit is in doubt",
      "edit-only",
      { ref: "1", shown: 1, doubt_at: NOW - 1 },
      { do: "wait", until: NOW - 1 + T.settleMs },
    ],
    [
      "seen, and the edit in doubt has settled: once more",
      "edit-only",
      { ref: "1", shown: 1, doubt_at: SETTLED },
      { do: "edit" },
    ],
    ["nothing to look at before the answer", "look-back", { body: null }, { do: "nothing" }],
    ["the answer at once", "look-back", {}, { do: "send", what: "content" }],
    [
      "in doubt: wait before the first look",
      "look-back",
      { doubt_at: NOW },
      { do: "wait", until: NOW + T.settleMs },
    ],
    ["the first look", "look-back", { doubt_at: SETTLED }, { do: "find" }],
    [
      "as long again before the second",
      "look-back",
      { doubt_at: SETTLED, looks: 1 },
      { do: "wait", until: NOW + T.settleMs },
    ],
    ["nothing before the answer", "at-most-once", { body: null }, { do: "nothing" }],
    ["the answer, once", "at-most-once", {}, { do: "send", what: "content" }],
    ["in doubt: the end", "at-most-once", { doubt_at: NOW }, { do: "end", state: "uncertain" }],
    ["a reply carries its text", "edit-only", { role: "reply" }, { do: "send", what: "content" }],
    [
      "a reply in doubt: the end, whatever the tier",
      "look-back",
      { role: "reply", doubt_at: NOW },
      { do: "end", state: "uncertain" },
    ],
    ["a press is answered", "edit-only", { role: "ack", ref: "cb1" }, { do: "ack" }],
  ])("%s (%s)", (_name, tier, change, step) => {
    expect(nextStep(post(change), tier, false, NOW, T)).toEqual(step);
  });

  test("progress is shown only when there is something new", () => {
    const shownProgress = post({ body: null, ref: "1" });
    expect(nextStep(shownProgress, "edit-only", true, NOW, T)).toEqual({ do: "edit" });
    expect(nextStep(shownProgress, "edit-only", false, NOW, T)).toEqual({ do: "nothing" });
  });
});

describe("a look", () => {
  test("that finds it: seen", () => {
    const found = looked(post({ doubt_at: SETTLED }), "7");
    expect(found).toEqual({ ref: "7", shown: 1, doubt_at: null, looks: 0 });
  });
  test("that finds nothing: the first is remembered, after the second it may be created again", () => {
    expect(looked(post({ doubt_at: SETTLED }), null)).toEqual({ looks: 1 });
    expect(looked(post({ doubt_at: SETTLED, looks: 1 }), null)).toEqual({
      doubt_at: null,
      looks: 0,
    });
  });
});

describe("a success", () => {
  const clean = { op: null, tries: 0, not_before: 0 };
  const shown = { refusals: 0, shown: 1 };
  test.each<[string, Partial<Post>, boolean, object]>([
    ["of progress shows no final", { doubt_at: SETTLED }, false, clean],
    ["of the final", {}, true, { ...clean, ...shown }],
    ["keeps a doubt that is fresh", { doubt_at: SETTLED + 1 }, true, { ...clean, ...shown }],
    [
      "ends one that is settled",
      { doubt_at: SETTLED },
      true,
      { ...clean, ...shown, doubt_at: null },
    ],
  ])("%s", (_name, change, final, patch) => {
    expect(succeeded(post(change), final, NOW, T)).toEqual(patch);
  });
});

describe("a fault of a final", () => {
  const fault = (kind: FaultKind, more: Partial<Fault> = {}): Fault => ({
    kind,
    message: "why",
    ...more,
  });
  const after = (change: Partial<Post>, given: Fault, tier: Tier = "edit-only") =>
    failed(post(change), given, tier, NOW, T);

  test.each<[string, Partial<Post>, Fault, object]>([
    [
      "too fast: as long as the platform says",
      { op: "send" },
      fault("rate_limited", { retryAfterSeconds: 7_200 }),
      { op: null, not_before: NOW + 7_200_000 },
    ],
    ["too fast, without a time", {}, fault("rate_limited"), { not_before: NOW + 1_000 }],
    ["transient: a little later", {}, fault("transient"), { tries: 1, not_before: NOW + 1_000 }],
    [
      "again: twice as long",
      { tries: 1 },
      fault("transient"),
      { tries: 2, not_before: NOW + 2_000 },
    ],
    [
      "an edit of unknown outcome leaves a doubt",
      { op: "edit", ref: "1" },
      fault("uncertain"),
      { op: null, doubt_at: NOW, tries: 1 },
    ],
    [
      "a deleted message",
      { op: "edit", ref: "1", shown: 1 },
      fault("gone"),
      { ref: null, shown: 0, visible: 0 },
    ],
    ["the message it answers is gone: without it", {}, fault("bad_target"), { unthreaded: 1 }],
    ["the thread is gone: without it", { unthreaded: 1 }, fault("bad_target"), { unthreaded: 2 }],
    ["our markup is refused: plain", {}, fault("rejected_markup"), { plain: 1 }],
    [
      "refused: plain, later",
      {},
      fault("invalid"),
      { plain: 1, refusals: 1, not_before: NOW + 1_000 },
    ],
    ["moved: until the new address takes over", {}, fault("moved"), { not_before: NOW + 1_000 }],
    ["credentials: a minute", {}, fault("unauthorized"), { not_before: NOW + T.unauthorizedMs }],
  ])("%s", (_name, change, given, patch) => {
    expect(after(change, given)).toMatchObject({ do: "retry", patch });
  });

  test("a placeholder of unknown outcome leaves no doubt: it holds no content", () => {
    expect(after({ op: "send" }, fault("uncertain"))).not.toHaveProperty("patch.doubt_at");
    expect(after({ op: "send" }, fault("uncertain"), "look-back")).toHaveProperty("patch.doubt_at");
  });

  test("too long: divided", () => {
    expect(after({ op: "edit" }, fault("too_long"))).toMatchObject({ do: "divide" });
  });

  test.each<[string, Partial<Post>, Fault]>([
    ["no thread, and it was not threaded", { unthreaded: 2 }, fault("bad_target")],
    ["plain text refused as markup", { plain: 1 }, fault("rejected_markup")],
    ["refused for the fourth time", { refusals: 3 }, fault("invalid")],
    ["too long for the fifth time", { refusals: 4 }, fault("too_long")],
  ])("the text is refused, a notice takes its place: %s", (_name, change, given) => {
    const outcome = after({ op: "edit", ref: "1", ...change }, given);
    expect(outcome).toMatchObject({ do: "refused", patch: { op: null, state: "failed" } });
  });

  test.each<[string, Fault]>([
    ["too long", fault("too_long")],
    ["refused", fault("invalid")],
    ["refused as markup", fault("rejected_markup")],
    ["deleted", fault("gone")],
    ["forbidden", fault("forbidden")],
  ])("progress that is %s is muted; the work goes on", (_name, given) => {
    const outcome = after({ op: "edit", ref: "1", body: null }, given);
    expect(outcome).toMatchObject({ do: "retry", patch: { op: null, muted: 1 } });
    const row = post({ ref: null, body: null, muted: 1 });
    expect(nextStep(row, "edit-only", true, NOW, T)).toEqual({ do: "nothing" });
  });

  test("a wait of nothing, or less, is a wait", () => {
    for (const retryAfterSeconds of [0, -5]) {
      const outcome = after({}, fault("rate_limited", { retryAfterSeconds }));
      expect(outcome).toMatchObject({ do: "retry", patch: { not_before: NOW + 1_000 } });
    }
  });

  test.each<[string, Partial<Post>, Fault]>([
    ["blocked", {}, fault("forbidden")],
    ["a day has passed", { due_from: NOW - T.deliveryBudgetMs - 1 }, fault("transient")],
  ])("given up: %s", (_name, change, given) => {
    const outcome = after({ op: "edit", ref: "1", ...change }, given);
    expect(outcome).toMatchObject({ do: "undeliverable", patch: { op: null, state: "failed" } });
  });
});

test.each<[Post["role"], FaultKind, Post["state"]]>([
  ["reply", "uncertain", "uncertain"],
  ["reply", "forbidden", "failed"],
  ["ack", "uncertain", "uncertain"],
  ["ack", "invalid", "failed"],
])("a %s that meets %s ends %s: it is not tried twice", (role, kind, state) => {
  const outcome = failed(post({ role, op: "send" }), { kind, message: "" }, "edit-only", NOW, T);
  expect(outcome).toMatchObject({ do: "retry", patch: { op: null, state } });
});

test("a message that is refused as gone at every edit is given up, not written for ever", () => {
  let row = post({ ref: null });
  let now = NOW;
  let creations = 0;
  for (let turn = 0; turn < 100 && row.state === "open"; turn++) {
    const step = nextStep(row, "edit-only", false, now, T);
    if (step.do === "wait") {
      now = step.until;
    } else if (step.do === "send") {
      creations += 1;
      row = { ...row, ...succeeded(row, false, now, T), ref: String(creations) };
    } else {
      row = { ...row, op: "edit" };
      row = { ...row, ...failed(row, { kind: "gone", message: "" }, "edit-only", now, T).patch };
    }
  }
  expect([row.state, creations]).toEqual(["failed", 5]);
});

test("an outage does not use up the refusals", () => {
  const row = post({ op: "edit", ref: "1", tries: 40 });
  for (const [kind, what] of [
    ["too_long", "divide"],
    ["invalid", "retry"],
    ["gone", "retry"],
  ] as const) {
    expect(failed(row, { kind, message: "" }, "edit-only", NOW, T).do).toBe(what);
  }
});

test("without a way to look or to edit, an unknown outcome is never sent again", () => {
  const replayed = post({ ref: "1", op: "send" });
  const fault = { kind: "uncertain", message: "" } as const;
  const patched = { ...replayed, ...failed(replayed, fault, "at-most-once", NOW, T).patch };
  const step = nextStep(patched, "at-most-once", false, NOW + 60_000, T);
  expect(step).toEqual({ do: "end", state: "uncertain" });
});
