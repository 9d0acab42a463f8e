import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "../wire.ts";
import type { Breach, Plan } from "./behaviour.ts";
import { type Frame, framesOf } from "./frames.ts";
import type { Entry } from "./journal.ts";
import { idOf, messageJson, type Sent } from "./message.ts";
import { errorBody } from "./refusal.ts";

type Write = (chunk: string) => Promise<void>;

/** Thrown inside a stream: the wire then closes the connection. */
class Cut extends Error {}

/** The HTTP answer for a plan; `delayMs` is the usual pause before a delta. */
export function deliver(entry: Entry, plan: Plan, sent: Sent, delayMs: number): Reply {
  const requestId = idOf("req", sent.n);
  const streamed = entry.request?.stream === true;
  const frames = streamed ? framesOf(sent, plan.lasting?.deltas) : jsonFrames(sent, plan);
  const pauseMs = plan.lasting
    ? plan.lasting.durationMs / (streamed ? plan.lasting.deltas : 1)
    : streamed
      ? delayMs * plan.answer.pace
      : 0;
  const type = streamed ? "text/event-stream; charset=utf-8" : "application/json";
  const headers = { "request-id": requestId, "content-type": type, "cache-control": "no-cache" };
  const plain = !streamed && !plan.breach && !plan.silent && pauseMs === 0;
  if (plain) return { status: 200, headers, body: messageJson(sent, false) };
  return {
    status: 200,
    headers,
    chunks: frames.length,
    stream: async (write, gone) => {
      if (plan.silent) return waitFor(gone, entry);
      await send(frames, plan.breach, pauseMs, requestId, entry, write, gone);
    },
  };
}

/** A JSON answer: in two halves if it is to stop in the middle, else at once. */
function jsonFrames(sent: Sent, plan: Plan): Frame[] {
  const text = JSON.stringify(messageJson(sent, false));
  if (!plan.breach) return [{ text, delta: true }];
  const half = Math.floor(text.length / 2);
  return [
    { text: text.slice(0, half), delta: true },
    { text: text.slice(half), delta: true },
  ];
}

async function send(
  frames: readonly Frame[],
  breach: Breach | null,
  pauseMs: number,
  requestId: string,
  entry: Entry,
  write: Write,
  gone: AbortSignal,
): Promise<void> {
  const total = frames.filter((frame) => frame.delta).length;
  let due = breach ? Math.min(breach.afterDeltas, total) : -1;
  for (const frame of frames) {
    const here = entry.deltas === due && (frame.delta || due === total);
    if (breach && here && (total > 0 || frame.text.startsWith("event: message_delta"))) {
      due = -1;
      await breakOff(breach, requestId, entry, write, gone);
      if (breach.how !== "garbage") return;
    }
    // A caller that leaves ends the pause; the next line sees it.
    if (frame.delta && pauseMs > 0) await sleep(pauseMs, null, { signal: gone }).catch(() => {});
    if (gone.aborted) {
      entry.broken = true;
      return;
    }
    await write(frame.text);
    if (frame.delta) entry.deltas += 1;
  }
  // A fault may have cut at the last chunk. A caller that leaves right behind `message_stop` has
  // had all of it, even if it does not wait for the end of the response.
  if (gone.aborted) entry.broken = true;
  else entry.completed = true;
}

async function breakOff(
  breach: Breach,
  requestId: string,
  entry: Entry,
  write: Write,
  gone: AbortSignal,
): Promise<void> {
  switch (breach.how) {
    case "garbage":
      await write("event: content_block_delta\ndata: {not json at all\n\n");
      return;
    case "stall":
      return waitFor(gone, entry);
    case "error-event": {
      const error = errorBody(breach.errorType, "Overloaded", requestId);
      entry.broken = true;
      await write(`event: error\ndata: ${JSON.stringify(error)}\n\n`);
      return;
    }
    case "end-early":
      entry.broken = true;
      return;
    case "cut":
      entry.broken = true;
      throw new Cut();
    default:
      return breach.how satisfies never;
  }
}

async function waitFor(gone: AbortSignal, entry: Entry): Promise<void> {
  entry.broken = true;
  if (gone.aborted) return;
  await new Promise((resolve) => gone.addEventListener("abort", resolve, { once: true }));
}
