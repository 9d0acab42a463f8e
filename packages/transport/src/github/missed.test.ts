import { describe, expect, test } from "vitest";
import { type Attempt, attemptsIn, due, stirredIn, sweptFrom } from "./missed.ts";
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
      "not for ever",
      [attempt("a", 503), ...[1, 2, 3, 4].map((minute) => attempt("a", 503, again(minute)))],
      [],
    ],
    [
      "each by itself",
      [attempt("a", 503), attempt("b", 200), attempt("c", 504, { id: 3 })],
      ["1", "3"],
    ],
    ["an id that no number holds", [attempt("a", 503, { id: 2n ** 60n })], ["1152921504606846976"]],
  ])("%s", (_name, attempts, ids) => {
    expect(due(attempts)).toEqual(ids);
    expect(due(attemptsIn(attempts))).toEqual(ids);
  });
});

test("a sweep looks back a day the first time, then a little further than it has looked", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  expect(sweptFrom(null, now)).toBe("2026-11-20T10:00:00.000Z");
  expect(sweptFrom("2026-11-21T09:00:00.000Z", now)).toBe("2026-11-21T08:55:00.000Z");
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
