import { type Bench, inTime, type Measurement } from "../bench.ts";
import { Client, closedLoop } from "../load.ts";
import { newNonce, sumWith, update } from "../messages.ts";
import { failuresOf, type Section } from "../report.ts";
import { start } from "../runtime.ts";

const NAMES = ["trunkline", "Chat SDK, memory"];
const CHATS = 20;
const BURST = 5;
const GAP_MS = 20;
const AT_A_TIME = 4;

/** Somebody writes five messages in a row. */
export const burst: Measurement = {
  name: "burst",
  async run(bench): Promise<Section> {
    const rows: string[][] = [];
    const failures: string[] = [];
    for (const name of NAMES) {
      const { calls, failed } = await bursts(bench, name);
      rows.push([name, (calls / CHATS).toFixed(2)]);
      failures.push(...failed);
    }
    return {
      title: "A burst of five messages",
      how: `Calls of the model for ${BURST} messages of one person, ${GAP_MS} ms apart, window 500 ms, mean of ${CHATS} conversations. Every message must be in an answer. Chat SDK with its burst strategy.`,
      tables: [{ head: ["", "calls of the model"], rows }],
      failures,
    };
  },
};

async function bursts({ far, deployment }: Bench, name: string) {
  const env = { TIMINGS: "{}", BATCH_WINDOW_MS: "500" };
  const running = await start(await deployment(name), { env });
  const client = new Client(running.origin);
  const one = async (chat: number) => {
    const finals: Promise<unknown>[] = [];
    for (let at = 0; at < BURST; at += 1) {
      const nonce = newNonce();
      finals.push(inTime(far.final(nonce)), client.post(update(chat, sumWith(nonce))));
      await new Promise((done) => setTimeout(done, GAP_MS));
    }
    await Promise.all(finals);
  };
  await one(1);
  const before = far.calls.get("model") ?? 0;
  await closedLoop(AT_A_TIME, CHATS, (at) => one(at + 2));
  const calls = (far.calls.get("model") ?? 0) - before;
  client.close();
  await running.stop();
  return { calls, failed: failuresOf(name, far.tally()) };
}
