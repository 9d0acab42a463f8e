import { type Answered, askMany } from "../answers.ts";
import type { Measurement } from "../bench.ts";
import { proseWith, sumWith } from "../messages.ts";
import type { Plan } from "../model.ts";
import { failuresOf, quantile, type Section } from "../report.ts";
import { type Running, start } from "../runtime.ts";

const WINDOW_MS = 500;
const CHATS = 20;
/** A message four times a second: little load, and no herd. */
const EVERY_MS = 250;
const AT_ONCE: Plan = { pieces: 1, everyMs: 0 };
/** Some three seconds; each batch of messages another length, so that no rhythm of ours fits it. */
const STREAMS: readonly Plan[] = [
  { pieces: 30, everyMs: 97 },
  { pieces: 30, everyMs: 113 },
  { pieces: 25, everyMs: 131 },
];

const KINDS = [
  { label: "trunkline, at once", name: "trunkline", text: sumWith, plans: [AT_ONCE] },
  {
    label: "trunkline, at once, routed by a model",
    name: "trunkline",
    text: proseWith,
    plans: [AT_ONCE],
  },
  { label: "trunkline, streamed for 3 s", name: "trunkline", text: sumWith, plans: STREAMS },
  { label: "Chat SDK, memory, at once", name: "Chat SDK, memory", text: sumWith, plans: [AT_ONCE] },
] as const;

/** What is added before the model is asked and after it has answered, at little load. */
export const latency: Measurement = {
  name: "latency",
  async run({ far, quick, deployment }): Promise<Section> {
    const env = { TIMINGS: "{}", BATCH_WINDOW_MS: String(WINDOW_MS) };
    const runs = new Map<string, Running>();
    const rows: string[][] = [];
    const failures: string[] = [];
    for (const { label, name, text, plans } of KINDS) {
      const running = runs.get(name) ?? (await start(await deployment(name), { env }));
      runs.set(name, running);
      const all: Answered[] = [];
      const chatOf = (index: number) => (index % CHATS) + 1;
      await askMany(far, running, { messages: CHATS, chatOf, connections: CHATS });
      for (const plan of quick ? plans.slice(0, 1) : plans) {
        far.plan = plan;
        // A stream takes as long as the round of conversations: none is asked again before its end.
        const messages = plan.everyMs > 0 || quick ? CHATS : CHATS * 6;
        all.push(await askMany(far, running, { messages, chatOf, text, everyMs: EVERY_MS }));
        far.plan = AT_ONCE;
      }
      failures.push(...all.flatMap(({ tally }) => failuresOf(label, tally)));
      rows.push([label, ...figures(all)]);
    }
    for (const running of runs.values()) await running.stop();
    return {
      title: "Added latency",
      how: `Milliseconds with the product's own timings and a window of ${WINDOW_MS} ms, ${CHATS} known conversations, a message each ${EVERY_MS} ms. Before: from the webhook to the request for the answer, less the window. After: from the model's last token to the final edit; between two edits of a message Telegram wants 1.1 s.`,
      tables: [
        {
          head: ["ms", "before, p50", "before, p99", "after, p50", "after, p99"],
          rows,
        },
      ],
      failures,
    };
  },
};

function figures(all: readonly Answered[]): string[] {
  const seen = all.flatMap((answered) => answered.seen);
  const before = seen.map(({ modelAt, postedAt }) => modelAt - postedAt - WINDOW_MS);
  const after = seen.map(({ finalAt, lastTokenAt }) => finalAt - lastTokenAt);
  return [before, after].flatMap((values) =>
    [0.5, 0.99].map((share) => quantile(values, share).toFixed(0)),
  );
}
