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
/** One attempt to deliver an event to an App, as GitHub lists them. */
export type Attempt = z.infer<typeof Attempt>;
const Attempts = z.array(Attempt);

/** What a sweep leaves for the next one; a time of ours, GitHub's clock may differ. */
const Cursor = z.object({
  at: z.string(),
  /** How often a delivery was asked for again. */
  tried: z.record(z.string(), z.number()),
});

/** On the first sweep, and for as long as GitHub's own lists lag behind. */
const FIRST_MS = 24 * 3_600_000;
const LAG_MS = 5 * 60_000;
/** What fails every time ends after so many sweeps. */
const MOST_TRIES = 20;

type Tried = Readonly<Record<string, number>>;

/** From when on a sweep looks, and what has been tried. A cursor of another version is none. */
export function sweptFrom(
  cursor: string | null,
  now: number,
): { readonly since: string; readonly tried: Tried } {
  const known = cursor === null ? null : Cursor.safeParse(parsed(cursor)).data;
  const from = known ? Date.parse(known.at) - LAG_MS : now - FIRST_MS;
  return { since: new Date(from).toISOString(), tried: known?.tried ?? {} };
}

/** What a round that is over leaves: the next one looks from now on. */
export function cursorAt(now: number, tried: Tried = {}): string {
  return JSON.stringify({ at: new Date(now).toISOString(), tried });
}

/** What a round that is not over leaves: the next one looks from the same time on. */
export function cursorSince(since: string, tried: Tried): string {
  return cursorAt(Date.parse(since) + LAG_MS, tried);
}

/** One page of the list of attempts. @throws when it is none */
export function attemptsIn(page: unknown): Attempt[] {
  return Attempts.parse(page);
}

/** Deliveries to ask for again, and what has been tried of those that have not come. */
export interface Due {
  /** Of one attempt each, what was tried least first: one that GitHub chokes on keeps none waiting. */
  readonly again: readonly { readonly id: string; readonly guid: string }[];
  readonly tried: Tried;
}

/**
 * Which deliveries to ask for again: those that no attempt has brought. GitHub itself never repeats one.
 * Asking again is itself an attempt, so one that we refuse again, or too often, ends.
 */
export function due(attempts: readonly Attempt[], tried: Tried): Due {
  const failed = [...Map.groupBy(attempts, ({ guid }) => guid).values()].flatMap((same) => {
    if (same.some(({ status_code: code }) => code >= 200 && code < 300)) return [];
    return same.toSorted((a, b) => b.delivered_at.localeCompare(a.delivered_at)).slice(0, 1);
  });
  const again = failed.filter(({ redelivery, status_code: code }) => {
    return !(redelivery && code >= 400 && code < 500);
  });
  return {
    again: leastTried(again, ({ guid }) => guid, tried).map(({ id, guid }) => {
      return { id: String(id), guid };
    }),
    // Those that are over too, as long as the list still shows them.
    tried: Object.fromEntries(failed.map(({ guid }) => [guid, tried[guid] ?? 0])),
  };
}

/** What may be tried once more, what was tried least first. */
export function leastTried<T>(all: readonly T[], keyOf: (one: T) => string, tried: Tried): T[] {
  const times = (one: T) => tried[keyOf(one)] ?? 0;
  return all.filter((one) => times(one) < MOST_TRIES).toSorted((a, b) => times(a) - times(b));
}

/** One more try of it; one that is done, or that GitHub refuses for good, is not tried again. */
export function triedOnce(tried: Tried, key: string, done = false): Tried {
  return { ...tried, [key]: done ? MOST_TRIES : (tried[key] ?? 0) + 1 };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const Notices = z.array(
  z.object({
    id: z.string(),
    updated_at: z.string(),
    subject: z.object({ type: z.string(), url: z.nullish(z.string()) }),
    repository: Repository,
  }),
);

/** An issue or pull request in which something has happened. */
export interface Stirred {
  /** Of what has happened there until now: more of it has another key. */
  readonly key: string;
  readonly repository: Repository;
  readonly number: number;
  readonly isPull: boolean;
}

/** What one page of notifications tells; discussions have no address there. */
export function stirredIn(page: unknown): Stirred[] {
  return Notices.parse(page).flatMap(({ id, updated_at, subject, repository }) => {
    const [, kind, number] = /\/(issues|pulls)\/(\d+)$/.exec(subject.url ?? "") ?? [];
    if (number === undefined) return [];
    const key = `${id}@${updated_at}`;
    return [{ key, repository, number: Number(number), isPull: kind === "pulls" }];
  });
}

const Comments = z.array(Comment);
const Reviews = z.array(Review);

/** What the API tells of one of them, a page at a time. */
export interface Told {
  readonly at: Stirred;
  /** The issue; of a pull request that. */
  readonly subject: unknown;
  readonly kind: "opening" | "comments" | "reviewComments" | "reviews";
  /** One page of these; of the opening none. */
  readonly page: readonly unknown[];
}

/** In place of the id of a delivery: nobody has sent one. */
const SWEPT = "swept-";

/** Whether a sweep has found it. @param key - of the delivery */
export function isSwept(key: string): boolean {
  return key.startsWith(`github:${SWEPT}`);
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
          ? `${SWEPT}${name}-${id}`
          : null,
  });
  switch (told.kind) {
    case "opening":
      if (!young(subject.created_at)) return [];
      return [
        event(isPull ? "pull_request" : "issues", "opened", subject.id, opening, subject.user),
      ];
    case "comments":
      return Comments.parse(told.page)
        .filter(({ created_at }) => young(created_at))
        .map((comment) =>
          event("issue_comment", "created", comment.id, { ...below, comment }, comment.user),
        );
    case "reviews":
      return Reviews.parse(told.page)
        .filter(({ submitted_at }) => young(submitted_at))
        .map((review) =>
          event("pull_request_review", "submitted", review.id, { ...opening, review }, review.user),
        );
    case "reviewComments":
      return Comments.parse(told.page)
        .filter(({ created_at }) => young(created_at))
        .map((comment) => {
          const body = { ...opening, comment };
          return event("pull_request_review_comment", "created", comment.id, body, comment.user);
        });
  }
}
