import { parseArgs } from "node:util";
import type { Call } from "@trunkline/emulators";
import { readOr } from "../../scripts/usage.ts";
import { until, World } from "../world/world.ts";
import { calm } from "./calm.ts";
import { holding } from "./laws.ts";
import { type Mishap, type Plan, plan } from "./plan.ts";
import { interruptedSends, marks, wireOf } from "./points.ts";
import { Random } from "./random.ts";
import { lasting } from "./scenario.ts";
import type { Place, Seen, Stage } from "./stage.ts";
import { ASANA } from "./stages/asana.ts";
import { GITHUB, WITH_TOKEN } from "./stages/github.ts";
import { TELEGRAM } from "./stages/telegram.ts";

/**
 * `npm run chaos -- --runs N --seed S --platform P`: messages under random kills and faults. Prints what was
 * lost, doubled and left behind, and ends with 1 on any loss, double or unexplained orphan.
 */
const STAGES: Readonly<Record<string, Stage>> = {
  telegram: TELEGRAM,
  asana: ASANA,
  github: GITHUB,
  "github-token": WITH_TOKEN,
};
const USAGE = `npm run chaos -- [--runs 50] [--seed 1] [--only RUN] [--platform telegram]
  --runs N      how many messages, each under kills and faults of its own
  --seed S      which kills and faults: the same again for the same seed
  --only RUN    only this run of them, as a failed one is reported
  --platform P  ${Object.keys(STAGES).join(", ")}`;
const { values, stage, runs, seed } = readOr(USAGE, () => {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "50" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
      platform: { type: "string", default: "telegram" },
    },
  });
  const [runs, seed] = [countOf("--runs", values.runs), countOf("--seed", values.seed)];
  return { values, stage: stageOf(values.platform), runs, seed };
});

const tally = {
  messages: 0,
  moves: 0,
  kills: 0,
  lost: 0,
  doubled: 0,
  orphans: 0,
  unexplained: 0,
  notices: 0,
};
const world = await World.start({
  ...stage.options,
  timings: { ...stage.options.timings, ...stage.chaos },
});
await stage.ready?.(world);
lasting(world, 150, 5);
for (let run = 0; run < runs; run += 1) {
  if (values.only !== undefined && Number(values.only) !== run) continue;
  const chosen = plan(new Random(seed * 100_003 + run), stage);
  const place = await stage.place(world, 1_000 + run, chosen.move);
  const broken = await once(1_000 + run, place, chosen).catch((error: unknown) => {
    tally.lost += 1;
    return stuck(place, error);
  });
  if (broken) {
    console.log(
      `run ${run} of seed ${seed} (--only ${run}): ${broken}\n  ${JSON.stringify(chosen)}`,
    );
    for (const { id, versions } of place.conversations().flatMap((one) => place.ours(one))) {
      console.log(`  ${id}: ${versions.map((text) => JSON.stringify(text.slice(0, 40)))}`);
    }
  }
}
await world.close();
console.log(`\nchaos on ${values.platform}: ${runs} runs, seed ${seed}`);
for (const [name, count] of Object.entries(tally)) console.log(`  ${name.padEnd(12)} ${count}`);
const failed = tally.lost + tally.doubled + tally.unexplained;
console.log(`${runs - Math.min(runs, failed)} passed, ${Math.min(runs, failed)} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function countOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${option} is a number`);
}

function stageOf(platform: string): Stage {
  const found = Object.hasOwn(STAGES, platform) ? STAGES[platform] : undefined;
  if (found) return found;
  throw new Error(`--platform is one of ${Object.keys(STAGES).join(", ")}`);
}

/** It does not come to rest: all that is known of it. */
async function stuck(place: Place, error: unknown): Promise<string> {
  const all = place.conversations();
  const asked = all.map((one) => world.admin(`/conversations/${one}`, "GET", stage.app));
  const states = asked.map((one) => one.catch(String));
  const log = world.printed().split("\n");
  const lines = log.filter((line) => all.some((one) => line.includes(`/${one}`))).slice(-30);
  return [String(error), JSON.stringify(await Promise.all(states)), ...lines].join("\n");
}

