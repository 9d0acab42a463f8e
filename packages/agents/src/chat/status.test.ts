import { expect, test } from "vitest";
import { timings } from "../timings.ts";
import type { Conversation } from "./conversation.ts";
import { Statuses } from "./status.ts";

const NOW = 1_000_000;
const T = { ...timings("{}"), retryMostMs: 3_600_000 };

/** Only what a status uses of a conversation. `broken`: rows that cannot be read any more. */
function asking(broken: readonly string[]) {
  const rows = new Map<string, string>();
  const replies: string[] = [];
  let tries = 0;
  let wakes = 0;
  const c: Conversation<string> = Object.assign(Object.create(null), {
    name: "bot:1/a",
    timings: T,
    log: () => {},
    platform: { name: "p", context: (raw: string) => raw },
    transport: {
      parseContext: (ctx: string) => {
        if (broken.includes(ctx)) {
          tries += 1;
          throw new Error("a row of an older deployment");
        }
        return { userId: "7", metadata: {} };
      },
    },
    facts: {
      under: () => [...rows].map(([name, value]) => ({ name, value })),
      delete: (name: string) => rows.delete(name),
    },
    posts: { addReply: (key: string) => replies.push(key) },
    batches: { active: () => null, tokensSince: () => 0 },
    items: { pending: () => [] },
    router: () => ({ standing: async () => ({ v: 1, day: [], turn: {} }) }),
    transaction: (work: () => void) => work(),
    wake: () => {
      wakes += 1;
    },
  });
  const statuses = new Statuses(c);
  const ask = (key: string) => rows.set(`status:${key}`, JSON.stringify(key));
  return { statuses, ask, replies, tries: () => tries, wakes: () => wakes };
}

test("a question that cannot be answered waits for a while, and holds up no other", async () => {
  const { statuses, ask, replies, tries, wakes } = asking(["old"]);
  ask("old");
  ask("one");
  statuses.kick(NOW);
  await expect.poll(wakes).toBe(1);
  expect([replies, tries()]).toEqual([["reply:one"], 1]);
  // Whatever wakes the conversation now, it is not tried again at once.
  const again = Date.now();
  expect(statuses.kick(again)).toBeGreaterThan(again + T.pokeMs);
  expect(statuses.busy).toBe(false);
  ask("two");
  statuses.kick(again);
  await expect.poll(wakes).toBe(2);
  expect([replies, tries()]).toEqual([["reply:one", "reply:two"], 1]);
  statuses.kick(again + 2 * T.retryMostMs);
  await expect.poll(tries).toBe(2);
});
