import { describe, expect, test } from "vitest";
import { Receipt, RunFinal, RunRequest, Snapshot } from "./protocol.ts";

/** The shapes of the first release: rows and deployments of that age are still read. */
const FIRST = {
  request: { v: 1, conversation: "c", turns: [{ role: "user", text: "hi" }], platform: "p" },
  answer: { kind: "answer", text: "hello" },
  failed: { kind: "failed", failure: "crashed", detail: "x" },
  snapshot: { v: 1, state: "running", seq: 3, text: "he", alive: true, final: null },
  receipt: { v: 1, seq: 0 },
} as const;

/** What a later release may add anywhere. */
const LATER = { tomorrow: { some: ["thing"] } };

describe("two Workers never deploy at the same instant", () => {
  test("what the first release said is read as it was", () => {
    expect(RunRequest.parse(FIRST.request)).toEqual(FIRST.request);
    expect(RunFinal.parse(FIRST.answer)).toEqual(FIRST.answer);
    expect(RunFinal.parse(FIRST.failed)).toEqual(FIRST.failed);
    expect(Snapshot.parse(FIRST.snapshot)).toEqual(FIRST.snapshot);
    expect(Receipt.parse(FIRST.receipt)).toEqual(FIRST.receipt);
  });

  test("what a later release adds is passed over, at every depth", () => {
    const turns = [{ ...FIRST.request.turns[0], ...LATER }];
    expect(RunRequest.parse({ ...FIRST.request, ...LATER, v: 9, turns })).toEqual({
      ...FIRST.request,
      v: 9,
    });
    const final = { ...FIRST.answer, ...LATER };
    const snapshot = { ...FIRST.snapshot, ...LATER, final };
    expect(Snapshot.parse(snapshot)).toEqual({ ...FIRST.snapshot, final: FIRST.answer });
    expect(Receipt.parse({ ...FIRST.receipt, ...LATER, snapshot })).toEqual({
      ...FIRST.receipt,
      snapshot: { ...FIRST.snapshot, final: FIRST.answer },
    });
  });

  test("a failure that nobody knows yet is one all the same, alone or beside what is known", () => {
    expect(RunFinal.parse({ ...FIRST.failed, failure: "struck_by_lightning" })).toEqual(
      FIRST.failed,
    );
    const known = { ...FIRST.answer, failure: "struck_by_lightning" };
    expect(RunFinal.parse(known)).toEqual({ ...FIRST.answer, failure: "crashed" });
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["another kind", { kind: "song", text: "la" }],
    ["no text", { kind: "answer" }],
  ])("a final that is %s is refused, not guessed", (_name, final) => {
    expect(RunFinal.safeParse(final).success).toBe(false);
  });
});
