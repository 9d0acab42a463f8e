import { expect, test } from "vitest";
import type { Effect } from "../tools/tool.ts";
import { type Approval, type Ruling, ruleOfTwo } from "./rule-of-two.ts";

const ALL: readonly Approval[] = ["given", "possible", "none"];
const FREE: readonly Ruling[] = ["allowed", "allowed", "allowed"];
const ASKED: readonly Ruling[] = ["allowed", "needs approval", "denied"];

test.each<[boolean, boolean, Effect, readonly Ruling[]]>([
  [false, false, "read", FREE],
  [true, false, "read", FREE],
  [false, true, "read", FREE],
  [true, true, "read", FREE],
  [false, false, "write", FREE],
  [true, false, "write", FREE],
  [false, true, "write", FREE],
  [true, true, "write", ASKED],
  [false, false, "approve", ASKED],
  [true, false, "approve", ASKED],
  [false, true, "approve", ASKED],
  [true, true, "approve", ASKED],
])("untrusted text %s, private data %s, %s", (untrusted, personal, effect, expected) => {
  const seen = { untrusted, private: personal };
  expect(ALL.map((approval) => ruleOfTwo(seen, effect, approval))).toEqual(expected);
});
