import { describe, expect, test } from "vitest";
import {
  type Attempt,
  attemptsIn,
  cursorAt,
  cursorSince,
  due,
  stirredIn,
  sweptFrom,
  triedOnce,
} from "./missed.ts";
import { repository } from "./testing.ts";

const attempt = (guid: string, code: number, more: Partial<Attempt> = {}): Attempt => ({
  id: 1,
  guid,
  delivered_at: "2026-11-21T10:00:00Z",
  redelivery: false,
  status_code: code,
  ...more,
});
const again = (minute: number): Partial<Attempt> => ({
  id: 10 + minute,
  redelivery: true,
  delivered_at: `2026-11-21T10:0${minute}:00Z`,
});

describe("which deliveries are asked for again", () => {
  test.each<[string, Attempt[], string[]]>([
    ["what failed", [attempt("a", 503)], ["1"]],
    ["what nobody answered", [attempt("a", 0)], ["1"]],
    ["even refused once: the refusal may have been a mistake", [attempt("a", 401)], ["1"]],
    ["not what has come", [attempt("a", 200)], []],
    ["not what has come later", [attempt("a", 200, again(1)), attempt("a", 503)], []],
    [
      "what failed twice, by its newest attempt",
      [attempt("a", 503), attempt("a", 502, again(1))],
      ["11"],
    ],
    ["not what was refused again", [attempt("a", 401, again(1)), attempt("a", 401)], []],
    [
      "each by itself",
      [attempt("a", 503), attempt("b", 200), attempt("c", 504, { id: 3 })],
      ["1", "3"],
    ],
    ["an id that no number holds", [attempt("a", 503, { id: 2n ** 60n })], ["1152921504606846976"]],
  ])("%s", (_name, attempts, ids) => {
    const idsOf = (all: readonly Attempt[]) => due(all, {}).again.map(({ id }) => id);
    expect(idsOf(attempts)).toEqual(ids);
    expect(idsOf(attemptsIn(attempts))).toEqual(ids);
  });

  test("not for ever, and what is over is forgotten", () => {
    const failing = [attempt("a", 503), attempt("b", 503, { id: 2 })];
    expect(due(failing, { a: 20, b: 19, c: 5 })).toEqual({
      again: [{ id: "2", guid: "b" }],
      tried: { a: 20, b: 19 },
    });
    expect(due(failing, triedOnce({ b: 19 }, "b")).again).toEqual([{ id: "1", guid: "a" }]);
    expect(due(failing, triedOnce({}, "b", true)).again).toEqual([{ id: "1", guid: "a" }]);
  });

  test("what was tried least first: one that is never taken keeps none waiting", () => {
    const failing = ["a", "b", "c"].map((guid) => attempt(guid, 503));
    expect(due(failing, { a: 2, b: 1 }).again.map(({ guid }) => guid)).toEqual(["c", "b", "a"]);
  });
});

describe("a sweep looks", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  const day = { since: "2026-11-20T10:00:00.000Z", tried: {} };

  test("a little further back than the last one has looked", () => {
    const hour = 3_600_000;
    expect(sweptFrom(cursorAt(now - hour, { a: 1 }), now)).toEqual({
      since: "2026-11-21T08:55:00.000Z",
      tried: { a: 1 },
    });
  });

  test("from the same time on, when the last one did not come to its end", () => {
    const { since } = sweptFrom(null, now);
    expect(sweptFrom(cursorSince(since, { a: 1 }), now + 60_000)).toEqual({
      since,
      tried: { a: 1 },
    });
  });

  test.each([[null], ["2026-11-21T09:00:00Z"], ["{}"], ["null"]])(
    "a day back, the first time and after a cursor that is none: %j",
    (cursor) => {
      expect(sweptFrom(cursor, now)).toEqual(day);
    },
  );
});

test("notifications lead to issues and pull requests", () => {
  const notice = (type: string, url: string | null) => ({
    ...{ id: "1", updated_at: "2026-11-21T10:00:00Z" },
    subject: { type, url },
    repository,
  });
  expect(
    stirredIn([
      notice("Issue", "https://api.github.com/repos/acme/shop/issues/7"),
      notice("PullRequest", "https://api.github.com/repos/acme/shop/pulls/8"),
      notice("Discussion", null),
      notice("Release", "https://api.github.com/repos/acme/shop/releases/9"),
    ]),
  ).toMatchObject([
    { key: "1@2026-11-21T10:00:00Z", number: 7, isPull: false },
    { number: 8, isPull: true },
  ]);
});
