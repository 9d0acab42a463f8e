import { expect, test } from "vitest";
import { standingOf } from "./standing.ts";

const actor = { conversation: "t:1/2", platform: "t", userId: "7", userName: "Tess" };
const spent = async () => ({ turns: 3, tokens: 500, dollars: 1.5 });

test("each budget that is set, and what is spent of it; no other", async () => {
  const asked: string[] = [];
  const counter = (name: string) => {
    asked.push(name);
    return { spent };
  };
  const prices = { m: { input: 1, output: 1 } };
  const budgets = { turnsPerPersonAndDay: 5, dollarsPerDay: 2, prices, secondsPerTurn: 60 };
  expect(await standingOf(budgets, actor, counter)).toEqual({
    v: 1,
    day: [
      { whose: "person", what: "turns", used: 3, most: 5 },
      { whose: "pool", what: "dollars", used: 1.5, most: 2 },
    ],
    turn: { seconds: 60 },
  });
  expect(asked).toEqual(["person:t:7", "pool"]);
});

test("without budgets nobody is asked", async () => {
  const counter = (): never => {
    throw new Error("asked");
  };
  expect(await standingOf({}, actor, counter)).toEqual({ v: 1, day: [], turn: {} });
});
