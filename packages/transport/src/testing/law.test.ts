import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Broken, canonical, mustEqual } from "./broken.ts";
import { tier, title } from "./conformance.ts";
import type { Deed, Place } from "./kit.ts";
import { concerns, isWanted, report } from "./law.ts";
import { LAWS } from "./laws/index.ts";
import { answerDriver } from "./remote.ts";
import { Scene } from "./scene.ts";
import { secretsIn } from "./secrets.ts";

describe("a broken law tells everything", () => {
  const law = { id: "writing/place", protects: "The answer stands where it was asked." };
  const calls = [
    { call: "POST /messages", sent: { text: "x" }, status: 200 },
    { call: "POST /lost", sent: null, status: 0 },
  ];

  test("its sentence, what was expected and seen, and the calls", () => {
    const broken = new Broken("in a thread", ["a"], []);
    expect(report(law, broken, calls)).toBe(
      [
        "law writing/place: The answer stands where it was asked.",
        "in a thread",
        "expected: []",
        'seen:     ["a"]',
        "wire calls seen:",
        '  POST /messages 200 {"text":"x"}',
        "  POST /lost never answered null",
      ].join("\n"),
    );
  });

  test("what is long is cut in the middle, and no letter in two", () => {
    const text = report(law, new Broken("x", "👍".repeat(2_000), ""), []);
    expect(text.length).toBeLessThan(1_000);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain("(4000 letters)");
    expect(text).toContain("  none");
  });

  test("another error is told with its stack", () => {
    expect(report(law, new TypeError("not a function"), [])).toContain("TypeError: not a function");
  });
});

test("laws have names of their own, and say what they protect", () => {
  const ids = LAWS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const law of LAWS) expect(title(law)).toMatch(/^[a-z]+\/[a-z-]+: [A-Z].*\.$/);
});

test("a law about what is not declared says nothing", () => {
  expect(concerns({ id: "x", protects: "", needs: ["find"], holds: async () => {} }, [])).toBe(
    false,
  );
  expect(concerns({ id: "x", protects: "", holds: async () => {} }, [])).toBe(true);
});

test("a scene tells what a law has not seen: deeds that are known nowhere, or not everywhere", async () => {
  const act = async (place: Place, { kind }: Deed) => kind !== "press" && place.room !== "alone";
  const ground = { driver: { act }, connect: () => ({}) };
  const scene = new Scene({} as never, {} as never, ground as never);
  for (const room of ["alone", "together"]) {
    for (const kind of ["press", "remove"] as const) await scene.act({ room }, { kind });
  }
  expect(scene.unseen).toEqual(["press at all", "remove in some places"]);
});

test.each([
  [undefined, true],
  ["", true],
  ["edit/same", true],
  ["edit", true],
  ["find,edit/same", true],
  ["edit/sam", false],
  ["edi", false],
])("edit/same is wanted by %j: %j", (only, expected) => {
  expect(isWanted({ id: "edit/same" }, only)).toBe(expected);
});

test("the tier is that of the core", () => {
  expect([tier(["find", "edit"]), tier(["edit"]), tier(["react"])]).toEqual([
    ...["look-back", "edit-only", "at-most-once"],
  ]);
});

test("values are compared as JSON, whatever the order of their fields", () => {
  expect(canonical({ a: 1, b: [{ d: 1, c: undefined }] })).toBe('{"a":1,"b":[{"d":1}]}');
  mustEqual("same", { a: 1, b: 2 }, { b: 2, a: 1 });
  expect(() => mustEqual("order counts", [1, 2], [2, 1])).toThrow(Broken);
});

test("a secret is found in every form, wherever it lies", () => {
  const secret = fc.stringMatching(/^[\w+/=:. -]{12,40}$/);
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (one, before, after) => {
      const bytes = new TextEncoder().encode(before + one + after);
      const forms = [one, encodeURIComponent(one), btoa(String.fromCharCode(...bytes))];
      for (const form of forms) {
        expect(secretsIn({ deep: [`${before}${form}${after}`] }, [one])).toEqual([one]);
      }
    }),
  );
  expect(secretsIn({ text: "nothing of it" }, ["CANARY-of-the-test"])).toEqual([]);
});

describe("a driver in another process", () => {
  const driver = {
    open: async (kind: string) => ({ kind }),
    act: async () => true,
    heard: async () => [],
    seen: async () => [],
    disturb: async () => {},
    calls: async () => [],
  };
  const ask = (name: string, ...args: unknown[]) =>
    answerDriver(driver, JSON.stringify({ name, args }));

  test("is asked by name", async () => {
    expect(await ask("open", "thread")).toBe('{"value":{"kind":"thread"}}');
    expect(await ask("disturb", "send", { kind: "cut-after" })).toBe("{}");
  });

  test("what it need not have is nothing, what it must have is missed", async () => {
    expect(await ask("fail")).toBe("{}");
    await expect(ask("destroy")).rejects.toThrow("no destroy");
  });
});
