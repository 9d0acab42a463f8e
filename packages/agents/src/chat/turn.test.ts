import { expect, test } from "vitest";
import type { Approving } from "./approvals.ts";
import type { Conversation } from "./conversation.ts";
import type { Finals } from "./finals.ts";
import { TurnLane } from "./turn.ts";

test("a runner that was let go is work in flight until it comes back: it may still write", async () => {
  const { promise, reject } = Promise.withResolvers<void>();
  let wakes = 0;
  // Only what a runner uses that comes back at its first step.
  const c: Conversation<null> = Object.assign(Object.create(null), {
    batches: { begin: (id: string) => ({ id, epoch: 1 }), mine: () => null },
    reach: () => promise,
    log: () => {},
    wake: () => {
      wakes += 1;
    },
  });
  const finals: Finals<null> = Object.create(null);
  const approving: Approving<null> = Object.create(null);
  const turn = new TurnLane(c, finals, approving);
  expect(turn.busy).toBe(false);
  turn.resume("b1");
  turn.release();
  expect([turn.holds("b1"), turn.busy]).toEqual([false, true]);
  reject(new Error("reset"));
  await expect.poll(() => wakes).toBe(1);
  expect(turn.busy).toBe(false);
});
