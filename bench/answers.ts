import { inTime } from "./bench.ts";
import type { Far, Seen, Tally } from "./far.ts";
import { Client, CONNECTIONS, closedLoop, openLoop } from "./load.ts";
import { newNonce, sumWith, update } from "./messages.ts";
import type { Running } from "./runtime.ts";

export interface Answered {
  readonly perSecond: number;
  /** From webhook to final, in milliseconds. */
  readonly latencies: readonly number[];
  /** Time on the processor for one answer, in milliseconds. */
  readonly cpuMs: number;
  readonly seen: readonly Seen[];
  readonly tally: Tally;
}

export interface Asking {
  readonly messages: number;
  /** The chat of each message; two of one chat must not be open at once. */
  readonly chatOf: (index: number) => number;
  readonly text?: (nonce: string) => string;
  readonly connections?: number;
  /** Open loop instead: a message each so many milliseconds. */
  readonly everyMs?: number;
  readonly path?: string;
}

/** Whole answers, as a rule in a closed loop: a connection posts, waits for the final, takes the next. */
export async function askMany(far: Far, to: Running, asking: Asking): Promise<Answered> {
  const { messages, chatOf, text = sumWith, connections = CONNECTIONS, everyMs, path } = asking;
  const client = new Client(to.origin, path);
  const seen: Seen[] = [];
  const before = to.cpuMs();
  const job = async (index: number) => {
    const nonce = newNonce();
    const final = far.final(nonce);
    const status = await client.post(update(chatOf(index), text(nonce)));
    if (status !== 200) throw new Error(`${to.name}: webhook ${status}`);
    const one = await inTime(final);
    if (one) seen.push(one);
  };
  const { seconds, latencies } = await (everyMs === undefined
    ? closedLoop(connections, messages, job)
    : openLoop(everyMs, messages, job));
  client.close();
  const cpuMs = (to.cpuMs() - before) / messages;
  return { perSecond: messages / seconds, latencies, cpuMs, seen, tally: far.tally() };
}
