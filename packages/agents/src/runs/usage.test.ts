import { expect, test } from "vitest";
import { paidFor } from "./usage.ts";

const usage = (input: number) => ({ model: "m", input, output: 1, cacheRead: 0, cacheWrite: 0 });

test("what was recorded is added up, whatever else a step has come to", () => {
  const steps = [{ text: "", usage: usage(5) }, "a summary", null, { ok: true }, 7];
  expect(paidFor([...steps, { usage: usage(3) }].map((one) => JSON.stringify(one)))).toEqual({
    usage: { ...usage(8), output: 2 },
  });
  expect(paidFor(steps.slice(1).map((one) => JSON.stringify(one)))).toEqual({});
});
