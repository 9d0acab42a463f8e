import { expect, test } from "vitest";
import { beside, type Remark } from "./around.ts";
import type { GitHubContext } from "./context.ts";

const ASKED = Date.parse("2026-11-01T10:00:05Z");
const ctx: GitHubContext = {
  repository: 9,
  owner: "olive",
  repo: "shop",
  number: 1,
  kind: "issue",
  message: { kind: "comment", id: 50, node: "IC_50" },
  actor: { id: 1, login: "olive", type: "User" },
  association: "OWNER",
  text: "why?",
  subject: {
    ...{ title: "It breaks", author: "olive", association: "OWNER" },
    ...{ at: ASKED, state: "open", labels: [] },
  },
  url: "https://github.com/olive/shop/issues/1",
  at: ASKED,
  updated: ASKED,
  private: false,
};

const remark = (at: string, changed: string, more: Partial<Remark> = {}): Remark => ({
  ...{ kind: "comment", id: 7, text: "words", author: "rob", association: "NONE" },
  at: Date.parse(`2026-11-01T10:00:${at}Z`),
  changed: Date.parse(`2026-11-01T10:00:${changed}Z`),
  ...more,
});

test.each<[string, Remark, boolean]>([
  ["written before", remark("01", "01"), true],
  ["changed before", remark("01", "04"), true],
  ["written in the same second", remark("05", "05"), true],
  ["changed in the same second", remark("01", "05"), false],
  ["changed later", remark("01", "06"), false],
  ["written in the same second and changed later", remark("05", "06"), false],
  ["written later", remark("06", "06"), false],
  ["without words", remark("01", "01", { text: " \r\n" }), false],
  ["the message itself", remark("05", "05", { id: 50 }), false],
  [
    "of another kind, with its number",
    remark("01", "01", { id: 50, kind: "review_comment" }),
    true,
  ],
])("a remark %s", (_, one, told) => {
  expect(beside([one], "comment", ctx)).toHaveLength(told ? 1 : 0);
});
