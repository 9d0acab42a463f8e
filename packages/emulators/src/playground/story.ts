import { type Conversation, isOpen } from "./inspection.ts";
import type { RuntimeView } from "./runtime.ts";

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
  /** Answers that were not finished when it happened. */
  readonly open: number;
  /** When the last of them was; null: not yet, or there was none. */
  readonly finishedAt: number | null;
  /** Messages of ours that hold them. */
  readonly messages: number;
  /** How one of them ended, if not with an answer. */
  readonly ending: string | null;
}

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
 * open then if its first message was there before and its end came after.
 */
export function recoveryOf(death: Death, conversation: Conversation | null): Recovery {
  const { diedAt } = death;
  const waiting = conversation?.pending.filter(({ at }) => at <= diedAt) ?? [];
  const batches =
    conversation?.batches.filter(
      ({ said, ended_at }) =>
        (said[0]?.at ?? Number.POSITIVE_INFINITY) <= diedAt &&
        (ended_at === null || ended_at > diedAt),
    ) ?? [];
  const finished =
    batches.length > 0 &&
    waiting.length === 0 &&
    batches.every((batch) => !isOpen({ pending: [], batches: [batch] }));
  const finals = batches.flatMap(({ posts }) => posts.filter(({ role }) => role === "final"));
  const other = batches.find(({ state }) => state !== "answered");
  return {
    ...death,
    open: batches.length + Math.min(1, waiting.length),
    finishedAt: finished ? Math.max(...batches.map(({ ended_at }) => ended_at ?? 0)) : null,
    messages: finals.filter(({ ref }) => ref !== null).length,
    ending: finished ? (other?.state ?? null) : null,
  };
}
