import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readOr } from "../scripts/usage.ts";
import type { Bench, Measurement } from "./bench.ts";
import { contender, settings } from "./contenders.ts";
import { Far } from "./far.ts";
import { ack } from "./measure/ack.ts";
import { answer } from "./measure/answer.ts";
import { bundle } from "./measure/bundle.ts";
import { burst } from "./measure/burst.ts";
import { bytes } from "./measure/bytes.ts";
import { cost } from "./measure/cost.ts";
import { latency } from "./measure/latency.ts";
import { scale } from "./measure/scale.ts";
import { spawn } from "./measure/spawn.ts";
import { buildProduct, type Product } from "./product.ts";
import { aimsOf, type Section, tableText, toMarkdown } from "./report.ts";
import type { Deployment } from "./runtime.ts";

/**
 * `npm run bench [-- --quick] [-- --only NAME]`: the product against hand-written floors and against
 * other frameworks, all on plain workerd, in one run. Writes `bench/RESULTS.md` unless only a part is
 * measured. Exits 1 when a message was lost or doubled. Never part of the tests.
 */
const MEASUREMENTS: readonly Measurement[] = [
  ack,
  answer,
  latency,
  burst,
  scale,
  spawn,
  bundle,
  bytes,
  cost,
];

const USAGE = `npm run bench -- [--quick] [--only NAME]
  --quick      fewer and shorter rounds
  --only NAME  ${MEASUREMENTS.map(({ name }) => name).join(", ")}; writes no bench/RESULTS.md`;
const { values } = readOr(USAGE, () =>
  parseArgs({
    options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
  }),
);
const chosen = MEASUREMENTS.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`There is ${MEASUREMENTS.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}

const far = new Far();
const farUrl = await far.listen();
const built = new Map<string, Promise<Deployment>>();
let product: Promise<Product> | null = null;
const bench: Bench = {
  quick: values.quick,
  far,
  product() {
    product ??= buildProduct(settings(farUrl));
    return product;
  },
  deployment(name) {
    const known = built.get(name);
    if (known) return known;
    const made =
      name === "trunkline" ? bench.product().then(({ plain }) => plain) : contender(name, farUrl);
    built.set(name, made);
    return made;
  },
};

const sections: Section[] = [];
for (const { name, run } of chosen) {
  const from = performance.now();
  const section = await run(bench);
  sections.push(section);
  console.log(`\n${section.title} (${name}, ${((performance.now() - from) / 1000).toFixed(0)} s)`);
  for (const table of section.tables) console.log(tableText(table));
  for (const failure of section.failures) console.log(`FAILED ${failure}`);
}
await far.close();
console.log(`\n${tableText(aimsOf(sections))}`);

const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
const version = (name: string) =>
  execFileSync(process.execPath, ["-p", `require("${name}/package.json").version`], {
    encoding: "utf8",
  }).trim();
if (values.only === undefined) {
  const machine = {
    processor: `${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `Linux ${release()}`,
    workerd: version("workerd"),
    node: process.version,
    commit: git("rev-parse", "--short", "HEAD"),
    date: new Date().toISOString().slice(0, 10),
    kind: values.quick ? "quick run" : "full run",
  };
  writeFileSync(join(import.meta.dirname, "RESULTS.md"), toMarkdown(sections, machine));
}
process.exitCode = sections.some(({ failures }) => failures.length > 0) ? 1 : 0;
