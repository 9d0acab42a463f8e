import { expect, test } from "vitest";
import {
  actPrompt,
  aggregatorPrompt,
  planAroundTurn,
  planMendTurn,
  plannerPrompt,
  splitPrompt,
  weighPrompt,
  workerPrompt,
  workerTurn,
} from "./index.ts";
import { outputRules } from "./personality.ts";

const workers = [
  { name: "code", about: "reads files and diffs" },
  { name: "research", about: "searches the web" },
];

test.each([
  ["planner", plannerPrompt(workers, 10)],
  ["planner, to mend", planMendTurn(["step b needs c, which is no step"])],
  ["planner, around", planAroundTurn(["a"], ['b ("reading"): it took too long'], 5)],
  ["planner, around everything", planAroundTurn([], ["a: no"], 5)],
  ["code worker", workerPrompt("code")],
  ["research worker", workerPrompt("research")],
  ["door worker", workerPrompt("door")],
  ["a worker's turn", workerTurn("Read a.ts.", "What is in\na.ts?")],
  ["aggregator", aggregatorPrompt("anywhere")],
  ["act", actPrompt("anywhere")],
  ["split", splitPrompt(5)],
  ["weigh", weighPrompt("anywhere")],
  ...["telegram", "github", "asana"].map((platform) => [
    `rules of ${platform}`,
    outputRules(platform),
  ]),
])("prompt of the %s", (_name, text) => {
  expect(text).toMatchSnapshot();
});
