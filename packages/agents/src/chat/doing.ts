import type { Snapshot } from "../runs/protocol.ts";
import type { Timings } from "../timings.ts";
import { notices } from "./notices.ts";

/** What a run is at while it streams nothing. */
export type Doing = Pick<Snapshot, "step" | "retryAt">;

/** Of what a worker does people are told this much. */
const MOST_WHAT = 120;

/**
 * A line about it in Markdown, or null: there is nothing to be said. The words for a step are a model's.
 *
 * @param now - epoch milliseconds
 */
export function doingLine(doing: Doing, now: number, language?: string): string | null {
  const { step, retryAt } = doing;
  const words = notices(language);
  if (retryAt !== undefined && retryAt > now) return words.asksAgain(timeOfDay(retryAt));
  if (!step) return null;
  const what = [...step.what.replace(/\s+/g, " ").trim()].slice(0, MOST_WHAT).join("");
  return what === "" ? null : words.step({ ...step, what });
}

/**
 * What the note of a turn should say where nothing else tells people how far it is; null: as it is. A wait
 * for the model is told when it makes the turn a long one, and again whenever it has become another.
 *
 * @param note - `from`: when the turn began; `stands`: what the note says so far, null: there is none;
 * `always`: a long turn has a note also without a wait
 */
export function noteLine(
  note: {
    readonly doing: Doing;
    readonly streams: boolean;
    readonly from: number;
    readonly stands: string | null;
    readonly always: boolean;
  },
  now: number,
  t: Pick<Timings, "progressNoteMs">,
  language?: string,
): string | null {
  const { doing, streams, from, stands, always } = note;
  const { waits, working } = notices(language);
  const { step, retryAt } = doing;
  if (retryAt !== undefined && retryAt > now) {
    const long = stands !== null || retryAt - from >= t.progressNoteMs;
    return long ? waits(timeOfDay(retryAt)) : null;
  }
  if (stands === null) return always && now - from >= t.progressNoteMs ? working : null;
  // Only what is seen of the work ends a wait: after a restart nothing is known of it for a moment.
  return streams || step !== undefined ? working : null;
}

/** UTC: nobody has told us where people are. */
function timeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
