import { expect, test } from "vitest";
import { cursorOf } from "./cursor.ts";

const entry = { sync: "de47", at: "2026-04-27T14:36:31.187Z" };

test.each<[string, unknown]>([
  ["entries", { 300: entry, 301: { ...entry, left: { since: entry.at, tasks: ["1"] } } }],
  ["nothing yet", {}],
])("a cursor is read: %s", (_name, cursor) => {
  expect(cursorOf(JSON.stringify(cursor))).toEqual(cursor);
});

test.each([null, "[]", "7", '{"300":{"sync":1}}', '{"300":{"sync":"a","at":"soon"}}'])(
  "what is none begins anew: %s",
  (json) => {
    expect(cursorOf(json)).toEqual({});
  },
);
