import { afterEach, beforeEach, expect, it } from "vitest";
import { type Call, Wire } from "../../wire.ts";
import { FakeRuntime } from "../testing.ts";
import type { Fault } from "./fault.ts";
import { actedSince, killFaults } from "./kill.ts";

let wire: Wire;
let origin: string;
let runtime: FakeRuntime;
let faults: Fault[];
const deeds = () => [{ wire, is: ({ method }: Call) => method === "PUT /act" }];

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
  expect(actedSince(deeds(), 0)).toBe(times);
  expect(armed()).toEqual([false, false]);
  // Once: the next try gets through.
  expect(await call("/act")).toBe(true);
  expect(actedSince(deeds(), 0)).toBe(times + 1);
});

it("is harmless once it is switched off", async () => {
  faults[1]?.arm("", 0);
  faults[1]?.disarm("");
  expect(await call("/act")).toBe(true);
  expect(runtime.view().state).toBe("up");
  expect(actedSince(deeds(), Date.now() + 1_000)).toBe(0);
});
