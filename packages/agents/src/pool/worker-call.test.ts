import { describe, expect, test } from "vitest";
import { ModelFailure } from "../model/failure.ts";
import { timings } from "../timings.ts";
import type { Task } from "./worker.ts";
import { haveDone, MOST_TRIES } from "./worker-call.ts";

const task: Omit<Task, "attempt"> = {
  ...{ v: 1, run: "r", step: "s", title: "reading", task: "read", asked: "read it" },
  actor: { conversation: "c", platform: "p", userId: "7", userName: "Ann" },
  material: [],
  seen: { untrusted: false, private: false },
};
const ended = (result: object) => ({ v: 1, state: "ended", result });
const working = { v: 1, state: "working" };
const done = ended({ kind: "done", text: "yes", sources: [], seen: task.seen });
const failed = (again: boolean) => ended({ kind: "failed", why: "it broke", again });

/** A worker that answers in this order; an Error is thrown. */
function called(
  script: readonly unknown[],
  abort = new AbortController(),
  until = Number.POSITIVE_INFINITY,
) {
  const attempts: number[] = [];
  const pauses: number[] = [];
  const worker = () => ({
    async execute({ attempt }: Task) {
      attempts.push(attempt);
      const next = script[attempts.length - 1];
      if (next instanceof Error) throw next;
      return next;
    },
    async forget() {},
    async abort() {},
  });
  const result = haveDone(
    {
      worker,
      timings: timings('{"retryFirstMs": 1}'),
      until,
      signal: abort.signal,
      pause: async (ms) => void pauses.push(ms),
    },
    task,
  );
  return { result, attempts, pauses };
}

describe("a step that is had done", () => {
  test("is asked for until there is a result", async () => {
    const { result, attempts } = called([working, working, done]);
    expect(await result).toMatchObject({ kind: "done", text: "yes" });
    expect(attempts).toEqual([1, 1, 1]);
  });

  test("is tried again when that may help, a few times", async () => {
    const { result, attempts } = called([failed(true), failed(true), failed(true), done]);
    expect(await result).toMatchObject({ kind: "failed", why: "it broke" });
    expect(attempts).toEqual([1, 2, 3]);
    expect(attempts).toHaveLength(MOST_TRIES);
  });

  test("is not tried again when that cannot help", async () => {
    const { result, attempts } = called([failed(false), done]);
    expect(await result).toMatchObject({ kind: "failed" });
    expect(attempts).toHaveLength(1);
  });

  test("survives a worker that is reset, on the same try and after a pause", async () => {
    const { result, attempts, pauses } = called([new Error("reset"), working, done]);
    expect(await result).toMatchObject({ kind: "done" });
    expect(attempts).toEqual([1, 1, 1]);
    expect(pauses).toHaveLength(1);
  });

  test("has failed when its worker cannot be reached or speaks nonsense", async () => {
    const { result } = called([new Error("gone"), { state: "?" }, new Error("gone"), null]);
    expect(await result).toEqual({
      ...{ kind: "failed", why: "it could not be reached", again: false },
    });
  });

  test.each([
    [{ kind: "busy", retryAfterSeconds: 7 }],
    [{ kind: "busy" }],
    [{ kind: "credentials" }],
    [{ kind: "budget" }],
  ])("is a matter of the whole run where there is no model: %o", async (fault) => {
    const { result } = called([{ v: 1, state: "no model", fault, detail: "the model said so" }]);
    const error: unknown = await result.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelFailure);
    expect(error instanceof ModelFailure && error.fault).toEqual(fault);
  });

  test("has failed when the time of the run is over", async () => {
    const { result, attempts } = called([done], new AbortController(), Date.now() - 1);
    expect(await result).toMatchObject({ kind: "failed", why: "it took too long" });
    expect(attempts).toEqual([]);
  });

  test("is not asked for any more once the run is cancelled", async () => {
    const abort = new AbortController();
    abort.abort();
    const { result, attempts } = called([done], abort);
    await expect(result).rejects.toThrow("cancelled");
    expect(attempts).toEqual([]);
  });
});
