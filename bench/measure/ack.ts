import type { Bench, Measurement } from "../bench.ts";
import { Client, CONNECTIONS, closedLoop } from "../load.ts";
import { update } from "../messages.ts";
import { median, medianRatio, quantile, rotated, type Section } from "../report.ts";
import { type Running, start } from "../runtime.ts";

const FLOOR = "ack floor";
const PRODUCT = "trunkline";
/** Left out of a quick run. */
const SLOW = "Chat SDK, durable";
const LATER_MS = 3_600_000;
/** Nothing is answered meanwhile, and nothing that waits so long in this measurement only is noted. */
const ENV = {
  TIMINGS: JSON.stringify({ platformSecondMs: 1, noteAfterMs: LATER_MS }),
  BATCH_WINDOW_MS: String(LATER_MS),
};

/** What is on disk when the webhook is answered, and which share of the conversations is enough. */
const CONTENDERS: Readonly<Record<string, { readonly keeps: string; readonly share: number }>> = {
  [PRODUCT]: { keeps: "message", share: 1 },
  [FLOOR]: { keeps: "message", share: 1 },
  "Chat SDK, memory": { keeps: "nothing", share: 1 },
  [SLOW]: { keeps: "dedup key", share: 0.1 },
  "grammY + Hono": { keeps: "nothing, has replied", share: 1 },
};

interface Round {
  readonly first: number;
  readonly known: number;
  readonly cpuMs: number;
  readonly latencies: readonly number[];
}

/** How fast a webhook is acknowledged when its message is on disk. */
export const ack: Measurement = {
  name: "ack",
  async run(bench): Promise<Section> {
    const names = Object.keys(CONTENDERS).filter((name) => !bench.quick || name !== SLOW);
    const runs = new Map<string, Running>();
    for (const name of names) {
      runs.set(name, await start(await bench.deployment(name), { env: ENV }));
    }
    const rounds = new Map<string, Round[]>(names.map((name) => [name, []]));
    const count = bench.quick ? 3 : 9;
    for (let round = 0; round < count; round += 1) {
      for (const name of rotated(names, round)) {
        const running = runs.get(name);
        if (running) rounds.get(name)?.push(await oneRound(bench, running, round));
      }
    }
    const failures = await notKept(bench, runs, count);
    for (const running of runs.values()) await running.stop();
    return report(rounds, failures);
  },
};

function chatsOf(bench: Bench, name: string): number {
  return (bench.quick ? 60 : 400) * (CONTENDERS[name]?.share ?? 1);
}

/** Each round has new conversations: one message each, then two more. */
async function oneRound(bench: Bench, running: Running, round: number): Promise<Round> {
  const chats = chatsOf(bench, running.name);
  const client = new Client(running.origin);
  const post = async (index: number) => {
    const status = await client.post(update(chatAt(round, index % chats), "words of a person"));
    if (status !== 200) throw new Error(`${running.name}: webhook ${status}`);
  };
  const first = await closedLoop(CONNECTIONS, chats, post);
  const before = running.cpuMs();
  const known = await closedLoop(CONNECTIONS, chats * 2, post);
  client.close();
  return {
    first: chats / first.seconds,
    known: (chats * 2) / known.seconds,
    cpuMs: (running.cpuMs() - before) / (chats * 2),
    latencies: known.latencies,
  };
}

const chatAt = (round: number, chat: number) => round * 10_000 + chat + 1;

/** Kills those that keep messages, starts them again and counts what they still have. */
async function notKept(
  bench: Bench,
  runs: Map<string, Running>,
  rounds: number,
): Promise<string[]> {
  const failures: string[] = [];
  for (const name of [PRODUCT, FLOOR]) {
    const again = await runs.get(name)?.restart();
    if (!again) continue;
    runs.set(name, again);
    let missing = 0;
    for (let index = 0; index < 50; index += 1) {
      const chat = chatAt(index % rounds, (index * 7) % chatsOf(bench, name));
      missing += 3 - (await keptIn(again, name, chat));
    }
    if (missing !== 0) failures.push(`${name}: ${missing} acknowledged and not there after a kill`);
  }
  return failures;
}

async function keptIn({ origin }: Running, name: string, chat: number): Promise<number> {
  if (name === FLOOR) return Number(await (await fetch(`${origin}/?count=${chat}`)).json());
  const headers = { authorization: "Bearer bench-admin" };
  const answer = await fetch(`${origin}/admin/conversations/${chat}`, { headers });
  // Nobody has spoken there: all of it is lost.
  if (answer.status === 404) return 0;
  const { pending } = (await answer.json()) as { pending: unknown[] };
  return pending.length;
}

function report(
  rounds: ReadonlyMap<string, readonly Round[]>,
  failures: readonly string[],
): Section {
  const of = (name: string, value: (round: Round) => number) => (rounds.get(name) ?? []).map(value);
  const compared = (name: string, value: (round: Round) => number) => [
    median(of(name, value)).toFixed(0),
    medianRatio(of(name, value), of(FLOOR, value)).toFixed(2),
  ];
  const rows = [...rounds.keys()].map((name) => [
    name,
    CONTENDERS[name]?.keeps ?? "",
    ...compared(name, ({ known }) => known),
    median(of(name, ({ cpuMs }) => cpuMs)).toFixed(2),
    ...[0.5, 0.99].map((share) =>
      median(of(name, ({ latencies }) => quantile(latencies, share))).toFixed(1),
    ),
    ...compared(name, ({ first }) => first),
  ]);
  const speed = (name: string) => of(name, ({ known }) => known);
  const ratio = medianRatio(speed(PRODUCT), speed(FLOOR));
  const head = ["", "on disk at 200", "known/s", "of floor", "CPU ms", "p50 ms", "p99 ms"];
  return {
    title: "Durable ack",
    how: `Webhook to 200 without any answering, ${CONNECTIONS} connections: the second and third message of a conversation (known), and the first one of a new conversation (new). The floor verifies, parses, writes one row and one alarm by hand. Aim: 0.8 of the floor. After the rounds those that keep messages are killed, and every acknowledged message of 50 conversations must still be there.`,
    tables: [{ head: [...head, "new/s", "of floor"], rows }],
    aims: [
      {
        what: "durable ack, of the floor",
        aim: "0.80",
        measured: ratio.toFixed(2),
        met: ratio >= 0.8,
      },
    ],
    failures,
  };
}