async function once(
  run: number,
  place: Place,
  { messages, album, press, gapMs, mishaps }: Plan,
): Promise<string | null> {
  const from = marks(world, stage);
  const nonces = Array.from({ length: messages }, (_, i) => `nonce-${run}-${i};`);
  const troubles = mishaps.map((mishap) => arrange(place, mishap));
  const said = [];
  for (const nonce of nonces) {
    const last = album !== null && nonce === nonces.at(-1);
    said.push((last ? place.album?.(nonce, album) : null) ?? place.say(nonce));
    if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  const [first] = said;
  for (const mishap of mishaps) {
    if (mishap.kind === "redeliver") void first?.again().catch(() => {});
    if (mishap.kind === "duplicate") void first?.duplicate(mishap.times).catch(() => {});
  }
  const isVisible = (nonce: string) =>
    place.conversations().some((one) => place.ours(one).some((seen) => isWhole(seen, nonce)));
  let lost = 0;
  try {
    await until("every message has its outcome", () => nonces.every(isVisible), 45_000);
  } catch {
    lost = nonces.filter((nonce) => !isVisible(nonce)).length;
  }
  for (const trouble of troubles) trouble();
  place.stay?.();
  if (press) await place.press?.();
  const { dead, held, orphans } = await outcome(place, nonces);
  const doubled = held.filter((holders) => holders.length > 1).length;
  const excusable = stage.tier === "edit only" ? interruptedSends(world, stage, from) : 0;
  const unexplained = Math.max(0, orphans - dead - Math.max(0, excusable));
  tally.messages += messages;
  if (place.conversations().length > 1) tally.moves += 1;
  // A notice is an outcome only where the model itself has failed often enough.
  const excused = mishaps.filter((m) => m.kind === "fault" && m.wire === "model").length >= 3;
  const given = excused ? 0 : dead;
  tally.lost += Math.max(0, lost - dead) + given;
  tally.doubled += doubled;
  tally.orphans += orphans - dead;
  tally.unexplained += unexplained;
  tally.notices += dead;
  const verdict = { lost: Math.max(0, lost - dead) + given, doubled, unexplained };
  return Object.values(verdict).some((count) => count > 0) ? JSON.stringify(verdict) : null;
}

/** What is left when nothing is open any more: notices, who ever held which answer, and what holds none. */
async function outcome(place: Place, nonces: readonly string[]) {
  const conversations = place.conversations();
  const seen = await Promise.all(conversations.map((one) => calm(world, stage.app, one)));
  const dead = seen
    .flatMap(({ batches }) => batches)
    .filter(({ state }) => state === "dead").length;
  const here = place.ours(conversations.at(-1) ?? "");
  // Where one may not write any more progress cannot be taken back: only a whole answer counts.
  const left = conversations.slice(0, -1).flatMap((one) => place.ours(one));
  const held = nonces.map((nonce) => [
    ...holding(here, new RegExp(nonce)),
    ...left.filter((one) => isWhole(one, nonce)),
  ]);
  const answers = new Set(held.flat());
  const empty = [...here, ...left].filter((one) => !answers.has(one) && !one.deleted);
  const begun = empty.some((one) => left.includes(one)) ? 1 : 0;
  return { dead, held, orphans: empty.length - begun };
}

/** The answer to a message is complete: progress ends in an ellipsis. */
function isWhole({ text }: Seen, nonce: string): boolean {
  return text.includes(nonce) && text.endsWith("see what I can do.");
}

/** Sets one mishap up. @returns removes it if it has not come to pass. */
function arrange(place: Place, mishap: Mishap): () => void {
  if (mishap.kind === "redeliver" || mishap.kind === "duplicate") return () => {};
  if (mishap.kind === "lose") {
    place.lose?.();
    return () => {};
  }
  const wire = wireOf(world, stage, mishap.wire);
  let left = mishap.at;
  const isCounted = (call: Call) =>
    !mishap.named || mishap.wire !== "platform" || stage.labelOf(call) !== null;
  const match = (call: Call) => isCounted(call) && left-- === 0;
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
      await world.admin(`/conversations/${one}/abort/${side}`, "POST", stage.app).catch(() => null);
    }
    barrier.release();
  });
  return () => barrier.release();
}
