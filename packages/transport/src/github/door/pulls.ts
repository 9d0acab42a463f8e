import * as z from "zod/mini";
import type { Steps } from "../call.ts";
import type { Method } from "./input.ts";
import { pullAtSpot } from "./looks.ts";
import { loginsOf, type Pull } from "./records.ts";
import { refused, type Spot } from "./site.ts";
import { stateOf, type Told } from "./words.ts";

const PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";
const at = ({ owner, repo, number }: Spot) => ({ owner, repo, pull_number: number });

/**
 * What a merge depends on: the commits that were shown, and where they go. Commits that others merge in
 * between do not count: GitHub says by itself when they are in the way.
 */
export function mergeState(pull: Pull): string {
  return `${stateOf(pull)} ${pull.head.sha} ${pull.base.ref}`;
}

/** Looks whether it can be merged. @throws in words for the asker, when it cannot be as it is */
export function mergeable(pull: Pull): void {
  const state = stateOf(pull);
  if (state !== "open")
    throw refused(`#${pull.number} is ${state === "draft" ? "a draft" : state}`);
  if (pull.mergeable_state === "dirty") throw refused(`#${pull.number} has conflicts`);
}

const merged = (number: number, sha: string, base: string, source: string): Told => ({
  text: `Merged #${number} (${sha.slice(0, 7)}) into ${base}.`,
  source,
});

/** The head of a {@link mergeState}. */
function headOf(state: string): string {
  return state.split(" ")[1] ?? "";
}

/** Merges the head that was shown. @throws with status 409 when it is another one now */
export function* merge(spot: Spot, method: Method, state: string): Steps<Told> {
  const sha = headOf(state);
  // Asked for first: what fails after the merge would look like a merge that has failed.
  const { base, html_url } = yield* pullAtSpot(spot);
  yield { route: `PUT ${PULL}/merge`, with: { ...at(spot), merge_method: method, sha } };
  return merged(spot.number, sha, base.ref, html_url);
}

/** Merged, with the head that was shown. */
export function* mergeDone(spot: Spot, state: string): Steps<Told | null> {
  const pull = yield* pullAtSpot(spot);
  if (stateOf(pull) !== "merged" || pull.head.sha !== headOf(state)) return null;
  return merged(spot.number, pull.head.sha, pull.base.ref, pull.html_url);
}

const Requested = z.object({ html_url: z.string() });

/** Asks people for a review. */
export function* requestReview(spot: Spot, reviewers: readonly string[]): Steps<Told> {
  const route = `POST ${PULL}/requested_reviewers`;
  const { html_url } = Requested.parse(yield { route, with: { ...at(spot), reviewers } });
  return { text: `Asked ${reviewers.join(", ")} for a review.`, source: html_url };
}

/** Whether all of them are asked for a review and have not given it. */
export function* reviewDone(spot: Spot, reviewers: readonly string[]): Steps<Told | null> {
  const pull = yield* pullAtSpot(spot);
  const waiting = loginsOf(pull.requested_reviewers).map((login) => login.toLowerCase());
  if (!reviewers.every((login) => waiting.includes(login.toLowerCase()))) return null;
  return { text: `${reviewers.join(", ")} are asked for a review.`, source: pull.html_url };
}
