import type { PlanStep } from "@trunkline/prompts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_STEPS, problemsOf, readPlan } from "./plan.ts";
import { type Became, MOST_AT_ONCE, nextOf } from "./plan-next.ts";

const workers = ["code", "research"];
const step = (id: string, needs: string[] = [], more: Partial<PlanStep> = {}): PlanStep => ({
  id,
  worker: "code",
  title: `doing ${id}`,
  task: `do ${id}`,
  needs,
  ...more,
});
const many = (n: number) => Array.from({ length: n }, (_, at) => step(`s${at}`));

describe("a plan", () => {
  const json = JSON.stringify({ steps: [step("a"), step("b", ["a"])] });
  test.each([
    ["as it should be", json],
    ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
    ["with prose around it", `Here it is: ${json} Good luck.`],
  ])("is read %s", (_name, text) => {
    expect(readPlan(text, { workers })).toEqual({ ok: true, steps: [step("a"), step("b", ["a"])] });
  });

  test("is tidied: a title is one short line, a need stands there once", () => {
    const untidy = step(" a ", [], { title: `reading\n the ${"long ".repeat(40)}diff` });
    const text = JSON.stringify({ steps: [untidy, step("b", ["a", " a"])] });
    const read = readPlan(text, { workers });
    const [first, second] = read.ok ? read.steps : [];
    expect(first?.id).toBe("a");
    expect(first?.title).toMatch(/^reading the long/);
    expect(first?.title.length).toBeLessThanOrEqual(80);
    expect(second?.needs).toEqual(["a"]);
  });

  test.each(["", "I would rather not.", "{", '{"steps": "none"}', '{"steps": [{"id": "a"}]}'])(
    "is none: %s",
    (text) => {
      expect(readPlan(text, { workers })).toMatchObject({ ok: false });
    },
  );

  test.each<[string, PlanStep[], RegExp]>([
    ["no steps", [], /has no steps/],
    ["too many", many(MOST_STEPS + 1), /11 steps, 10 are the most/],
    ["the same id twice", [step("a"), step("a")], /two steps are called a/],
    ["no id", [step("")], /has no id/],
    ["no title", [step("a", [], { title: "" })], /has no title/],
    ["no task", [step("a", [], { task: "" })], /has no task/],
    ["an endless task", [step("a", [], { task: "x".repeat(9_000) })], /too long/],
    ["an unknown worker", [step("a", [], { worker: "root" })], /is for root; there are only code/],
    ["an unknown need", [step("a", ["z"])], /needs z, which is no step/],
    ["a step that needs itself", [step("a", ["a"])], /needs itself/],
    ["a circle of two", [step("a", ["b"]), step("b", ["a"])], /^a, b wait for one another/],
    [
      "a circle behind a good step",
      [step("x"), step("a", ["c", "x"]), step("b", ["a"]), step("c", ["b"])],
      /^a, b, c wait/,
    ],
  ])("is refused with a reason: %s", (_name, steps, why) => {
    expect(problemsOf(steps, { workers }).join("\n")).toMatch(why);
  });

  test("around what failed may need what is done, and takes no id again", () => {
    const rules = { workers, taken: ["a", "b"], done: ["a"], mayBeEmpty: true };
    expect(problemsOf([step("c", ["a"])], rules)).toEqual([]);
    expect(problemsOf([], rules)).toEqual([]);
    expect(problemsOf([step("c", ["b"])], rules)).toEqual(["step c needs b, which is no step"]);
    expect(problemsOf([step("a")], rules)).toEqual(["a was the id of an earlier step"]);
  });
});

/** Steps that only need earlier ones. */
const acyclic = fc
  .array(fc.array(fc.nat(20), { maxLength: 3 }), { minLength: 1, maxLength: MOST_STEPS })
  .map((needs) =>
    needs.map((back, at) => {
      const earlier = at === 0 ? [] : back.map((n) => `s${n % at}`);
      return step(`s${at}`, [...new Set(earlier)]);
    }),
  );

test("every plan whose steps only need earlier ones is taken, in any order", () => {
  fc.assert(
    fc.property(acyclic, fc.infiniteStream(fc.nat(99)), (steps, dice) => {
      const shuffled = steps
        .map((one) => ({ one, at: dice.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at);
      expect(
        problemsOf(
          shuffled.map(({ one }) => one),
          { workers },
        ),
      ).toEqual([]);
    }),
  );
});

test("a plan with one way back is refused", () => {
  fc.assert(
    fc.property(acyclic, fc.nat(20), fc.nat(20), (steps, from, to) => {
      const low = from % steps.length;
      const high = low + (to % (steps.length - low));
      // A chain from low to high, and the way back.
      const chained = steps.map((one, at) => {
        if (at > low && at <= high) return { ...one, needs: [...one.needs, `s${at - 1}`] };
        return at === low ? { ...one, needs: [...one.needs, `s${high}`] } : one;
      });
      expect(problemsOf(chained, { workers })).not.toEqual([]);
    }),
  );
});

test("a plan that was taken is worked through, each step once, never too many at a time", () => {
  fc.assert(
    fc.property(acyclic, fc.infiniteStream(fc.nat(99)), (steps, dice) => {
      const became = new Map<string, Became>();
      const running = new Set<string>();
      const begun: string[] = [];
      for (;;) {
        const { begin, lost } = nextOf(steps, became, running);
        for (const { id, needs } of begin) {
          expect(needs.every((need) => became.get(need) === "done")).toBe(true);
          begun.push(id);
          running.add(id);
        }
        expect(running.size).toBeLessThanOrEqual(MOST_AT_ONCE);
        if (running.size === 0) {
          // Nothing runs: whatever was not begun has lost what it needs.
          expect(became.size + lost.length).toBe(steps.length);
          for (const { needs } of lost) {
            const gone = (id: string) =>
              became.get(id) === "failed" || lost.some((one) => one.id === id);
            expect(needs.some(gone)).toBe(true);
          }
          break;
        }
        const ids = [...running];
        const ended = ids[(dice.next().value ?? 0) % ids.length] ?? "";
        running.delete(ended);
        became.set(ended, (dice.next().value ?? 0) < 15 ? "failed" : "done");
      }
      expect(new Set(begun).size).toBe(begun.length);
    }),
  );
});
