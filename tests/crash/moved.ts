import type { World } from "../world/world.ts";
import { calm } from "./calm.ts";
import { lasting, nonceOf, quoted, type Scenario } from "./scenario.ts";
import { addressesOf, movingGroup, TELEGRAM } from "./stages/telegram.ts";

/** A group that becomes a supergroup while a turn is open. @param at - the internal step that it follows */
function moved(what: string, at: string, leastCalls: number, points: RegExp): Scenario {
  return {
    name: `a group that moves ${what}`,
    stage: TELEGRAM,
    leastCalls,
    script: (world) => lasting(world, 600, 4),
    // When the turn first reaches a step, the group moves.
    place: (world, n) => movingGroup(world, n, ({ method }) => method === at),
    expected: (n) => ({
      nonce: nonceOf(n),
      parts: [quoted(n)],
      // A reset right after the rows were written takes the news of one with it.
      last: ["history:written", "run:settled"],
      wrong: (world) => wrongRows(world, n),
    }),
    points: ({ name }) => points.test(name),
  };
}

/** What was said is known once at the new address, what was open was taken over once. */
async function wrongRows(world: World, n: number): Promise<string | null> {
  const { from, to } = addressesOf(n);
  const [old, here] = [
    await calm(world, "telegram", String(from)),
    await calm(world, "telegram", String(to)),
  ];
  const states = here.batches.map(({ state }) => state).join();
  if (states !== "answered") return `the supergroup has the batches [${states}]`;
  if (here.history !== 2) return `the supergroup remembers ${here.history} rows`;
  const left = old.batches.filter(({ state }) => state !== "moved").length;
  return left === 0 ? null : `the group has kept ${left} batches`;
}

const EFFECTS = /inbox:commit|batch:promoted|move:|sendMessage|edit final|ref:stored|final:stored/;
/** The old run may be settled, which ends it here, before the history of the new address is written. */
const RECORDED = /inbox:commit#2|move:|model:recorded|edit final#1/;

export const MOVED: readonly Scenario[] = [
  moved("before the first call", "batch:promoted", 4, /inbox:commit#2|promoted|move:|sendMessage/),
  moved("between the placeholder and the answer", "ref:stored", 5, EFFECTS),
  // Whether the old address reads it, and tries to show it, before it hands over is a matter of speed.
  moved("when its answer is recorded", "model:recorded", 5, RECORDED),
];
