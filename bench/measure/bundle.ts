import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Measurement } from "../bench.ts";
import type { Section } from "../report.ts";
import type { Deployment } from "../runtime.ts";

const PRODUCT = "trunkline";
const RIVAL = "Chat SDK, memory";
const NAMES = [PRODUCT, "answer floor", RIVAL, "Chat SDK, durable", "grammY + Hono"];
/** Chat SDK with its Telegram adapter and memory state, as it was when the aim was set. */
const AIM = { min: 342, gzip: 99.5 };

/** Size of each webhook Worker as it is uploaded. */
export const bundle: Measurement = {
  name: "bundle",
  async run(bench): Promise<Section> {
    const sizes = new Map<string, Size>();
    for (const name of NAMES) sizes.set(name, sizeOf(await bench.deployment(name)));
    const { min, gzip } = sizes.get(PRODUCT) ?? { min: 0, gzip: 0 };
    return {
      title: "Bundle of the webhook Worker",
      how: `KB of 1,000 bytes, minified and gzipped, as wrangler uploads it; the pool's Worker is apart. Aim: below Chat SDK with its Telegram adapter and memory state, ${AIM.min} / ${AIM.gzip} KB.`,
      tables: [
        {
          head: ["KB", "min", "gzip"],
          rows: [...sizes].map(([name, size]) => [name, size.min.toFixed(1), size.gzip.toFixed(1)]),
        },
      ],
      aims: [
        {
          what: "webhook bundle, min / gzip",
          aim: `${AIM.min} / ${AIM.gzip} KB`,
          measured: `${min.toFixed(1)} / ${gzip.toFixed(1)} KB`,
          met: min < AIM.min && gzip < AIM.gzip,
        },
      ],
      failures: [],
    };
  },
};

interface Size {
  readonly min: number;
  readonly gzip: number;
}

/** The modules of a Worker lie in the folder that has the name of its socket's service. */
function sizeOf({ config, socket }: Deployment): Size {
  const folder = join(dirname(config), socket);
  const modules = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const code = Buffer.concat(modules);
  return { min: code.byteLength / 1000, gzip: gzipSync(code).byteLength / 1000 };
}
