import { describe, expect, test } from "vitest";
import { type Attempt, attemptsIn, cursorAt, due, stirredIn, sweptFrom } from "./missed.ts";
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
    expect(due(attempts, {}).ids).toEqual(ids);
    expect(due(attemptsIn(attempts), {}).ids).toEqual(ids);
  });

  test("not for ever, and what is over is forgotten", () => {
    const failing = [attempt("a", 503), attempt("b", 503, { id: 2 })];
    expect(due(failing, { a: 20, b: 19, c: 5 })).toEqual({
      ids: ["2"],
      tried: { a: 20, b: 20 },
    });
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

  test.each([[null], ["2026-11-21T09:00:00Z"], ["{}"], ["null"]])(
    "a day back, the first time and after a cursor that is none: %j",
    (cursor) => {
      expect(sweptFrom(cursor, now)).toEqual(day);
    },
  );
});

test("notifications lead to issues and pull requests", () => {
  const notice = (type: string, url: string | null) => ({ subject: { type, url }, repository });
  expect(
    stirredIn([
      notice("Issue", "https://api.github.com/repos/acme/shop/issues/7"),
      notice("PullRequest", "https://api.github.com/repos/acme/shop/pulls/8"),
      notice("Discussion", null),
      notice("Release", "https://api.github.com/repos/acme/shop/releases/9"),
    ]),
  ).toMatchObject([
    { number: 7, isPull: false },
    { number: 8, isPull: true },
  ]);
});
