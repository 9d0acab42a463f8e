import { expect, test } from "vitest";
import { doingLine } from "./doing.ts";

const step = { n: 2, of: 5, what: "reading\n the diff" };
const at = Date.UTC(2026, 1, 3, 14, 5, 9);

test.each([
  ["nothing", {}, null],
  ["a step", { step }, "2 of 5: reading the diff"],
  ["a step without words", { step: { ...step, what: " \n" } }, null],
  ["a model to be asked again", { step, retryAt: at }, /ask it again at 14:05:09 UTC$/],
  ["a wait that is over", { step, retryAt: at - 60_000 }, "2 of 5: reading the diff"],
])("%s", (_name, doing, line) => {
  const said = doingLine(doing, at - 1_000);
  if (line instanceof RegExp) expect(said).toMatch(line);
  else expect(said).toBe(line);
});

test("in the person's language, and short", () => {
  expect(doingLine({ step }, at, "de-AT")).toBe("2 von 5: reading the diff");
  const long = doingLine({ step: { ...step, what: "x".repeat(500) } }, at);
  expect(long?.length).toBeLessThan(140);
});
