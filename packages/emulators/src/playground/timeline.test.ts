import { describe, expect, it, test } from "vitest";
import type { CallLine } from "./calls.ts";
import { Conversation } from "./inspection.ts";
import { follow, recoveryOf } from "./story.ts";
import { batchRow, postRow } from "./testing.ts";
import { news, timeline } from "./timeline.ts";

type Change = Parameters<typeof batchRow>[0];

const conversation = (batches: readonly object[], pending: readonly object[] = []) =>
  Conversation.parse({ blockedUntil: 0, pending, batches });

function batch(change: Change = {}) {
  const [row] = conversation([batchRow(change)]).batches;
  if (!row) throw new Error("one row");
  return row;
}

const texts = (before: Change | null, after: Change) =>
  news(before === null ? undefined : batch(before), batch(after), 50).map(
    ({ at, text }) => `${at} ${text}`,
  );

describe("news of a batch", () => {
  it("tells its beginning at the times of its rows", () => {
    expect(texts(null, {})).toEqual([
      "1 First message committed; only now the webhook gets its 200",
      "2 It became a batch",
      "2 Taken up",
    ]);
  });

  it("says nothing twice", () => {
    const same = { route: '{"route":"simple","tier":"rule","reason":"x","tookMs":1}', epoch: 3 };
    expect(texts(same, same)).toEqual([]);
  });

  const CHANGES: [string, Change, Change, string[]][] = [
    ["a crash", { epoch: 1 }, { epoch: 2 }, ["50 Taken up again: epoch 2"]],
    ["first words", {}, { streamed: 9 }, ["50 First words of the answer"]],
    ["trouble", {}, { stalls: 1, error: "silence" }, ["50 Trouble: silence"]],
    [
      "doubt",
      {},
      { posts: [postRow({ doubt_at: 40 })] },
      ["40 A call has no answer: its outcome is in doubt"],
    ],
    [
      "an answer",
      {},
      { ending: "answered" },
      ["50 The answer is recorded: from here on only its delivery is left"],
    ],
    [
      "its end",
      { ending: "answered" },
      { ending: "answered", state: "answered", ended_at: 45 },
      ["45 Delivered: the answer is seen"],
    ],
    ["a replay", { state: "dead", ended_at: 9 }, { attempt: 2 }, ["50 Attempt 2 begins"]],
  ];
  it.each(CHANGES)("tells %s", (_, before, after, told) => {
    expect(texts(before, after)).toEqual(told);
  });
});

const call = (change: Partial<CallLine>): CallLine => ({
  ...{ key: "k", at: 10, way: "out", what: "editMessageText", status: 200, note: null },
  ...{ tone: "good", place: "robin" },
  ...change,
});

test("a timeline holds rows, calls and deaths in order, and what repeats is counted", () => {
  const told = news(undefined, batch(), 2);
  const death = { pid: 1, diedAt: 15, backAt: 18, backPid: 2 };
  const calls = [
    call({ at: 20 }),
    call({ at: 12 }),
    call({ at: 11 }),
    call({ at: 1 }),
    call({ at: 13, way: "in", what: "webhook" }),
  ];
  const lines = timeline(batch({ ended_at: 30 }), told, calls, [death]);
  expect(lines.slice(3).map(({ at, text, times }) => [at, text, times])).toEqual([
    [11, "editMessageText: 200", 2],
    [15, "The runtime died (pid 1)", 1],
    [18, "It is back: pid 2", 1],
    [20, "editMessageText: 200", 1],
  ]);
});

test.each([
  ["behind its end", 40, "model (answer): ended by us"],
  ["before its end", 20, "model (answer): died with the runtime"],
])("a death %s: what became of a call without an answer", (_, diedAt, text) => {
  const open = { ...{ what: "model (answer)", status: null, place: null }, tone: "quiet" } as const;
  const calls = [call({ ...open, note: "died with the runtime" })];
  const death = { pid: 1, diedAt, backAt: null, backPid: null };
  const lines = timeline(batch({ ended_at: 30 }), [], calls, [death]);
  expect(lines.map((line) => line.text)).toContain(text);
});

test("what others did while a dead letter lay still is not of its timeline", () => {
  const dead = batch({ state: "dead", ending: "dead", ended_at: 20 });
  const replayed = batch({ attempt: 2, state: "active", ended_at: null });
  const told = [...news(batch(), dead, 20), ...news(dead, replayed, 9_000)];
  const calls = [15, 3_000, 8_900, 9_100].map((at) => call({ at, what: `call at ${at}` }));
  const death = { pid: 1, diedAt: 4_000, backAt: 4_500, backPid: 2 };
  const texts = timeline(replayed, told, calls, [death]).map(({ text }) => text);
  expect(texts.filter((text) => /^call|died/.test(text))).toEqual([
    "call at 15: 200",
    "call at 8900: 200",
    "call at 9100: 200",
  ]);
});

