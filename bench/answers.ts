import { inTime } from "./bench.ts";
import type { Far, Seen, Tally } from "./far.ts";
import { Client, CONNECTIONS, closedLoop } from "./load.ts";
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
  readonly path?: string;
}

/** Closed loop of whole answers: a connection posts, waits for the final, and takes the next. */
export async function askMany(far: Far, to: Running, asking: Asking): Promise<Answered> {
  const { messages, chatOf, text = sumWith, connections = CONNECTIONS, path } = asking;
  const client = new Client(to.origin, path);
  const seen: Seen[] = [];
  const before = to.cpuMs();
  const { seconds, latencies } = await closedLoop(connections, messages, async (index) => {
    const nonce = newNonce();
    const final = far.final(nonce);
    const status = await client.post(update(chatOf(index), text(nonce)));
    if (status !== 200) throw new Error(`${to.name}: webhook ${status}`);
    const one = await inTime(final);
    if (one) seen.push(one);
  });
  client.close();
  const cpuMs = (to.cpuMs() - before) / messages;
  return { perSecond: messages / seconds, latencies, cpuMs, seen, tally: far.tally() };
}
