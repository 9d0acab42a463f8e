import { type Bench, inTime, type Measurement, UNPACED } from "../bench.ts";
import type { Tally } from "../far.ts";
import { Client } from "../load.ts";
import { newNonce, sumWith, update } from "../messages.ts";
import { failuresOf, median, rotated, type Section } from "../report.ts";
import { type Deployment, start } from "../runtime.ts";

const PRODUCT = "trunkline";
const RIVAL = "Chat SDK, memory";
const NAMES = [PRODUCT, "answer floor", RIVAL, "Chat SDK, durable", "grammY + Hono"];
const ENV = { TIMINGS: UNPACED, BATCH_WINDOW_MS: "0" };
const RETRY_MS = 1;

/** Milliseconds from the start of the process. */
interface Cold {
  readonly acknowledged: number;
  readonly sent: number;
  readonly final: number;
  readonly tally: Tally;
}

/** From the start of the process to the first reply, with an empty folder. */
export const spawn: Measurement = {
  name: "spawn",
  async run(bench): Promise<Section> {
    const all = new Map<string, Cold[]>(NAMES.map((name) => [name, []]));
    for (let round = 0; round < (bench.quick ? 3 : 15); round += 1) {
      for (const name of rotated(NAMES, round)) {
        all.get(name)?.push(await cold(bench, await bench.deployment(name)));
      }
    }
    const of = (name: string, value: (one: Cold) => number) =>
      median((all.get(name) ?? []).map(value));
    const replies = [PRODUCT, RIVAL].map((name) => of(name, ({ acknowledged }) => acknowledged));
    const [ours = 0, theirs = 0] = replies;
    return {
      title: "Spawn to first reply",
      how: "Milliseconds from the start of workerd on an empty folder, the webhook posted again until it is taken: to its 200, to the first message at Telegram, to the final text. Medians. Aim: below Chat SDK with memory state.",
      tables: [
        {
          head: ["ms", "to 200", "to first message", "to final"],
          rows: NAMES.map((name) => [
            name,
            of(name, ({ acknowledged }) => acknowledged).toFixed(0),
            of(name, ({ sent }) => sent).toFixed(0),
            of(name, ({ final }) => final).toFixed(0),
          ]),
        },
      ],
      aims: [
        {
          what: "spawn to first reply",
          aim: `Chat SDK's ${theirs.toFixed(0)} ms`,
          measured: `${ours.toFixed(0)} ms`,
          met: ours < theirs,
        },
      ],
      failures: [...all].flatMap(([name, colds]) =>
        colds.flatMap(({ tally }) => failuresOf(name, tally)),
      ),
    };
  },
};

async function cold({ far }: Bench, deployment: Deployment): Promise<Cold> {
  const running = await start(deployment, { env: ENV, detached: true });
  const client = new Client(running.origin);
  const nonce = newNonce();
  const final = far.final(nonce);
  const body = update(1, sumWith(nonce));
  // Nobody listens yet, or what listens is not ready: Telegram would send it again too.
  while ((await client.post(body).catch(() => 0)) !== 200) {
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
  const acknowledged = performance.now() - running.spawnedAt;
  const seen = await inTime(final);
  client.close();
  await running.stop();
  return {
    acknowledged,
    sent: (seen?.sentAt ?? Number.NaN) - running.spawnedAt,
    final: (seen?.finalAt ?? Number.NaN) - running.spawnedAt,
    tally: far.tally(),
  };
}