test("whoever waited for a permission sees when he wrote, and when it was known", () => {
  const said = [{ text: "x", by: "", at: 1, known: 30 }];
  const waited = batch({ said, created_at: 31, started_at: 31 });
  const calls = [call({ at: 2, what: "getPermission", status: 403 })];
  const lines = timeline(waited, news(undefined, waited, 32), calls, []);
  expect(lines.map(({ at, text }) => `${at} ${text}`)).toEqual([
    "1 First message committed; only now the webhook gets its 200",
    "2 getPermission: 403",
    "30 Its writer may use the bot: that was asked for",
    "31 It became a batch",
    "31 Taken up",
  ]);
});

test("what is seen late was not later than the end", () => {
  const ended = batch({ ending: "answered", state: "answered", ended_at: 45 });
  const told = news(batch(), ended, 50);
  expect(timeline(ended, told, [], []).map(({ at, text }) => [at, text.split(":")[0]])).toEqual([
    [45, "The answer is recorded"],
    [45, "Delivered"],
  ]);
});

describe("the story of a death", () => {
  const up = { state: "up", pid: 1, startedAt: 0, starts: 1 } as const;
  const down = { ...up, state: "down", pid: null } as const;
  const again = { ...up, state: "starting", pid: 2 } as const;

  it("begins once and ends once", () => {
    let deaths = follow([], up, down, 10);
    deaths = follow(deaths, down, again, 11);
    deaths = follow(deaths, again, { ...again, state: "up" }, 14);
    expect(follow(deaths, { ...again, state: "up" }, { ...again, state: "up" }, 20)).toEqual([
      { pid: 1, diedAt: 10, backAt: 14, backPid: 2 },
    ]);
  });

  const death = { pid: 1, diedAt: 100, backAt: 110, backPid: 2 };
  const before = { said: [{ text: "x", by: "", at: 90 }] };
  const OPEN: [string, Change[], object[], number, number | null][] = [
    ["nothing was open", [{ ...before, state: "answered", ended_at: 95 }], [], 0, null],
    ["what came later is another story", [{ said: [{ text: "x", by: "", at: 105 }] }], [], 0, null],
    ["it goes on", [before], [], 1, null],
    ["it has ended", [{ ...before, state: "answered", ended_at: 130 }], [], 1, 130],
    [
      "messages that were not a batch yet count, too",
      [{ ...before, state: "answered", ended_at: 130 }],
      [{ text: "y", by: "", at: 99 }],
      2,
      null,
    ],
  ];
  it.each(OPEN)("%s", (_, batches, pending, open, finishedAt) => {
    const seen = conversation(batches.map(batchRow), pending);
    expect(recoveryOf(death, seen, null)).toMatchObject({ open, finishedAt });
  });

  const begun = { ...before, started_at: 92 };
  const streaming = { ...begun, streamed: 9 };
  const recorded = { ...begun, ending: "answered" };
  const HOW: [string, Change[], Change[], object][] = [
    ["its stream died", [streaming], [begun], { writing: 1, again: 1, delivering: 0 }],
    ["it was recorded", [recorded], [recorded], { writing: 0, again: 0, delivering: 1 }],
    [
      "the next one only waited",
      [streaming, { ...before, id: "b2", state: "waiting", seq: 0, started_at: null }],
      [begun, { ...before, id: "b2", state: "waiting", started_at: null }],
      { open: 2, writing: 1, again: 1, delivering: 0 },
    ],
    [
      "it was taken up only later",
      [],
      [{ ...before, started_at: 112 }],
      { open: 1, writing: 0, again: 0, delivering: 0 },
    ],
    [
      "parts of one answer are one answer, a placeholder without a message is none",
      [recorded],
      [{ ...recorded, posts: [postRow(), postRow({ part: 1 }), postRow({ part: 2, ref: null })] }],
      { answers: 1, messages: 2 },
    ],
  ];
  it.each(HOW)("tells how it goes on: %s", (_, was, is, expected) => {
    const seen = conversation(is.map(batchRow));
    expect(recoveryOf(death, seen, conversation(was.map(batchRow)))).toMatchObject(expected);
  });

  it("says how it ended if not with an answer", () => {
    const seen = conversation([batchRow({ ...before, state: "stopped", ended_at: 130 })]);
    expect(recoveryOf(death, seen, null).ending).toBe("stopped");
  });
});
