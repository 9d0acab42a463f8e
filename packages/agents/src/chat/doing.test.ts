import { expect, test } from "vitest";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { doingLine, noteLine } from "./doing.ts";

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

const T = { ...DEFAULT_TIMINGS, progressNoteMs: 30_000 };
const working = "I am on it. My answer will follow here.";
const bare = { doing: {}, streams: false, from: at, stands: null, always: false };
const told =
  /^The model is overloaded\. I will ask it again at 14:05:4\d UTC; my answer will follow here\.$/;

test.each<[string, Partial<Parameters<typeof noteLine>[0]>, number, string | RegExp | null]>([
  ["a turn that has just begun", { always: true }, 0, null],
  ["a long turn, where a note is all there is", { always: true }, 30_000, working],
  ["a long turn, where there are other signs", {}, 300_000, null],
  ["a short wait", { doing: { retryAt: at + 29_999 } }, 20_000, null],
  ["a wait that makes it long, at once", { doing: { retryAt: at + 31_000 } }, 0, told],
  ["another one", { doing: { retryAt: at + 39_000 }, stands: "{}" }, 32_000, told],
  ["a wait that is over, before anything is seen", { stands: "{}" }, 60_000, null],
  ["the same with an old time", { doing: { retryAt: at }, stands: "{}" }, 60_000, null],
  ["work goes on: a step", { doing: { step }, stands: "{}" }, 60_000, working],
  ["work goes on: words", { streams: true, stands: "{}" }, 60_000, working],
  ["words without a wait", { streams: true }, 60_000, null],
])("the note of %s", (_name, change, later, line) => {
  const said = noteLine({ ...bare, ...change }, at + later, T);
  if (line instanceof RegExp) expect(said).toMatch(line);
  else expect(said).toBe(line);
});
