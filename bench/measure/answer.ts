import { type Answered, askMany } from "../answers.ts";
import { type Measurement, UNPACED } from "../bench.ts";
import { CONNECTIONS } from "../load.ts";
import { proseWith, sumWith } from "../messages.ts";
import {
  failuresOf,
  median,
  medianRatio,
  quantile,
  rotated,
  type Section,
  type Table,
} from "../report.ts";
import { type Running, start } from "../runtime.ts";

const PRODUCT = "trunkline";
const FLOOR = "answer floor";
/** Left out of a quick run. */
const SLOW = "Chat SDK, durable";
const ENV = { TIMINGS: UNPACED, BATCH_WINDOW_MS: "0" };
const CHATS = 50;
const FEW_CHATS = 10;

/** A row of the table: a contender with one kind of message. */
const KINDS = [
  { label: PRODUCT, name: PRODUCT, text: sumWith },
  { label: "trunkline, routed by a model", name: PRODUCT, text: proseWith },
  { label: FLOOR, name: FLOOR, text: sumWith },
  { label: "Chat SDK, memory", name: "Chat SDK, memory", text: sumWith },
  { label: SLOW, name: SLOW, text: sumWith },
  { label: "grammY + Hono, reply only", name: "grammY + Hono", text: sumWith },
] as const;

/** From the webhook to the final edit, with a model that answers at once. */
export const answer: Measurement = {
  name: "answer",
  async run(bench): Promise<Section> {
    const runs = new Map<string, Running>();
    const kinds = KINDS.filter(({ name }) => !bench.quick || name !== SLOW);
    for (const { name } of kinds) {
      if (!runs.has(name)) runs.set(name, await start(await bench.deployment(name), { env: ENV }));
    }
    const rounds = new Map<string, Answered[]>(kinds.map(({ label }) => [label, []]));
    const failures: string[] = [];
    for (let round = 0; round < (bench.quick ? 3 : 9); round += 1) {
      for (const { label, name, text } of rotated(kinds, round)) {
        const running = runs.get(name);
        if (!running) continue;
        const chats = bench.quick ? FEW_CHATS : CHATS;
        const chatOf = (index: number) => (index % chats) + 1;
        // Objects that were idle for ten seconds are dropped: each is woken before it is timed.
        const warm = await askMany(bench.far, running, { messages: chats, chatOf, text });
        const messages = bench.quick ? 40 : 200;
        const timed = await askMany(bench.far, running, { messages, chatOf, text });
        rounds.get(label)?.push(timed);
        failures.push(...failuresOf(label, warm.tally), ...failuresOf(label, timed.tally));
      }
    }
    for (const running of runs.values()) await running.stop();
    const ratio = medianRatio(speed(rounds, PRODUCT), speed(rounds, FLOOR));
    return {
      title: "Whole answer",
      how: `Webhook to final edit, ${CONNECTIONS} connections over ${CHATS} known conversations, window 0, a model that answers at once, the platform's waits scaled away. The floor does the same steps by hand: row, alarm, placeholder, pool object, model, edit, history. Aim: 0.7 of the floor. Chat SDK makes the same calls (and signals typing), without history; grammY replies at once and asks no model.`,
      tables: [table(rounds)],
      aims: [
        {
          what: "whole answer, of the floor",
          aim: "0.70",
          measured: ratio.toFixed(2),
          met: ratio >= 0.7,
        },
      ],
      failures,
    };
  },
};

type Rounds = ReadonlyMap<string, readonly Answered[]>;

const valuesOf = (rounds: Rounds, label: string, value: (round: Answered) => number) =>
  (rounds.get(label) ?? []).map(value);

const speed = (rounds: Rounds, label: string) =>
  valuesOf(rounds, label, ({ perSecond }) => perSecond);

function table(rounds: Rounds): Table {
  const rows = [...rounds.keys()].map((label) => [
    label,
    median(speed(rounds, label)).toFixed(0),
    medianRatio(speed(rounds, label), speed(rounds, FLOOR)).toFixed(2),
    median(valuesOf(rounds, label, ({ cpuMs }) => cpuMs)).toFixed(1),
    ...[0.5, 0.99].map((share) =>
      median(valuesOf(rounds, label, ({ latencies }) => quantile(latencies, share))).toFixed(0),
    ),
  ]);
  return { head: ["", "answers/s", "of floor", "CPU ms", "p50 ms", "p99 ms"], rows };
}
