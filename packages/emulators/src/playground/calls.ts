import type { ModelServer } from "../model/index.ts";
import type { Call, Fault } from "../wire.ts";

/** One HTTP call between the runtime and the outside. */
export interface CallLine {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** `in`: to the runtime. `out`: from it. */
  readonly way: "in" | "out";
  readonly what: string;
  /** HTTP status; null while it is open, or when there never was one. */
  readonly status: number | null;
  /** What is special about it, in a few words. */
  readonly note: string | null;
  /** `quiet`: it has no answer, and nothing is wrong with that. */
  readonly tone: "good" | "bad" | "open" | "quiet";
  /** The place that it belongs to, if it belongs to one. */
  readonly place: string | null;
}

/** More would make every push heavy. */
export const MOST_CALLS = 60;

const NOTES: Readonly<Record<Fault["kind"], string>> = {
  "cut-before": "cut before it arrived",
  "cut-after": "done, the answer was lost",
  reset: "done, the answer was lost",
  "half-body": "done, half of the answer was lost",
  timeout: "no answer",
  slow: "slow",
  late: "cut, takes effect late",
  reply: "broken",
};

/** Calls of the runtime, as an emulated platform has seen them. */
export function outLines(
  name: string,
  calls: readonly Call[],
  startedAt: number,
  placeOf: (call: Call) => string | null,
): CallLine[] {
  return calls.slice(-MOST_CALLS).map((call) => ({
    key: `${name}-${call.n}`,
    at: call.at,
    way: "out",
    what: call.method,
    place: placeOf(call),
    ...outcome(call, call.at < startedAt),
  }));
}

/** Calls to the model. */
export function modelLines(model: ModelServer, startedAt: number): CallLine[] {
  const entries = new Map(model.journal.slice(-MOST_CALLS).map((entry) => [entry.call, entry]));
  return model.wire.calls.slice(-MOST_CALLS).map((call) => {
    const entry = entries.get(call);
    const what = entry?.router ? "model (route)" : "model (answer)";
    const line = { key: `model-${call.n}`, at: call.at, way: "out", what, place: null } as const;
    if (!entry?.cut) return { ...line, ...outcome(call, call.at < startedAt) };
    // Told to break off, it did: a death that came later has ended nothing.
    if (entry.behaviour?.kind === "cut") return { ...line, ...BROKEN };
    if (call.at < startedAt) return { ...line, ...DIED };
    // Nobody has told the model to break off: we have, for instance after /stop.
    const ours = entry.behaviour === null && call.fault === null;
    return { ...line, ...(ours ? ENDED_BY_US : BROKEN) };
  });
}

type Outcome = Pick<CallLine, "status" | "note" | "tone">;

/** What is said of a call that had no answer when its process ended. */
export const DIED: Outcome = { status: null, note: "died with the runtime", tone: "quiet" };
export const ENDED_BY_US: Outcome = { status: null, note: "ended by us", tone: "quiet" };
const BROKEN: Outcome = { status: null, note: "broke off", tone: "bad" };

function outcome({ moment, status, fault }: Call, before: boolean): Outcome {
  const note = fault === null ? null : NOTES[fault];
  if (moment === "answered") return { status, note, tone: status < 400 ? "good" : "bad" };
  // A slow call has its answer still to come; the others never get one.
  if (fault !== null && fault !== "slow") return { status: null, note, tone: "bad" };
  if (before) return DIED;
  return { status: null, note, tone: "open" };
}

/** The newest first. */
export function lastCalls(...lines: readonly (readonly CallLine[])[]): CallLine[] {
  return lines
    .flat()
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_CALLS);
}
