import fc from "fast-check";
import { expect, test } from "vitest";
import { codeIn, dataOf, newCode, pressIn } from "./code.ts";
import { APPROVAL_STATES } from "./protocol.ts";
import {
  APPROVAL_EVENTS,
  type ApprovalEvent,
  type ApprovalState,
  isOver,
  ruled,
  transition,
} from "./state.ts";

/** The whole table: every state by every event. */
const WAYS: readonly [ApprovalState, ApprovalEvent, ApprovalState][] = [
  ["pending", "approve", "approved"],
  ["pending", "reject", "rejected"],
  ["pending", "expire", "expired"],
  ["approved", "execute", "executing"],
  ["executing", "done", "executed"],
  ["executing", "refuse", "failed"],
  ["executing", "change", "superseded"],
];

test.each(
  APPROVAL_STATES.flatMap((state) => APPROVAL_EVENTS.map((event) => [state, event] as const)),
)("%s, %s", (state, event) => {
  const way = WAYS.find(([from, what]) => from === state && what === event);
  expect(transition(state, event)).toBe(way?.[2] ?? null);
});

test("whatever happens in whatever order: decided once, carried out once, and only what was approved", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...APPROVAL_EVENTS)), (events) => {
      let state: ApprovalState = "pending";
      const taken: ApprovalEvent[] = [];
      for (const event of events) {
        const next = transition(state, event);
        if (next === null) continue;
        taken.push(event);
        state = next;
      }
      expect(new Set(taken).size).toBe(taken.length);
      expect(
        taken.filter((event) => ["approve", "reject", "expire"].includes(event)).length,
      ).toBeLessThan(2);
      if (taken.includes("execute")) expect(taken.indexOf("approve")).toBe(0);
      if (taken.includes("done")) expect(taken.slice(0, 2)).toEqual(["approve", "execute"]);
      expect(isOver(state)).toBe(
        APPROVAL_EVENTS.every((event) => transition(state, event) === null),
      );
    }),
  );
});

const asker = { platform: "p", userId: "1" };
const open = { state: "pending", expiresAt: 100, decidedKey: null, requesters: [asker] } as const;
const other = { platform: "p", userId: "2" };
const first = { key: "k", by: other, secondPerson: false };

test.each<[string, Parameters<typeof ruled>, ReturnType<typeof ruled>]>([
  ["somebody in time", [open, first, 99], "decide"],
  ["who asked, where that is allowed", [open, { ...first, by: asker }, 99], "decide"],
  [
    "who asked, where a second person is wanted",
    [open, { ...first, by: asker, secondPerson: true }, 99],
    "forbidden",
  ],
  [
    "who spoke to the turn that asks, where a second person is wanted",
    [{ ...open, requesters: [asker, other] }, { ...first, secondPerson: true }, 99],
    "forbidden",
  ],
  [
    "the same id of another platform is another person",
    [open, { ...first, by: { ...asker, platform: "q" }, secondPerson: true }, 99],
    "decide",
  ],
  ["too late, before the alarm", [open, first, 100], "closed"],
  ["the same press again", [{ ...open, state: "executed", decidedKey: "k" }, first, 500], "repeat"],
  [
    "another press afterwards",
    [{ ...open, state: "approved", decidedKey: "j" }, first, 99],
    "closed",
  ],
  ["a rejected one", [{ ...open, state: "rejected", decidedKey: "j" }, first, 99], "closed"],
])("%s: %s", (_name, given, expected) => {
  expect(ruled(...given)).toBe(expected);
});

test("a code can be typed in any case and comes back from its button", () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(
      fc.infiniteStream(bytes),
      fc.constantFrom("approve" as const, "reject" as const),
      (stream, verdict) => {
        const code = newCode((into) => into.set(stream.next().value));
        expect(code).toMatch(/^[CDFGHJKMNPRTVWXYZ234679]{8}$/);
        expect(codeIn(` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`)).toBe(code);
        expect(pressIn(dataOf(verdict, code))).toEqual({ verdict, code });
        expect(new TextEncoder().encode(dataOf(verdict, code)).length).toBeLessThanOrEqual(64);
      },
    ),
  );
});

test.each([
  "",
  "ok:",
  "ok:CDFG",
  "maybe:CDFGHJKM",
  "ok:CDFGHJKM extra",
  "ok:CDFGHJK0",
  "OK:CDFGHJKM",
])("%j is no button of ours", (data) => expect(pressIn(data)).toBeNull());
