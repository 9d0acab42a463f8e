import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { askMany } from "../answers.ts";
import { type Measurement, UNPACED } from "../bench.ts";
import { failuresOf, median, type Section } from "../report.ts";
import { start } from "../runtime.ts";

const CHATS = 10;
const MORE = 9;
const CONVERSATION = "telegram-Chat";

/** Bytes of SQLite for a conversation and its pool object. */
export const bytes: Measurement = {
  name: "bytes",
  async run(bench): Promise<Section> {
    const env = { TIMINGS: UNPACED, BATCH_WINDOW_MS: "0" };
    const running = await start(await bench.deployment("trunkline"), { env });
    const chatOf = (index: number) => (index % CHATS) + 1;
    const first = await askMany(bench.far, running, { messages: CHATS, chatOf });
    const afterOne = sizes(running.dataDir);
    const rest = await askMany(bench.far, running, { messages: CHATS * MORE, chatOf });
    const afterTen = sizes(running.dataDir);
    await running.stop();
    return {
      title: "SQLite of a conversation",
      how: "Size of each object's database (pages, with what is still in its log), median of ten conversations. Aim: 40 KB for a conversation.",
      tables: [
        {
          head: ["KB", "after 1 message", "after 10"],
          rows: [...afterTen.keys()].map((name) => [
            name,
            kilobytes(afterOne.get(name)),
            kilobytes(afterTen.get(name)),
          ]),
        },
      ],
      aims: [
        {
          what: "SQLite of a conversation after its first answer",
          aim: "40 KB",
          measured: `${kilobytes(afterOne.get(CONVERSATION))} KB`,
          met: median(afterOne.get(CONVERSATION) ?? []) <= 40_000,
        },
      ],
      failures: [first, rest].flatMap(({ tally }) => failuresOf("trunkline", tally)),
    };
  },
};

const kilobytes = (sizes: readonly number[] | undefined) => (median(sizes ?? []) / 1000).toFixed(1);

/** By namespace. workerd keeps one file for each object, and a few of its own. */
function sizes(dataDir: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const folder of readdirSync(join(dataDir, "state"))) {
    const files = readdirSync(join(dataDir, "state", folder));
    // A name is a hash; `metadata.sqlite` holds the alarms of the namespace.
    const objects = files.filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
    found.set(
      folder,
      objects.map((name) => sizeOf(join(dataDir, "state", folder, name))),
    );
  }
  return found;
}

function sizeOf(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  const pages = Number(database.prepare("PRAGMA page_count").get()?.page_count);
  const size = Number(database.prepare("PRAGMA page_size").get()?.page_size);
  database.close();
  return pages * size;
}
