import { afterEach, beforeEach, expect, it } from "vitest";
import { type Call, Wire } from "../../wire.ts";
import type { Act } from "../stage.ts";
import { FakeRuntime } from "../testing.ts";
import type { Fault } from "./fault.ts";
import { killFaults, timesDone } from "./kill.ts";

let wire: Wire;
let origin: string;
let runtime: FakeRuntime;
let faults: Fault[];
const deeds = () => [
  {
    wire,
    is: ({ method }: Call) => method.startsWith("PUT /act"),
    does: ({ path }: Call, { target }: Act) => path === target,
  },
];
const done = (target = "/act", from = 0, to = Number.POSITIVE_INFINITY) =>
  timesDone(deeds(), { tool: "act", target }, from, to);

beforeEach(async () => {
  wire = new Wire({
    method: ({ verb, path }) => `${verb} ${path}`,
    apply: async () => ({ status: 200, body: {} }),
  });
  origin = await wire.listen();
  runtime = new FakeRuntime();
  faults = killFaults(runtime, deeds());
});
afterEach(() => wire.close());

const call = (path: string) => fetch(`${origin}${path}`, { method: "PUT" }).then(({ ok }) => ok);
const armed = () => faults.map((fault) => fault.state("", 0) !== null);

it.each([
  [0, 0],
  [1, 1],
])("kills at the act and at nothing else: fault %i, done %i times", async (n, times) => {
  faults[n]?.arm("", 0);
  expect(armed()[n]).toBe(true);
  expect(await call("/else")).toBe(true);
  expect(runtime.view().state).toBe("up");
  await expect(call("/act")).rejects.toThrow();
  expect(runtime.view().state).toBe("down");
  expect(done()).toBe(times);
  expect(armed()).toEqual([false, false]);
  // Once: the next try gets through.
  expect(await call("/act")).toBe(true);
  expect(done()).toBe(times + 1);
  // Another act is another story, and so is what comes later.
  expect(await call("/act/2")).toBe(true);
  expect([done(), done("/act/2")]).toEqual([times + 1, 1]);
  expect([done("/act", Date.now() + 1_000), done("/act", 0, 1)]).toEqual([0, 0]);
});

it("is harmless once it is switched off", async () => {
  faults[1]?.arm("", 0);
  faults[1]?.disarm("");
  expect(await call("/act")).toBe(true);
  expect(runtime.view().state).toBe("up");
  expect(done()).toBe(1);
});
