import { expect, it, test } from "vitest";
import { approvalViews, approvedAt, decisionIn } from "./approvals.ts";
import { Entries } from "./books.ts";
import { Conversation } from "./inspection.ts";
import { recoveryOf } from "./story.ts";
import { approvalRow, batchRow } from "./testing.ts";

const actor = (userName: string) => JSON.stringify({ platform: "telegram", userName });
const entries = (change: object) =>
  Entries.parse({ approvals: [], audit: [], events: [], replies: [], ...change });
const line = (event: string, change: object = {}) => ({
  ...{ approval: "a1", at: 5, event, by: null, note: null, ...change },
});

test("what waits stands first, then the newest", () => {
  const approvals = [
    approvalRow({ id: "a1", created_at: 1 }),
    approvalRow({ id: "a2", state: "executed", created_at: 2 }),
    approvalRow({ id: "a3", state: "rejected", created_at: 3 }),
  ];
  const views = approvalViews(entries({ approvals }));
  expect(views.map(({ id }) => id)).toEqual(["a1", "a3", "a2"]);
  expect(views[0]).toMatchObject({ code: "ABCDEFGH", askedBy: "Robin", until: 900 });
});

it("tells the trail in the order in which it was written", () => {
  const audit = [
    line("ask", { by: actor("Robin"), note: "hash" }),
    line("refused", { by: actor("Sam") }),
    line("approve", { by: actor("Mika"), at: 7 }),
    line("execute"),
    line("wait", { note: "cut" }),
    line("done"),
    line("ask", { approval: "a2" }),
  ];
  const found = entries({ approvals: [approvalRow()], audit });
  expect(approvalViews(found)[0]?.trail.map(({ text }) => text)).toEqual([
    "Robin asked for github_merge: kept with a hash of what is shown",
    "Sam may not decide: nothing changed",
    "Approved by Mika",
    "Being carried out, under the key of this approval",
    "Waits: cut",
    "Done",
  ]);
  expect([approvedAt(found, "a1"), approvedAt(found, "a2")]).toEqual([7, null]);
});

test("a decision is known by the name of its batch", () => {
  expect(decisionIn("decision-a1-approve")).toEqual({ approval: "a1", approved: true });
  expect(decisionIn("decision-a1-reject")).toEqual({ approval: "a1", approved: false });
  expect(decisionIn("b1")).toBeNull();
});

it("counts an approved act as open from its approval on, and how often it took effect", () => {
  const death = { pid: 1, diedAt: 100, backAt: 110, backPid: 2 };
  const decision = { id: "decision-a1-approve", kind: "decision", said: [], created_at: 105 };
  const found = entries({ approvals: [approvalRow()], audit: [line("approve", { at: 95 })] });
  const counted: unknown[] = [];
  const story = (change: object) => {
    const batches = [batchRow({ ...decision, ...change })];
    const seen = Conversation.parse({ blockedUntil: 0, pending: [], batches });
    return recoveryOf(death, seen, null, found, ({ tool, target }, from, to) => {
      counted.push([tool, target, from, to]);
      return 1;
    });
  };
  expect(story({})).toMatchObject({ open: 1, acts: 1, acted: 1, finishedAt: null });
  expect(story({ state: "answered", ended_at: 130 })).toMatchObject({ finishedAt: 130, acted: 1 });
  // Only this one act, and only until the story has ended.
  const act = ["github_merge", "robin/harbour#2", 95];
  expect(counted).toEqual([
    [...act, Number.POSITIVE_INFINITY],
    [...act, 130],
  ]);
  expect(story({ id: "decision-a1-reject" })).toMatchObject({ open: 1, acts: 0, acted: 0 });
  // Approved after it: another story.
  expect(story({ id: "decision-a2-approve" })).toMatchObject({ open: 0, acts: 0 });
});
