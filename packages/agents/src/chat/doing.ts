import type { Snapshot } from "../runs/protocol.ts";
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

/** UTC: nobody has told us where people are. */
function timeOfDay(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
