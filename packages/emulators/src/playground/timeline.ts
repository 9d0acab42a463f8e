import { type CallLine, DIED, ENDED_BY_US } from "./calls.ts";
import type { Batch } from "./inspection.ts";
import type { Death } from "./story.ts";

/** One thing that happened to a batch. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly tone: "plain" | "good" | "bad" | "call";
  /** How many of the same kind in a row. */
  readonly times: number;
}

const moment = (at: number, text: string, tone: Moment["tone"] = "plain"): Moment => ({
  at,
  text,
  tone,
  times: 1,
});

const ENDINGS: Readonly<Record<string, string>> = {
  answered: "The answer is recorded: from here on only its delivery is left",
  stopped: "Stopped by the person",
  dead: "Given up: the notice is recorded",
};

const ENDED: Readonly<Record<string, string>> = {
  answered: "Delivered: the answer is seen",
  stopped: "Delivered: “Stopped.” is seen",
  dead: "A dead letter from now on; the notice is seen",
  undeliverable: "Undeliverable: the platform does not let us write here",
  uncertain: "Uncertain: nobody knows whether it was delivered",
  dropped: "Dropped by the operator",
};

/**
 * What has happened to a batch between two looks at its row. Pure.
 *
 * @param before - undefined: it was not there
 * @param now - of the second look; the time of whatever has no time of its own
 */
export function news(before: Batch | undefined, after: Batch, now: number): Moment[] {
  const found: Moment[] = [];
  const add = (at: number, text: string, tone?: Moment["tone"]) =>
    found.push(moment(at, text, tone));
  if (!before) {
    const [first] = after.said;
    const { length } = after.said;
    if (first) add(first.at, "First message committed; only now the webhook gets its 200");
    if (first?.known) add(first.known, "Its writer may use the bot: that was asked for");
    add(after.created_at, begun(length));
  }
  const was = before ?? NOTHING;
  if (after.attempt > was.attempt && before) add(now, `Attempt ${after.attempt} begins`);
  if (after.epoch > was.epoch) {
    const first = after.epoch === 1;
    const at = first ? (after.started_at ?? now) : now;
    add(at, first ? "Taken up" : `Taken up again: epoch ${after.epoch}`, first ? "plain" : "good");
  }
  if (after.route && !was.route) {
    const { route, tier, tookMs } = after.route;
    add(now, `Route: ${route}, decided by ${tier} in ${tookMs} ms`);
  }
  if (after.streamed > 0 && was.streamed === 0 && after.ending === null) {
    add(now, after.epoch > 1 ? "Words again" : "First words of the answer");
  }
  const trouble = after.failures + after.stalls + after.outages;
  if (trouble > was.failures + was.stalls + was.outages) {
    add(now, `Trouble: ${after.error ?? "no sign of life"}`, "bad");
  }
  for (const post of after.posts) {
    const earlier = was.posts.find(({ key }) => key === post.key);
    if (post.doubt_at !== null && (earlier?.doubt_at ?? null) === null) {
      add(post.doubt_at, "A call has no answer: its outcome is in doubt", "bad");
    }
  }
  if (after.ending && after.ending !== was.ending) {
    add(now, ENDINGS[after.ending] ?? after.ending, after.ending === "dead" ? "bad" : "plain");
  }
  if (after.ended_at !== null && after.state !== was.state) {
    const good = after.state === "answered" || after.state === "stopped";
    add(after.ended_at, ENDED[after.state] ?? after.state, good ? "good" : "bad");
  }
  return found;
}

function begun(messages: number): string {
  if (messages === 0) return "A decision became a batch of its own";
  return messages === 1 ? "It became a batch" : `${messages} messages became a batch`;
}

const NOTHING: Pick<
  Batch,
  | "attempt"
  | "epoch"
  | "route"
  | "streamed"
  | "failures"
  | "stalls"
  | "outages"
  | "posts"
  | "ending"
  | "state"
> = {
  ...{ attempt: 1, epoch: 0, route: null, streamed: 0, failures: 0, stalls: 0, outages: 0 },
  ...{ posts: [], ending: null, state: "" },
};

/**
 * Everything about a batch in the order of time: what the rows have told, the calls of its place, and
 * deaths of the runtime meanwhile.
 *
 * @param calls - of its place, and to the model
 */
export function timeline(
  batch: Batch,
  told: readonly Moment[],
  calls: readonly CallLine[],
  deaths: readonly Death[],
): Moment[] {
  // A message may have waited until its writer was known.
  const from = Math.min(
    batch.created_at,
    ...batch.said.flatMap((one) => (one.known ? [one.at] : [])),
  );
  const to = batch.ended_at ?? Number.POSITIVE_INFINITY;
  const rests = restsOf(told);
  const during = ({ at }: { readonly at: number }) =>
    at >= from && at <= to && !rests.some((rest) => at > rest.from && at < rest.to);
  const all = [
    // Of what has no time of its own we know the look that showed it: it was before the end all the same.
    ...told.map((one) => ({ ...one, at: Math.min(one.at, to) })),
    ...calls
      .filter(({ way }) => way === "out")
      .map((call) => callMoment(outlived(call, to, deaths)))
      .filter(during),
    ...deaths.flatMap(deathMoments).filter(during),
  ];
  return joined(all.sort((a, b) => a.at - b.at));
}

/** A replay is seen at a look, so much after it began at the most. */
const LOOK_MS = 1_000;

/** From its end to its replay a dead letter lies still: what is called meanwhile is of other batches. */
function restsOf(told: readonly Moment[]): { readonly from: number; readonly to: number }[] {
  const ended = Object.values(ENDED);
  return told.flatMap(({ at, text }, index) => {
    const next = told[index + 1];
    return next && ended.includes(text) ? [{ from: at, to: next.at - LOOK_MS }] : [];
  });
}

/** A death behind the end of a batch has ended none of its calls: /stop has, or silence. */
function outlived(call: CallLine, to: number, deaths: readonly Death[]): CallLine {
  const meanwhile = deaths.some(({ diedAt }) => diedAt >= call.at && diedAt <= to);
  return call.note === DIED.note && !meanwhile ? { ...call, ...ENDED_BY_US } : call;
}

function callMoment({ at, what, status, note, tone }: CallLine): Moment {
  const outcome = [status, note].filter((part) => part !== null).join(", ");
  return moment(at, `${what}: ${outcome || "open"}`, tone === "bad" ? "bad" : "call");
}

function deathMoments({ pid, diedAt, backAt, backPid }: Death): Moment[] {
  const died = moment(diedAt, `The runtime died${pid === null ? "" : ` (pid ${pid})`}`, "bad");
  return backAt === null ? [died] : [died, moment(backAt, `It is back: pid ${backPid}`, "good")];
}

/** Ten edits in a row are one line. */
function joined(moments: readonly Moment[]): Moment[] {
  const lines: Moment[] = [];
  for (const one of moments) {
    const last = lines.at(-1);
    if (last && last.text === one.text && last.tone === one.tone) {
      lines[lines.length - 1] = { ...last, times: last.times + 1 };
    } else lines.push(one);
  }
  return lines;
}
