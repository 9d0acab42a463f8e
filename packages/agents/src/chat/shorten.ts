import { messageOf } from "@trunkline/transport";
import * as z from "zod/mini";
import { type RunFinal, type RunRequest, Snapshot } from "../runs/protocol.ts";
import { sumOf } from "../runs/usage.ts";
import type { Conversation } from "./conversation.ts";
import type { Doing } from "./doing.ts";
import { asTurns, isNamed, nowOf, type Said } from "./history.ts";
import { roomBeside, tooMany } from "./room.ts";
import { parsed } from "./said.ts";
import type { Batch, HistoryRow } from "./schema.ts";
import { reached } from "./unreachable.ts";

/** How the past was made to fit. */
export type Made =
  /** It does, or the model has declined: what is left out is said. */
  | { readonly do: "go on" }
  /** The runner is not the batch's any more. */
  | { readonly do: "leave" }
  /** The model cannot be asked: neither can it for an answer. */
  | { readonly do: "fail"; readonly final: RunFinal };

/**
 * Has the oldest of the past put in short until the rest fits beside what is said now: nothing is left out of a
 * request before a model has read it. Each piece is a run of its own, recorded like any other, and its
 * summary takes its place at once.
 *
 * @param most - bytes for the past and what is said now
 * @param told - what such a run is at
 */
export async function makeRoom<C>(
  c: Conversation<C>,
  batch: Batch,
  said: readonly Said[],
  most: number,
  told: (doing: Doing) => void,
): Promise<Made> {
  for (;;) {
    const rows = c.history.open();
    const named = isNamed([...rows, ...said]);
    const summary = c.history.summary()?.text ?? null;
    const room = roomBeside(nowOf(said, named, most), summary, most);
    const oldest = tooMany(rows, named, room);
    const last = oldest.at(-1);
    if (!last || isDeclined(c, Date.now())) return { do: "go on" };
    const id = `${batch.id}-until-${last.n}`;
    const final = await inShort(c, batch, id, requestFor(c, batch, oldest, named), told);
    if (final === null || !c.batches.mine(batch.id, batch.epoch)) {
      // A newer runner of the same batch goes on with the same run.
      if (!isOpen(c.batches.get(batch.id))) forget(c, id, "cancel");
      return { do: "leave" };
    }
    if (final.kind === "failed" && !DECLINED.includes(final.failure)) return { do: "fail", final };
    const { summary: short } = final.kind === "answer" ? final : {};
    c.transaction(() => {
      if (short) c.history.fold(short.upTo, short.text, short.from);
      c.batches.paid(batch.id, sumOf(c.batches.usageOf(batch.id), final.usage));
    });
    forget(c, id, "settle");
    // Nothing has changed: it would be asked the same for ever.
    if (c.history.open()[0]?.n === oldest[0]?.n) {
      noteDeclined(c, Date.now());
      return { do: "go on" };
    }
  }
}

/** Notes that nobody puts this past in short: each turn would pay for another refusal. */
export function noteDeclined<C>({ history, facts }: Conversation<C>, now: number): void {
  const first = history.open()[0]?.n;
  if (first !== undefined) facts.set("declined", JSON.stringify({ first, at: now }));
}

/** Whether that was so a while ago, and the past still begins there. */
export function isDeclined<C>({ history, facts, timings }: Conversation<C>, now: number): boolean {
  const json = facts.get("declined");
  if (json === null) return false;
  const { first, at } = Declined.parse(JSON.parse(json));
  return history.open()[0]?.n === first && now - at < timings.declinedMs;
}

const Declined = z.object({ first: z.number(), at: z.number() });

/** The same would come of it again. */
const DECLINED: readonly string[] = ["model_refused", "model_invalid"];

function requestFor<C>(
  c: Conversation<C>,
  batch: Batch,
  rows: readonly HistoryRow[],
  named: boolean,
): RunRequest {
  const { userId, userName, metadata } = parsed(c, batch.ctx);
  const summary = c.history.summary()?.text;
  const first = rows[0]?.n;
  return {
    v: 1,
    conversation: c.name,
    only: "summary",
    turn: batch.id,
    turns: asTurns(rows, named),
    platform: c.platform.name,
    from: { userId, name: userName, private: metadata.private === true },
    ...(first === undefined ? {} : { first }),
    ...(summary === undefined ? {} : { summary }),
  };
}

/** @returns null: the batch is not this runner's any more */
async function inShort<C>(
  c: Conversation<C>,
  batch: Batch,
  id: string,
  request: RunRequest,
  told: (doing: Doing) => void,
): Promise<RunFinal | null> {
  const { batches, timings } = c;
  const agent = () => c.agent("simple");
  const start = () => agent().start(id, batch.attempt, request);
  await reached(start, timings.rpcTimeoutMs, "start");
  for (let seq = -1; ; ) {
    const attach = () => agent().attach(id, seq);
    const snapshot = Snapshot.parse(await reached(attach, timings.rpcTimeoutMs, "attach"));
    if (snapshot.final) return snapshot.final;
    if (!batches.mine(batch.id, batch.epoch)) return null;
    if (snapshot.state === "unknown") throw new Error("the pool does not know the run");
    seq = snapshot.seq;
    if (snapshot.alive) batches.busy(batch, Date.now());
    told(snapshot);
  }
}

/** Somebody is going to ask for its summary. */
function isOpen(batch: Batch | null): boolean {
  return batch?.ending === null && (batch.state === "active" || batch.state === "waiting");
}

/** Should it get lost: the pool forgets by itself. */
function forget<C>(c: Conversation<C>, id: string, how: "cancel" | "settle"): void {
  const lost = (error: unknown) => c.log("summary.kept", { run: id, why: messageOf(error) });
  void c.agent("simple")[how](id).catch(lost);
}
