import { expect, test } from "vitest";
import { type Tier, tierOf } from "./contract.ts";

const find = async () => null;
const edit = async () => {};

test.each<[string, Parameters<typeof tierOf>[0], Tier]>([
  ["who can find looks back", { find }, "look-back"],
  ["find beats edit", { find, edit }, "look-back"],
  ["who can only edit shows a placeholder first", { edit }, "edit-only"],
  ["who can do neither sends at most once", {}, "at-most-once"],
])("%s", (_name, transport, tier) => {
  expect(tierOf(transport)).toBe(tier);
});
