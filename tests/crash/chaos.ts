import { parseArgs } from "node:util";
import { isRouterRequest, type User } from "@trunkline/emulators";
import { quiet } from "../world/views.ts";
import { until, World } from "../world/world.ts";
import { type Mishap, type Plan, plan } from "./plan.ts";
import { marks, wireOf } from "./points.ts";
import { Random } from "./random.ts";

/**
 * `npm run chaos -- --runs N --seed S`: messages under random kills and faults. Prints what was lost,
 * doubled and left behind, and ends with 1 on any loss, double or unexplained orphan.
 */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);

interface Tally {
  messages: number;
  kills: number;
  lost: number;
  doubled: number;
  orphans: number;
  unexplained: number;
  notices: number;
}

const tally: Tally = {
  messages: 0,
  kills: 0,
  lost: 0,
  doubled: 0,
  orphans: 0,
  unexplained: 0,
  notices: 0,
};
const world = await World.start();
world.model.next(
  { kind: "lasting", durationMs: 150, deltas: 5 },
  { match: (request) => !isRouterRequest(request), until: Number.MAX_SAFE_INTEGER },
);
for (let run = 0; run < runs; run += 1) {
  if (values.only !== undefined && Number(values.only) !== run) continue;
  const random = new Random(seed * 100_003 + run);
  const chosen = plan(random);
  const broken = await once(1_000 + run, chosen);
  if (broken) {
    console.log(
      `run ${run} of seed ${seed} (--only ${run}): ${broken}\n  ${JSON.stringify(chosen)}`,
    );
    for (const { message_id, edits } of world.telegram.chat(1_000 + run).messages) {
      console.log(`  ${message_id}: ${edits.map(({ text }) => JSON.stringify(text.slice(0, 40)))}`);
    }
  }
}
await world.close();
console.log(`\nchaos: ${runs} runs, seed ${seed}`);
for (const [name, count] of Object.entries(tally)) console.log(`  ${name.padEnd(12)} ${count}`);
const failed = tally.lost + tally.doubled + tally.unexplained;
console.log(`${runs - Math.min(runs, failed)} passed, ${Math.min(runs, failed)} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function once(
  chat: number,
  { messages, album, press, gapMs, mishaps }: Plan,
): Promise<string | null> {
  const from = marks(world);
  const user = world.telegram.user({ id: chat, firstName: "Tess" });
  const nonces = Array.from({ length: messages }, (_, i) => `nonce-${chat}-${i};`);
  const troubles = mishaps.map((mishap) => arrange(chat, mishap));
  const said: number[] = [];
  for (const nonce of nonces) {
    const last = nonce === nonces.at(-1);
    if (album && last) {
      const items = [{ kind: "photo" as const, caption: nonce }, { kind: "photo" as const }];
      said.push(...world.telegram.album(user, items).map(({ update_id }) => update_id));
    } else {
      said.push(world.telegram.say(user, nonce).update_id);
    }
    if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  const update = said[0] ?? 0;
  for (const mishap of mishaps) {
    if (mishap.kind === "redeliver")
      void world.telegram.redeliver(update).delivered.catch(() => {});
    if (mishap.kind === "duplicate") void world.telegram.duplicate(update, mishap.times);
  }
  let lost = 0;
  try {
    await until(
      "every message has its outcome",
      () => nonces.every((nonce) => visible(chat, nonce)),
      45_000,
    );
  } catch {
    lost = nonces.filter((nonce) => !visible(chat, nonce)).length;
  }
  for (const trouble of troubles) trouble();
  if (press) await pressed(chat, user);
  const { batches } = await quiet(world, user);
  const dead = batches.filter(({ state }) => state === "dead").length;
  const bot = world.telegram.chat(chat).messages.filter(({ from: { is_bot } }) => is_bot);
  const held = nonces.map((nonce) =>
    bot.filter(({ edits }) => edits.some(({ text }) => text.includes(nonce))),
  );
  const doubled = held.filter((holders) => holders.length > 1).length;
  const orphans = bot.length - new Set(held.flat()).size - dead;
  const sent = world.telegram.wire.calls
    .slice(from.telegram)
    .filter(({ method, applied }) => method === "sendMessage" && applied).length;
  const stored = world.steps.calls
    .slice(from.steps)
    .filter(({ method }) => method === "ref:stored").length;
  const unexplained = Math.max(0, orphans - Math.max(0, sent - stored));
  tally.messages += messages;
  // A notice is an outcome only where the model itself has failed often enough.
  const excused = mishaps.filter((m) => m.kind === "fault" && m.wire === "model").length >= 3;
  const given = excused ? 0 : dead;
  tally.lost += Math.max(0, lost - dead) + given;
  tally.doubled += doubled;
  tally.orphans += orphans;
  tally.unexplained += unexplained;
  tally.notices += dead;
  const verdict = { lost: Math.max(0, lost - dead) + given, doubled, unexplained };
  return Object.values(verdict).some((count) => count > 0) ? JSON.stringify(verdict) : null;
}

/** A press on the bot's last message is acknowledged. */
async function pressed(chat: number, user: User): Promise<void> {
  const message = world.telegram.chat(chat).messages.findLast(({ from }) => from.is_bot);
  if (message) await world.telegram.press(user, message.message_id, "made-up").answered;
}

/** The answer to a message is complete: progress ends in an ellipsis. */
function visible(chat: number, nonce: string): boolean {
  return world.telegram
    .chat(chat)
    .messages.some(
      ({ from, text }) =>
        from.is_bot && text.includes(nonce) && text.endsWith("see what I can do."),
    );
}

/** Sets one mishap up. @returns removes it if it has not come to pass. */
function arrange(chat: number, mishap: Mishap): () => void {
  if (mishap.kind === "redeliver" || mishap.kind === "duplicate") return () => {};
  const wire = wireOf(world, mishap);
  let left = mishap.at;
  const match = () => left-- === 0;
  if (mishap.kind === "fault") {
    wire.fault({ match, fault: mishap.fault });
    return () => wire.clear();
  }
  const barrier = wire.barrier(mishap.moment, { match });
  void barrier.hit.then(async () => {
    if (mishap.kind === "kill") {
      tally.kills += 1;
      await world.kill();
      barrier.release(mishap.lose ? "drop" : "continue");
      world.bootSilently();
      return;
    }
    const side = mishap.kind.slice("abort ".length);
    await world.admin(`/conversations/${chat}/abort/${side}`, "POST").catch(() => null);
    barrier.release();
  });
  return () => barrier.release();
}
