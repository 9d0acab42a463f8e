import * as z from "zod/mini";
import type { Delivery } from "../contract.ts";
import { Comment, Repository, Review, Subject } from "./payload.ts";

/** One attempt to deliver an event to an App, as GitHub lists them. */
const Attempt = z.object({
  id: z.union([z.number(), z.bigint()]),
  guid: z.string(),
  delivered_at: z.string(),
  redelivery: z.boolean(),
  status_code: z.number(),
});
export type Attempt = z.infer<typeof Attempt>;
const Attempts = z.array(Attempt);

/** On the first sweep, and for as long as GitHub's own lists lag behind. */
const FIRST_MS = 24 * 3_600_000;
const LAG_MS = 5 * 60_000;
const MOST_ATTEMPTS = 5;

/** From when on a sweep looks; its cursors are times of GitHub's. */
export function sweptFrom(cursor: string | null, now: number): string {
  const from = cursor === null ? now - FIRST_MS : Date.parse(cursor) - LAG_MS;
  return new Date(from).toISOString();
}

export function attemptsIn(page: unknown): Attempt[] {
  return Attempts.parse(page);
}

/**
 * Which deliveries to ask for again: those that no attempt has brought. GitHub itself never repeats one.
 * Asking again is itself an attempt, so one that we keep refusing ends; what is down now may be up next time.
 *
 * @returns the ids of one attempt each
 */
export function due(attempts: readonly Attempt[]): string[] {
  const byGuid = Map.groupBy(attempts, ({ guid }) => guid);
  return [...byGuid.values()].flatMap((same) => {
    if (same.some(({ status_code: code }) => code >= 200 && code < 300)) return [];
    const [newest] = same.toSorted((a, b) => b.delivered_at.localeCompare(a.delivered_at));
    if (!newest || same.length >= MOST_ATTEMPTS) return [];
    const refused = newest.status_code >= 400 && newest.status_code < 500;
    return newest.redelivery && refused ? [] : [String(newest.id)];
  });
}

const Notices = z.array(
  z.object({
    subject: z.object({ type: z.string(), url: z.nullish(z.string()) }),
    repository: Repository,
  }),
);

/** An issue or pull request in which something has happened. */
export interface Stirred {
  readonly repository: Repository;
  readonly number: number;
  readonly isPull: boolean;
}

/** What one page of notifications tells; discussions have no address there. */
export function stirredIn(page: unknown): Stirred[] {
  return Notices.parse(page).flatMap(({ subject, repository }) => {
    const [, kind, number] = /\/(issues|pulls)\/(\d+)$/.exec(subject.url ?? "") ?? [];
    if (number === undefined) return [];
    return [{ repository, number: Number(number), isPull: kind === "pulls" }];
  });
}

const Comments = z.array(Comment);
const Reviews = z.array(Review);

/** What the API tells of one of them. */
export interface Told {
  readonly at: Stirred;
  /** The issue; of a pull request that. */
  readonly subject: unknown;
  readonly comments: readonly unknown[];
  readonly reviewComments: readonly unknown[];
  readonly reviews: readonly unknown[];
}

/**
 * What was written since a time, as the deliveries that would have told of it: they are read like those, and
 * the key of the text is the same, so what has come by a webhook is known.
 */
export function deliveriesOf(told: Told, since: string): Delivery[] {
  const { repository, isPull } = told.at;
  const subject = Subject.parse(told.subject);
  const from = Date.parse(since);
  const young = (iso: string | null | undefined) => Date.parse(iso ?? "") >= from;
  const opening = isPull ? { pull_request: subject } : { issue: subject };
  const below = { issue: isPull ? { ...subject, pull_request: {} } : subject };
  const event = (name: string, action: string, id: number, body: object, sender: unknown) => ({
    body: { action, repository, sender, ...body },
    header: (header: string) =>
      header === "x-github-event"
        ? name
        : header === "x-github-delivery"
          ? `swept-${name}-${id}`
          : null,
  });
  return [
    ...(young(subject.created_at)
      ? [event(isPull ? "pull_request" : "issues", "opened", subject.id, opening, subject.user)]
      : []),
    ...Comments.parse(told.comments)
      .filter(({ created_at }) => young(created_at))
      .map((comment) =>
        event("issue_comment", "created", comment.id, { ...below, comment }, comment.user),
      ),
    ...Reviews.parse(told.reviews)
      .filter(({ submitted_at }) => young(submitted_at))
      .map((review) =>
        event("pull_request_review", "submitted", review.id, { ...opening, review }, review.user),
      ),
    ...Comments.parse(told.reviewComments)
      .filter(({ created_at }) => young(created_at))
      .map((comment) => {
        const body = { ...opening, comment };
        return event("pull_request_review_comment", "created", comment.id, body, comment.user);
      }),
  ];
}
