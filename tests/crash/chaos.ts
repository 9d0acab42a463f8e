import { parseArgs } from "node:util";
import { isRouterRequest, type MessageView, type User } from "@trunkline/emulators";
import { until, World } from "../world/world.ts";
import { calm, movingGroup, oursIn, type Place, privateChat } from "./place.ts";
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
  moves: number;
  kills: number;
  lost: number;
  doubled: number;
  orphans: number;
  unexplained: number;
  notices: number;
}

const tally: Tally = {
  messages: 0,
  moves: 0,
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
  const user = world.telegram.user({ id: 1_000 + run, firstName: "Tess" });
  const place = placeOf(user, chosen);
  const broken = await once(user.id, place, chosen).catch((error: unknown) => {
    tally.lost += 1;
    return stuck(place, error);
  });
  if (broken) {
    console.log(
      `run ${run} of seed ${seed} (--only ${run}): ${broken}\n  ${JSON.stringify(chosen)}`,
    );
    for (const { message_id, edits } of place.conversations().flatMap(messagesIn)) {
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

function placeOf(user: User, { move }: Plan): Place {
  if (move === null) return privateChat(world, user);
  let left = move;
  return movingGroup(world, user, () => left-- <= 0);
}

/** It does not come to rest: all that is known of it. */
async function stuck(place: Place, error: unknown): Promise<string> {
  const all = place.conversations();
  const states = all.map((one) => world.admin(`/conversations/${one}`).catch(String));
  const log = world.printed().split("\n");
  const lines = log.filter((line) => all.some((one) => line.includes(`/${one}`))).slice(-30);
  return [String(error), JSON.stringify(await Promise.all(states)), ...lines].join("\n");
}

function messagesIn(chat: number): readonly MessageView[] {
  return world.telegram.chat(chat).messages;
}

async function once(
  run: number,
  place: Place,
  { messages, album, press, gapMs, mishaps }: Plan,
): Promise<string | null> {
  const from = marks(world);
  const nonces = Array.from({ length: messages }, (_, i) => `nonce-${run}-${i};`);
  const troubles = mishaps.map((mishap) => arrange(place, mishap));
  const said: number[] = [];
  for (const nonce of nonces) {
    const items =
      album !== null && nonce === nonces.at(-1) ? place.album(nonce, album) : [place.say(nonce)];
    said.push(...items.map(({ update_id }) => update_id));
    if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  const update = said[0] ?? 0;
  for (const mishap of mishaps) {
    if (mishap.kind === "redeliver")
      void world.telegram.redeliver(update).delivered.catch(() => {});
    if (mishap.kind === "duplicate") void world.telegram.duplicate(update, mishap.times);
  }
  const isVisible = (nonce: string) =>
    place.conversations().some((chat) => oursIn(world, chat).some((one) => isWhole(one, nonce)));
  let lost = 0;
  try {
    await until("every message has its outcome", () => nonces.every(isVisible), 45_000);
  } catch {
    lost = nonces.filter((nonce) => !isVisible(nonce)).length;
  }
  for (const trouble of troubles) trouble();
  place.stay();
  if (press) await pressed(place);
  const { dead, held, ours } = await outcome(place, nonces);
  const doubled = held.filter((holders) => holders.length > 1).length;
  const orphans = ours - new Set(held.flat()).size - dead;
  const sent = world.telegram.wire.calls
    .slice(from.telegram)
    .filter(({ method, applied }) => method === "sendMessage" && applied).length;
  const stored = world.steps.calls
    .slice(from.steps)
    .filter(({ method }) => method === "ref:stored").length;
  const unexplained = Math.max(0, orphans - Math.max(0, sent - stored));
  tally.messages += messages;
  if (place.conversations().length > 1) tally.moves += 1;
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

/** What is left when nothing is open any more: notices, who ever held which answer, messages of ours. */
async function outcome(place: Place, nonces: readonly string[]) {
  const conversations = place.conversations();
  const seen = await Promise.all(conversations.map((one) => calm(world, one)));
  const dead = seen
    .flatMap(({ batches }) => batches)
    .filter(({ state }) => state === "dead").length;
  const here = oursIn(world, conversations.at(-1) ?? 0);
  // Where one may not write any more progress cannot be taken back: only a whole answer counts.
  const left = conversations.slice(0, -1).flatMap((one) => oursIn(world, one));
  const held = nonces.map((nonce) => [
    ...here.filter(({ edits }) => edits.some(({ text }) => text.includes(nonce))),
    ...left.filter((one) => isWhole(one, nonce)),
  ]);
  const begun = left.filter((one) => !held.flat().includes(one)).length;
  return { dead, held, ours: here.length + left.length - Math.min(1, begun) };
}

/** A press on the bot's last message is acknowledged. */
async function pressed(place: Place): Promise<void> {
  const message = oursIn(world, place.conversations().at(-1) ?? 0).at(-1);
  if (message) await place.press(message.message_id).answered;
}

/** The answer to a message is complete: progress ends in an ellipsis. */
function isWhole({ text }: MessageView, nonce: string): boolean {
  return text.includes(nonce) && text.endsWith("see what I can do.");
}

/** Sets one mishap up. @returns removes it if it has not come to pass. */
function arrange(place: Place, mishap: Mishap): () => void {
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
    for (const one of place.conversations()) {
      await world.admin(`/conversations/${one}/abort/${side}`, "POST").catch(() => null);
    }
    barrier.release();
  });
  return () => barrier.release();
}
