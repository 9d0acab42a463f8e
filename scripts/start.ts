// `npm start`: the whole system on this machine, with a page to talk to it. It is what `npm run serve`
// starts, plus emulators, the offline model, and a supervisor that starts a dead runtime again.
// Its data lies in .data/start, apart from that of `serve`, and each start begins anew. A further platform:
// `npm start -- --with slack`.
import { constants, homedir } from "node:os";
import { resolve } from "node:path";
import { Refusal } from "./serve/index.ts";
import { ROOT } from "./serve/prepare.ts";
import { allFurther, usageOf, wantedOf } from "./start/further.ts";
import { type Local, startLocal } from "./start/local.ts";
import { tellDeaths } from "./start/tell-deaths.ts";
import { welcome, withoutHidden } from "./start/words.ts";
import { helped } from "./usage.ts";

const { env } = process;
const hidden = [
  { text: env.ANTHROPIC_API_KEY ?? "", as: "(key)" },
  { text: resolve(env.TRUNKLINE_DATA || ".data"), as: ".data" },
  { text: ROOT, as: "." },
  { text: homedir(), as: "~" },
];

let local: Local | null = null;

async function end(code: number): Promise<never> {
  await local?.close();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void end(signal === "SIGINT" ? 0 : 128 + constants.signals[signal]));
}

// Whatever ends us, the runtime does not stay behind.
process.on("exit", () => local?.runtime.stop());

function complain(error: unknown): void {
  const text =
    error instanceof Refusal
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  for (const line of withoutHidden(text, hidden).split("\n")) console.error(`trunkline: ${line}`);
}

try {
  const all = allFurther(ROOT);
  helped(usageOf(all));
  const further = wantedOf(process.argv.slice(2), all);
  console.log("Building the Workers and starting the runtime ...");
  local = await startLocal(env, further, complain);
  const { url, tabs, runtime, up, ended } = local;
  await up;
  console.log(welcome({ url, tabs, pid: runtime.view().pid, offline: !env.ANTHROPIC_API_KEY }));
  if (!env.ANTHROPIC_API_KEY && env.ANTHROPIC_BASE_URL) {
    console.log("ANTHROPIC_BASE_URL is not used: there is no ANTHROPIC_API_KEY.\n");
  }
  tellDeaths(runtime, (line) => console.log(line));
  await ended;
} catch (error) {
  complain(error);
  await end(error instanceof Refusal ? error.exitCode : 1);
}
