import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Answered, askMany } from "../answers.ts";
import { type Measurement, UNPACED } from "../bench.ts";
import { failuresOf, quantile, type Section } from "../report.ts";
import { type Running, start } from "../runtime.ts";

const FEW = 50;
/** A stride that meets every conversation once before it meets one again: prime to 10,000. */
const STRIDE = 7_919;
const FILLING = 32;

/** Whether many conversations slow a process down. */
export const scale: Measurement = {
  name: "scale",
  async run({ far, quick, deployment }): Promise<Section> {
    const many = quick ? 100 : 10_000;
    const messages = quick ? 40 : 1_000;
    const env = { TIMINGS: UNPACED, BATCH_WINDOW_MS: "0" };
    const running = await start(await deployment("trunkline"), { env });
    const few = (index: number) => (index % FEW) + 1;
    const anyOf = (index: number) => ((index * STRIDE) % many) + 1;
    const rows: string[][] = [];
    const failures: string[] = [];
    const ask = async (
      label: string,
      count: number,
      chatOf: (index: number) => number,
      connections?: number,
    ) => {
      const answered = await askMany(far, running, {
        messages: count,
        chatOf,
        ...(connections === undefined ? {} : { connections }),
      });
      failures.push(...failuresOf(label, answered.tally));
      rows.push([label, ...figures(answered, running)]);
    };
    await askMany(far, running, { messages: FEW, chatOf: few });
    far.tally();
    await ask(`${FEW} conversations`, messages, few);
    await ask(`${many} new conversations`, many, (index) => index + 1, FILLING);
    await ask(`any of ${many} conversations`, messages, anyOf);
    await running.stop();
    return {
      title: "Few and many conversations",
      how: `Whole answers as above: over ${FEW} known conversations, then the first message of ${many}, ${FILLING} at a time, then messages in any of those, whose objects have to be loaded again.`,
      tables: [
        { head: ["", "answers/s", "CPU ms", "p50 ms", "p99 ms", "memory MB", "disk MB"], rows },
      ],
      failures,
    };
  },
};

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
