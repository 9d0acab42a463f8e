import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { type Identity, Links } from "./links.ts";
import { memory } from "./testing.ts";

const A: Identity = { platform: "p", userId: "1", name: "Ann" };
const B: Identity = { platform: "q", userId: "1", name: "ann-b" };
const C: Identity = { platform: "r", userId: "1", name: "ann-c" };
const MALLORY: Identity = { platform: "q", userId: "666", name: "Mallory" };

let links: Links;
beforeEach(() => {
  links = new Links(memory().sql);
});
const step = (hash: string, who: Identity, agreed = false, now = 0) => {
  const by = { conversation: "c", platform: who.platform, userId: who.userId, userName: who.name };
  return links.step(hash, { by, agreed }, now);
};

test("both sides read who the other is and agree; then they are one person", () => {
  links.offer("h", A, 10);
  expect(step("h", A, true)).toEqual({ state: "waiting" });
  expect(step("h", B)).toEqual({ state: "agree", other: A });
  expect(step("h", B, true)).toEqual({ state: "waiting", other: A });
  expect(links.on("q", A)).toBeNull();
  expect(step("h", A)).toEqual({ state: "agree", other: B });
  expect(step("h", A, true)).toEqual({ state: "linked", other: B });
  // A repeat after a kill is answered alike.
  expect(step("h", A, true)).toEqual({ state: "linked", other: B });
  expect(links.on("q", A)).toEqual(B);
  expect(links.on("p", B)).toEqual(A);
  expect(links.unlink(B)).toBe(true);
  expect(links.on("q", A)).toBeNull();
  expect(links.unlink(A)).toBe(false);
});

test("a step that is tried again after a kill is the same word, not another one", () => {
  const tried = (key: string, who: Identity) => {
    const by = {
      conversation: "c",
      platform: who.platform,
      userId: who.userId,
      userName: who.name,
    };
    return links.step("h", { key, by, agreed: true }, 0);
  };
  links.offer("h", A, 10);
  for (let n = 0; n < 3; n += 1) expect(tried("1", B)).toEqual({ state: "agree", other: A });
  expect(tried("2", B)).toEqual({ state: "waiting", other: A });
  // The key of somebody else's message is another key.
  for (let n = 0; n < 3; n += 1) expect(tried("1", A)).toEqual({ state: "agree", other: B });
  expect(links.on("q", A)).toBeNull();
  for (let n = 0; n < 3; n += 1) expect(tried("2", A)).toEqual({ state: "linked", other: B });
  links.unlink(B);
  expect(tried("2", A)).toEqual({ state: "unknown" });
  expect(links.on("q", A)).toBeNull();
});

test("who reads a code that somebody else has typed cannot use it any more", () => {
  links.offer("h", A, 10);
  step("h", B);
  expect(step("h", MALLORY, true)).toEqual({ state: "unknown" });
  step("h", B, true);
  // Nor is anybody agreed to who was not named before.
  expect(step("h", A, true)).toMatchObject({ state: "agree", other: B });
  expect(links.on("q", A)).toBeNull();
  expect(step("h", A, true)).toMatchObject({ state: "linked", other: B });
  expect(links.on("p", MALLORY)).toBeNull();
});

test("a code is of one platform for another, not for its own, and not for long", () => {
  links.offer("h", A, 10);
  expect(step("h", { ...A, userId: "2" })).toEqual({ state: "unknown" });
  expect(step("h", B, false, 10)).toEqual({ state: "unknown" });
  expect(step("other", B)).toEqual({ state: "unknown" });
});

test("a new code voids the one before", () => {
  links.offer("one", A, 10);
  links.offer("two", A, 10);
  expect(step("one", B)).toEqual({ state: "unknown" });
  expect(step("two", B)).toMatchObject({ state: "agree" });
});

test("who leaves is not linked again, and who takes his word back is not linked, by the other side alone", () => {
  joined(A, B);
  expect(links.unlink(B)).toBe(true);
  expect(step("h", A, true)).toEqual({ state: "unknown" });
  expect(links.on("q", A)).toBeNull();
  links.offer("half", A, 10);
  step("half", B);
  step("half", B, true);
  expect(links.unlink(B)).toBe(false);
  expect(step("half", A, true)).toEqual({ state: "unknown" });
  expect(links.on("q", A)).toBeNull();
});

function joined(one: Identity, other: Identity): void {
  links.offer("h", one, 10);
  step("h", other);
  step("h", other, true);
  step("h", one);
  step("h", one, true);
}

test("three accounts are one person; who leaves takes nobody along", () => {
  joined(A, B);
  joined(A, C);
  expect(links.on("r", B)).toEqual(C);
  links.unlink(A);
  expect(links.on("r", B)).toEqual(C);
  expect(links.on("q", A)).toBeNull();
  joined(A, MALLORY);
  expect(links.on("r", A)).toBeNull();
  expect(links.on("r", MALLORY)).toBeNull();
});

test("without the word of both, whatever else is typed, nobody is linked", () => {
  const people = [A, B, C, MALLORY];
  const moves = fc.array(fc.record({ who: fc.constantFrom(...people), agreed: fc.boolean() }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(moves, (list) => {
      links = new Links(memory().sql);
      links.offer("h", A, 10);
      const agreed = new Set<string>();
      for (const { who, agreed: yes } of list) {
        step("h", who, yes);
        if (yes) agreed.add(who.name);
      }
      for (const other of [B, C, MALLORY]) {
        const is = links.on("p", other);
        if (is !== null) expect([...agreed]).toEqual(expect.arrayContaining([A.name, other.name]));
      }
    }),
  );
});
