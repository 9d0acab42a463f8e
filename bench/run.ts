import { until, World } from "../tests/world/world.ts";

/**
 * `npm run bench`: how fast a webhook is acknowledged durably, and how fast a message is answered, on
 * plain workerd with SQLite on disk and a model that answers at once. Never part of the tests.
 */
const ACKS = 2_000;
const ANSWERS = 300;
const CONNECTIONS = 8;

const world = await World.start({
  env: {
    TIMINGS: JSON.stringify({ platformSecondMs: 1 }),
    BATCH_WINDOW_MS: "0",
    TRUNKLINE_FAILPOINTS: "",
  },
});
const secret = "CANARY-webhook-secret-51be20";

/** Posts one message of a person and returns how long the acknowledgement took, in milliseconds. */
async function post(id: number, chat: number, text: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(`${world.origin}/webhook`, {
    method: "POST",
    headers: { "x-telegram-bot-api-secret-token": secret },
    body: JSON.stringify({
      update_id: id,
      message: {
        message_id: id,
        date: 1,
        chat: { id: chat, type: "private" },
        from: { id: chat, is_bot: false, first_name: "B" },
        text,
      },
    }),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`webhook: ${response.status}`);
  return performance.now() - from;
}

/** Runs jobs over a number of connections. @returns their results and the whole time in seconds */
async function over<T>(jobs: readonly (() => Promise<T>)[]): Promise<[T[], number]> {
  const from = performance.now();
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let job = jobs[next++]; job; job = jobs[next++]) results.push(await job());
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return [results, (performance.now() - from) / 1000];
}

function quantile(values: readonly number[], q: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) * q)] ?? 0).toFixed(1);
}

for (let chat = 1; chat <= ANSWERS; chat += 1) {
  world.telegram.user({ id: chat, firstName: "B" });
  // A person exists for Telegram once he has written; this one waits in no queue of ours.
  await world.telegram.say(world.telegram.user({ id: chat, firstName: "B" }), "/stop").delivered;
}
const [answers, answerSeconds] = await over(
  Array.from({ length: ANSWERS }, (_, i) => async () => {
    const from = performance.now();
    await post(500_000 + i, i + 1, `nonce-${i + 1};`);
    await until("the answer", () =>
      world.telegram
        .chat(i + 1)
        .messages.some(({ text }) => text.includes(`nonce-${i + 1};`) && text.endsWith("do.")),
    );
    return performance.now() - from;
  }),
);
const doubled = Array.from({ length: ANSWERS }, (_, i) => i + 1).filter((chat) => {
  const holders = world.telegram
    .everVisible(chat)
    .filter(({ bot, text }) => bot && text.includes(`nonce-${chat};`));
  return new Set(holders.map(({ message_id }) => message_id)).size !== 1;
}).length;
// The same person writes many messages that nobody answers meanwhile: the ack alone.
const stop = world.model.wire.barrier("arrived");
const [acks, ackSeconds] = await over(
  Array.from({ length: ACKS }, (_, i) => () => post(600_000 + i, 100_000 + (i % 200), "ack only")),
);
stop.release();
await world.close();

console.log(
  `durable ack    ${(ACKS / ackSeconds).toFixed(0)}/s   p50 ${quantile(acks, 0.5)} ms   p99 ${quantile(acks, 0.99)} ms`,
);
console.log(
  `whole answer   ${(ANSWERS / answerSeconds).toFixed(0)}/s   p50 ${quantile(answers, 0.5)} ms   p99 ${quantile(answers, 0.99)} ms`,
);
console.log(`doubled or lost ${doubled}`);
process.exitCode = doubled > 0 ? 1 : 0;
