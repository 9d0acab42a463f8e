import { describe, expect, it, test } from "vitest";
import type { Event } from "./books.ts";
import { Journal, workOf } from "./work.ts";

const event = (kind: string, data: object, run = "b1", agent = "OrchestratorAgent"): Event => ({
  ...{ agent, run, kind: `step:${kind}`, data: JSON.stringify(data) },
});
const step = (id: string, needs: string[] = []) => ({ id, title: id, worker: "code", needs });
const plan = event("plan", { steps: [step("a"), step("b"), step("c", ["a", "b"])], problems: [] });
const done = { kind: "done", text: "x", sources: [] };

describe("the plan of a batch", () => {
  const states = (events: Event[], over = false) =>
    workOf(events, "b1", over).plan.map(({ id, state }) => `${id} ${state}`);

  it("shows what is at work, what waits, and what has ended", () => {
    expect(states([plan])).toEqual(["a running", "b running", "c waiting"]);
    const half = [plan, event("step:a", done), event("step:b", { kind: "failed", why: "no" })];
    expect(states(half)).toEqual(["a done", "b failed", "c waiting"]);
    expect(states([plan, event("step:a", done), event("step:b", done)])).toContain("c running");
    expect(states([plan], true)).toContain("a unknown");
  });

  it("does not go on from an act that waits for a person", () => {
    const asked = event("step:a", { ...done, card: { code: "ABCDEFGH" } });
    expect(states([plan, asked, event("step:b", done)])).toEqual([
      "a asked",
      "b done",
      "c waiting",
    ]);
  });

  it("is the mended one, with the way around what failed; parts of a question are steps, too", () => {
    const broken = event("plan", { steps: null, problems: ["none"] });
    const mended = event("plan:mend", { steps: [step("m")] });
    const around = event("plan:around", { steps: [step("r")] });
    expect(states([broken, mended, around])).toEqual(["m running", "r running"]);
    const split = event("split", { parts: [{ title: "one", question: "?" }] });
    expect(states([split])).toEqual(["part1 running"]);
  });

  it("is not made of another batch, nor of what has another shape", () => {
    expect(states([{ ...plan, run: "b2" }, event("plan", { steps: "later" })])).toEqual([]);
  });
});

test("a step whose last tool gave an error is not done", () => {
  const call = (n: number, run: string, came: object) => [
    event(`model:${n}`, { calls: [{ name: "github_file", input: {} }] }, run, "CodeWorker"),
    event(`call:${n}:0`, came, run, "CodeWorker"),
  ];
  const bad = { ok: false, error: "no such file" };
  const good = { ok: true, text: "found" };
  const events = [
    ...[plan, event("step:a", done), event("step:b", done), event("step:c", done)],
    ...call(0, "b1:a", bad),
    ...[...call(0, "b1:b", bad), ...call(1, "b1:b", good)],
  ];
  expect(workOf(events, "b1", true).plan.map(({ id, state, why }) => [id, state, why])).toEqual([
    ["a", "failed", "github_file: no such file"],
    ["b", "done", null],
    ["c", "done", null],
  ]);
});

test("tools are told with who called them and what they gave, a worker's too", () => {
  const call = (...names: string[]) => ({ calls: names.map((name) => ({ name, input: {} })) });
  const events = [
    event("model:0", call("recall", "github_merge", "missing"), "b1", "SimpleAgent"),
    event("call:0:0", { ok: true, text: "<material-x trust=y>\n1. tea\n</material-x>" }),
    event("call:0:1", { ok: true, card: { code: "ABCDEFGH" } }),
    event("model:0", call("github_file"), "b1:a", "CodeWorker"),
    event("call:0:0", { ok: false, error: "no such file" }, "b1:a", "CodeWorker"),
  ];
  const said = (over: boolean) =>
    workOf(events, "b1", over).tools.map(({ name, by, state, said }) => [name, by, state, said]);
  expect(said(false)).toEqual([
    ["recall", "SimpleAgent", "done", "1. tea"],
    ["github_merge", "SimpleAgent", "asked", "a person has to decide"],
    ["missing", "SimpleAgent", "running", ""],
    ["github_file", "CodeWorker", "failed", "no such file"],
  ]);
  expect(said(true)[2]).toEqual(["missing", "SimpleAgent", "failed", "not carried out"]);
});

test("what the pool forgets the page keeps, for as long as it shows the batch", () => {
  const journal = new Journal();
  journal.note([plan, event("model:0", {}, "b1:a", "CodeWorker")]);
  journal.note([event("step:a", done)]);
  expect(journal.of("b1")).toHaveLength(3);
  journal.forgetAllBut(["b1"]);
  expect(journal.of("b1")).toHaveLength(3);
  journal.forgetAllBut([]);
  expect(journal.of("b1")).toEqual([]);
});
