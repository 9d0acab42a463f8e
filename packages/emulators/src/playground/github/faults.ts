import type { GitHubServer, GitHubThread } from "../../github/index.ts";
import type { Call } from "../../wire.ts";
import { type Fault, Ticket } from "../faults/fault.ts";
import { wireFaults } from "../faults/wire.ts";
import { refusing } from "../http.ts";

const WRITES = ["createComment", "createReply", "updateComment", "updateReviewComment"];
const FLOOD_SECONDS = 30;

/** Calls that change what people read. */
export const isWrite = ({ method }: Call): boolean => WRITES.includes(method);

/** What can go wrong with GitHub. @param threadOf - what a place shows */
export function gitHubFaults(
  github: GitHubServer,
  threadOf: (place: string) => GitHubThread,
  more: readonly Fault[],
): Fault[] {
  return [
    flood(github),
    ...wireFaults({
      stage: "github",
      wire: github.wire,
      isWrite,
      serverError: { status: 502, body: { message: "Server Error" } },
      afterLoss: "The comment is looked for before it is made again.",
    }),
    locked(github, threadOf),
    ...more,
  ];
}

/** 403 with `retry-after`: one of the three meanings of 403. */
function flood(github: GitHubServer): Fault {
  let ticket = new Ticket(0, 0);
  const limit = (seconds: number) => github.rateLimit({ kind: "secondary", seconds });
  return {
    id: "github-403",
    title: `403 for ${FLOOD_SECONDS} s`,
    about: "A secondary rate limit: for half a minute GitHub takes no call of the bot's at all.",
    arm(_place, now) {
      limit(FLOOD_SECONDS);
      ticket = new Ticket(Number.POSITIVE_INFINITY, now + FLOOD_SECONDS * 1_000);
    },
    disarm() {
      limit(0);
      ticket.end();
    },
    state: (_place, now) => ticket.state(now),
  };
}

/** Nobody but people with write access may write: what the bot has to say is undeliverable. */
function locked(github: GitHubServer, threadOf: (place: string) => GitHubThread): Fault {
  const isLocked = (place: string) => {
    const { repo, number } = threadOf(place);
    return github.thread(repo, number).locked;
  };
  const set = (place: string, on: boolean) => {
    const thread = threadOf(place);
    if (isLocked(place) === on) return;
    refusing(() =>
      on ? github.lock(thread, thread.repo.owner) : github.unlock(thread, thread.repo.owner),
    );
  };
  return {
    id: "github-lock",
    title: "Lock the conversation",
    about: "403: an answer that is on its way is undeliverable, and later questions are ignored.",
    arm: (place) => set(place, true),
    disarm: (place) => set(place, false),
    state: (place) => (isLocked(place) ? { left: null, until: null } : null),
  };
}

/** Something happens to the next delivery: whoever says something asks this. */
export class Next implements Fault {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  #ticket = new Ticket(0, 0);

  constructor({ id, title, about }: Pick<Fault, "id" | "title" | "about">) {
    this.id = id;
    this.title = title;
    this.about = about;
  }

  arm(): void {
    this.#ticket = new Ticket(1, Number.POSITIVE_INFINITY);
  }

  disarm(): void {
    this.#ticket.end();
  }

  state(_place: string, now: number) {
    return this.#ticket.state(now);
  }

  take(now: number): boolean {
    return this.#ticket.take(now);
  }
}

export const twice = () =>
  new Next({
    id: "github-twice",
    title: "Deliver the next twice",
    about: "The webhook gets the same delivery two times at once, as from two hooks.",
  });

export const lost = () =>
  new Next({
    id: "github-unheard",
    title: "Lose the next delivery",
    about: "GitHub never repeats one by itself. The bot looks for it, and asks for it again.",
  });
