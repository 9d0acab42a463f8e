import type { PlanStep } from "@trunkline/prompts";
import { expect, test } from "vitest";
import { MOST_AT_ONCE } from "./plan-next.ts";
import { carryOutPlan, type Outcomes } from "./plan-run.ts";
import type { WorkerResult } from "./worker.ts";

const step = (id: string, needs: string[] = []): PlanStep => ({
  id,
  worker: "code",
  title: `doing ${id}`,
  task: `do ${id}`,
  needs,
});
const seen = { untrusted: false, private: false };
const done = (text: string): WorkerResult => ({ kind: "done", text, sources: [], seen });
const failed: WorkerResult = { kind: "failed", why: "it took too long", again: false };
const card = {
  ...{ v: 1 as const, id: "1", code: "ABCDEFGH", state: "pending" as const, title: "Close it" },
  ...{ target: "x#1", preview: "", requestedBy: { userId: "7", name: "Ann" }, expiresAt: 0 },
};

/** Carries out, and tells what was begun when, and how many at a time. */
async function carried(
  steps: readonly PlanStep[],
  work: (id: string, outcomes: Outcomes) => Promise<WorkerResult>,
  barred: () => string | null = () => null,
) {
  const begun: string[] = [];
  let atOnce = 0;
  const said: string[] = [];
  const over = carryOutPlan(steps, new Map(), {
    work: ({ id }, outcomes) => {
      begun.push(id);
      return work(id, outcomes);
    },
    moved: (running, ended) => {
      atOnce = Math.max(atOnce, running.length);
      said.push(`${ended}:${running.map(({ id }) => id).join("")}`);
    },
    barred,
  });
  const outcomes = await over;
  const whys = [...outcomes].flatMap(([id, { result }]) =>
    result.kind === "failed" ? [[id, result.why]] : [],
  );
  return { begun, atOnce, said, outcomes, whys: Object.fromEntries(whys) };
}

test("what is independent is done side by side, what needs it afterwards and with its result", async () => {
  const { said, outcomes } = await carried(
    [step("a"), step("b"), step("c", ["a", "b"])],
    async (id, known) => done(`${id} after ${[...known.keys()].join("")}`),
  );
  expect(said[0]).toBe("0:ab");
  expect(said.at(-1)).toBe("3:");
  expect(outcomes.get("c")?.result).toMatchObject({ text: "c after ab" });
});

test("not all at once", async () => {
  const many = Array.from({ length: 10 }, (_, at) => step(`s${at}`));
  const { atOnce, begun } = await carried(many, async () => done(""));
  expect(atOnce).toBe(MOST_AT_ONCE);
  expect(begun).toHaveLength(10);
});

test("what needs a failed step is not begun, the rest is", async () => {
  const { begun, whys } = await carried(
    [step("a"), step("b", ["a"]), step("c", ["b"]), step("d")],
    async (id) => (id === "a" ? failed : done("")),
  );
  expect(begun).toEqual(["a", "d"]);
  expect(whys).toEqual({
    a: "it took too long",
    b: "what it needs is missing: doing a",
    c: "what it needs is missing",
  });
});

test("what needs an act that waits for a decision waits, too", async () => {
  const { begun, whys } = await carried([step("a"), step("b", ["a"])], async () => ({
    ...{ kind: "done", text: "asked", sources: [], seen, card },
  }));
  expect(begun).toEqual(["a"]);
  expect(whys).toEqual({ b: "it waits for the decision about: doing a" });
});

test("nothing is begun once a limit is reached", async () => {
  const barred = (n: { count: number }) => () => (n.count > 0 ? "no time was left" : null);
  const n = { count: 0 };
  const { begun, whys } = await carried(
    [step("a"), step("b", ["a"])],
    async () => {
      n.count += 1;
      return done("");
    },
    barred(n),
  );
  expect(begun).toEqual(["a"]);
  expect(whys).toEqual({ b: "no time was left" });
});

test("a step that throws ends it, after the others have ended", async () => {
  const ended: string[] = [];
  const slow = Promise.withResolvers<void>();
  const over = carried([step("a"), step("b"), step("c", ["b"])], async (id) => {
    if (id === "a") throw new Error("busy");
    await slow.promise;
    ended.push(id);
    return done("");
  });
  slow.resolve();
  await expect(over).rejects.toThrow("busy");
  expect(ended).toEqual(["b"]);
});
