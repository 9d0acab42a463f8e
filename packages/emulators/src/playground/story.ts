import { approvedAt, decisionIn } from "./approvals.ts";
import { type Entries, NO_ENTRIES } from "./books.ts";
import { type Batch, type Conversation, isOpen } from "./inspection.ts";
import type { RuntimeView } from "./runtime.ts";
import type { Act } from "./stage.ts";

/** A death of the runtime, and its return. */
export interface Death {
  readonly pid: number | null;
  /** Epoch milliseconds. */
  readonly diedAt: number;
  readonly backAt: number | null;
  readonly backPid: number | null;
}

/** What a death meant for one conversation. */
export interface Recovery extends Death {
  /** Batches that were not finished when it happened; messages that were none yet are one more. */
  readonly open: number;
  /** Answers of which words or steps were there already and that were not recorded. */
  readonly writing: number;
  /** Of the answers that were begun then, those that are not recorded yet. */
  readonly again: number;
  /** Of the answers that were begun then, those that are recorded and still being delivered. */
  readonly delivering: number;
  /** When the last of them was; null: not yet, or there was none. */
  readonly finishedAt: number | null;
  /** How many of them people have got, at least in part. */
  readonly answers: number;
  /** Messages of ours that hold them; one answer may need several. */
  readonly messages: number;
  /** Acts that were approved before it and not answered for. */
  readonly acts: number;
  /** How often these took effect at their platforms, from their approval to the end of this story. */
  readonly acted: number;
  /** How one of them ended, if not with an answer. */
  readonly ending: string | null;
}

/** States of an approved act that has not ended. */
const GOING = ["approved", "executing"];

/** The deaths so far and what the process does now. Pure. */
export function follow(
  deaths: readonly Death[],
  before: RuntimeView,
  now: RuntimeView,
  at: number,
): readonly Death[] {
  const last = deaths.at(-1);
  if (now.state === "down" && before.state !== "down") {
    return [...deaths, { pid: before.pid, diedAt: at, backAt: null, backPid: null }];
  }
  if (now.state === "up" && last?.backAt === null) {
    return [...deaths.slice(0, -1), { ...last, backAt: at, backPid: now.pid }];
  }
  return deaths;
}

/**
 * What became of the answers that a death has interrupted. It follows from the rows alone: a batch was
 * open then if its first message was there before and its end came after. Only whether an answer was being
 * written is not in the rows: the stream was in the memory of the process.
 *
 * @param before - as it was last seen before the death; null: nobody looked
 * @param timesDone - how often an act took effect between two times
 */
export function recoveryOf(
  death: Death,
  conversation: Conversation | null,
  before: Conversation | null,
  entries: Entries = NO_ENTRIES,
  timesDone: (act: Act, from: number, to: number) => number = () => 0,
): Recovery {
  const { diedAt } = death;
  const beganAt = ({ id, said, created_at }: Batch): number =>
    said[0]?.at ?? approvedAt(entries, decisionIn(id)?.approval ?? "") ?? created_at;
  const stored = [...(conversation?.pending ?? []), ...entries.unasked];
  const waiting = stored.filter(({ at }) => at <= diedAt);
  // A dead letter of before it may be replayed after it.
  const over =
    before?.batches.filter(({ ended_at }) => ended_at !== null).map(({ id }) => id) ?? [];
  const batches =
    conversation?.batches.filter(
      (batch) =>
        beganAt(batch) <= diedAt &&
        (batch.ended_at === null || batch.ended_at > diedAt) &&
        !over.includes(batch.id),
    ) ?? [];
  const going = entries.approvals.some(
    ({ id, state }) => GOING.includes(state) && (approvedAt(entries, id) ?? diedAt) < diedAt,
  );
  const finished =
    batches.length > 0 &&
    waiting.length === 0 &&
    !going &&
    batches.every((batch) => !isOpen({ pending: [], batches: [batch] }));
  const begun = batches.filter(
    ({ state, started_at }) => state === "active" && started_at !== null && started_at <= diedAt,
  );
  const again = begun.filter(({ ending }) => ending === null).length;
  const finals = batches
    .map(({ posts }) => posts.filter(({ role, ref }) => role === "final" && ref !== null).length)
    .filter((messages) => messages > 0);
  const acts = batches.filter(({ id }) => decisionIn(id)?.approved);
  const finishedAt = finished ? Math.max(...batches.map(({ ended_at }) => ended_at ?? 0)) : null;
  const done = acts.map((batch) => {
    const act = entries.approvals.find(({ id }) => id === decisionIn(batch.id)?.approval);
    return act ? timesDone(act, beganAt(batch), finishedAt ?? Number.POSITIVE_INFINITY) : 0;
  });
  const other = batches.find(({ state }) => state !== "answered");
  return {
    ...death,
    open: batches.length + Math.min(1, waiting.length),
    writing: before?.batches.filter(isWritten).length ?? 0,
    again,
    delivering: begun.length - again,
    finishedAt,
    answers: finals.length,
    messages: finals.reduce((sum, messages) => sum + messages, 0),
    acts: acts.length,
    acted: done.reduce((sum, times) => sum + times, 0),
    ending: finished ? (other?.state ?? null) : null,
  };
}

const isWritten = ({ state, ending, streamed, seq, route }: Batch): boolean =>
  state === "active" && ending === null && (streamed > 0 || seq > 0 || route !== null);
