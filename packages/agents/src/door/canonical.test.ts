import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, hashOf } from "./canonical.ts";

const json = fc.jsonValue({ maxDepth: 4 });

/** The same value, its keys in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, shuffled(entry)]),
  );
}

describe("the canonical form", () => {
  test.each<[unknown, string]>([
    [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: {} }, '{"b":{}}'],
    [{ "10": 1, "9": 2, a: 3 }, '{"10":1,"9":2,"a":3}'],
    [{ "\u{1f600}": 1, "\uffff": 2 }, '{"\u{1f600}":1,"\uffff":2}'],
    [[-0, 1e21, 1.0, "\ud800"], '[0,1e+21,1,"\\ud800"]'],
    [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
  ])("%j", (value, expected) => {
    expect(canonical(value)).toBe(expected);
  });

  test("does not depend on the order of keys", () => {
    fc.assert(fc.property(json, (value) => canonical(shuffled(value)) === canonical(value)));
  });

  test("keeps the value, and is a fixed point", () => {
    fc.assert(
      fc.property(json, (value) => {
        const once = canonical(value);
        expect(canonical(JSON.parse(once))).toBe(once);
        expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("is the same for the same values only", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const same = canonical(one) === canonical(other);
        expect(same).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
      }),
    );
  });

  const circle: unknown[] = [];
  circle.push(circle);
  test.each([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    [undefined],
    new Array(1),
    () => 1,
    1n,
    new Date(0),
    new Map(),
    circle,
  ])("refuses what is no JSON: %s", (value) => {
    expect(() => canonical(value)).toThrow(TypeError);
  });
});

/** As a list of pairs, so that keys that look like numbers do not move. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  const pairs = Object.entries(value).map(([key, entry]) => [key, sorted(entry)] as const);
  return { pairs: pairs.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

describe("the hash", () => {
  const act = { tool: "merge", input: { number: 7, repo: "a/b" }, state: "abc" };

  test("is that of the canonical form", async () => {
    const spelled = '{"input":{"number":7,"repo":"a/b"},"state":"abc","tool":"merge"}';
    const { createHash } = await import("node:crypto");
    expect(await hashOf(act)).toBe(createHash("sha256").update(spelled).digest("hex"));
  });

  test.each([
    { ...act, tool: "close" },
    { ...act, state: "abd" },
    { ...act, input: { number: 8, repo: "a/b" } },
    { ...act, input: { number: "7", repo: "a/b" } },
  ])("is another for %j", async (other) => {
    expect(await hashOf(other)).not.toBe(await hashOf(act));
  });
});
