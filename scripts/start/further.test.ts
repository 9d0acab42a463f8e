import { expect, it, test } from "vitest";
import { ROOT } from "../serve/prepare.ts";
import { allFurther, wantedOf } from "./further.ts";

const ALL = ["slack", "discord"].map((name) => ({ name, folder: `examples/${name}` }));

it.each<[string[], string[]]>([
  [[], []],
  [["--with", "slack"], ["slack"]],
  [["--with=discord"], ["discord"]],
  [
    ["--with", "discord,slack", "--with", "slack"],
    ["discord", "slack"],
  ],
])("%j", (args, names) => {
  expect(wantedOf(args, ALL).map(({ name }) => name)).toEqual(names);
});

it.each<[string[], string]>([
  [["slack"], "npm start -- --with NAME. Further platforms with a tab: slack, discord."],
  [["--with"], "npm start -- --with NAME"],
  [["--with", "linear"], "No platform linear has a testing/playground.ts"],
  [["--with="], "No platform without a name"],
])("%j is refused", (args, why) => {
  expect(() => wantedOf(args, ALL)).toThrow(why);
});

test("the example is one of them", () => {
  expect(allFurther(ROOT)).toContainEqual({ name: "slack", folder: "examples/slack" });
});
