// `npm run eval:router`: scores the router on the labelled set and compares with the committed result.
// `-- --write` commits to a new result, `-- --again` records answers of the model anew.
import { parseArgs } from "node:util";
import { anthropic } from "../../packages/agents/src/model/anthropic.ts";
import { DEFAULT_FAST } from "../../packages/agents/src/pool/models.ts";
import { timings } from "../../packages/agents/src/timings.ts";
import { CASSETTES, readCassette, writeCassette } from "./cassettes.ts";
import { labelled, PARTS } from "./labelled.ts";
import { patternLatency } from "./latency.ts";
import { type ModelScore, recorded, scoreModel } from "./model.ts";
import { report } from "./report.ts";
import { lastResult, measure, resultOf, writeResult } from "./result.ts";
import { belowFloor, belowLast } from "./verdict.ts";

const { values: flags } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    again: { type: "boolean", default: false },
    cassettes: { type: "string", default: CASSETTES },
  },
});
const rows = PARTS.flatMap(labelled);
const last = lastResult();
const measured = { ...measure(), model: await model() };
const now = resultOf(measured);
console.log(report(measured, patternLatency(rows), last));

const floor = belowFloor(now);
const fallen = belowLast(now, last);
if (flags.write && floor.length === 0) writeResult(now);
const failures = flags.write ? floor : [...floor, ...fallen];
console.log("");
for (const failure of failures) console.log(`FAILED: ${failure}`);
if (flags.write && floor.length === 0) {
  for (const change of fallen) console.log(`accepted: ${change}`);
  console.log("Wrote eval/router/result.json.");
} else if (failures.length > 0) {
  console.log("If this is meant, run `npm run eval:router -- --write` and commit the result.");
} else {
  console.log("At or above the last committed result.");
}
process.exitCode = failures.length > 0 ? 1 : 0;

async function model(): Promise<ModelScore | null> {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, MODEL_FAST, TIMINGS } = process.env;
  const name = MODEL_FAST || DEFAULT_FAST;
  const durations = timings(TIMINGS);
  if (!ANTHROPIC_API_KEY) return recorded(rows, name, flags.cassettes);
  const base = ANTHROPIC_BASE_URL || null;
  if (base && flags.cassettes === CASSETTES) {
    // The offline model answers there too, and its guesses must not be committed as a model's.
    throw new Error("with ANTHROPIC_BASE_URL set, name a folder: --cassettes /tmp/cassettes");
  }
  const live = anthropic({ ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL: base }, durations);
  const cassette = flags.again ? new Map() : readCassette(name, flags.cassettes);
  const settings = { model: name, cassette, live, timeoutMs: durations.routeTimeoutMs };
  const score = await scoreModel(rows, settings);
  // Nothing is written when the key or the network failed for every message.
  if (cassette.size > 0) writeCassette(name, cassette, flags.cassettes);
  return score;
}
