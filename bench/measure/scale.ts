import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Answered, askMany } from "../answers.ts";
import { type Bench, type Measurement, UNPACED } from "../bench.ts";
import { failuresOf, quantile, type Section } from "../report.ts";
import { type Running, start } from "../runtime.ts";

const FEW = 50;
const MOST = 10_000;
/** A stride that meets every conversation once before it meets one again: prime to 10,000. */
const STRIDE = 7_919;
const FILLING = 32;

/** New conversations are as fast as the disk makes files; past this there are enough of them. */
const FILL_MS = 600_000;
const CHUNK = 500;

/** Whether many conversations slow a process down. */
export const scale: Measurement = {
  name: "scale",
  async run(bench): Promise<Section> {
    const messages = bench.quick ? 40 : 1_000;
    const env = { TIMINGS: UNPACED, BATCH_WINDOW_MS: "0" };
    const running = await start(await bench.deployment("trunkline"), { env });
    const few = (index: number) => (index % FEW) + 1;
    const warm = await askMany(bench.far, running, { messages: FEW, chatOf: few });
    const known = await askMany(bench.far, running, { messages, chatOf: few });
    const rows = [[`${FEW} conversations`, ...figures(known, running)]];
    const filled = await fill(bench, running);
    const many = filled.reduce((sum, { seen }) => sum + seen.length, 0);
    const last = filled.at(-1);
    if (last) rows.push([`new ones, up to ${many}`, ...figures(last, running)]);
    const anyOf = (index: number) => ((index * STRIDE) % many) + 1;
    const any = await askMany(bench.far, running, { messages, chatOf: anyOf });
    rows.push([`any of ${many}`, ...figures(any, running)]);
    await running.stop();
    return {
      title: "Few and many conversations",
      how: `Whole answers as above: over ${FEW} known conversations, then the first message of up to ${MOST}, ${FILLING} at a time (figures of the last ${CHUNK}), then messages in any of those, whose objects have to be loaded again.`,
      tables: [
        { head: ["", "answers/s", "CPU ms", "p50 ms", "p99 ms", "memory MB", "disk MB"], rows },
      ],
      failures: [warm, known, ...filled, any].flatMap(({ tally }) => failuresOf("scale", tally)),
    };
  },
};

/** Makes conversations until there are many, or the time is up. */
async function fill({ far, quick }: Bench, running: Running): Promise<Answered[]> {
  const most = quick ? 100 : MOST;
  const end = performance.now() + FILL_MS;
  const filled: Answered[] = [];
  for (let made = 0; made < most && performance.now() < end; made += CHUNK) {
    const messages = Math.min(CHUNK, most - made);
    const chatOf = (index: number) => made + index + 1;
    filled.push(await askMany(far, running, { messages, chatOf, connections: FILLING }));
  }
  return filled;
}

function figures({ perSecond, cpuMs, latencies }: Answered, running: Running): string[] {
  return [
    perSecond.toFixed(0),
    cpuMs.toFixed(1),
    quantile(latencies, 0.5).toFixed(0),
    quantile(latencies, 0.99).toFixed(0),
    (running.residentBytes() / 1e6).toFixed(0),
    (bytesBelow(running.dataDir) / 1e6).toFixed(0),
  ];
}

function bytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  // The log of a database may be gone between the listing and the look.
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return files.reduce((sum, { parentPath, name }) => sum + size(join(parentPath, name)), 0);
}
