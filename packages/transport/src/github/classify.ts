import { type Fault, type FaultKind, messageOf, TransportError } from "../faults.ts";
import { type Answer, graphqlAnswerOf, restAnswerOf } from "./refusal.ts";

/** "Continuing may result in the banning of your integration": at least a minute (REST API, rate limits). */
const AT_LEAST_SECONDS = 60;

/** The three meanings of 403, by words where no header tells: locks and permissions are for good. */
const TOO_FAST = /rate limit|abuse detection|too many requests/i;
const SUSPENDED = /suspended/i;
const TOO_LONG = /too long|maximum is \d+ characters/i;
const IN_A_THREAD = /already in a thread/i;

/**
 * Maps what Octokit throws. Neither a token nor a text of a person is kept: only GitHub's own sentence, and
 * of its details the names of fields and rules.
 *
 * @param now - epoch milliseconds, where GitHub's answer bears no date
 */
export function classifyGitHub(error: unknown, now = Date.now()): Fault {
  if (error instanceof TransportError) return error.fault;
  const answer = restAnswerOf(error) ?? graphqlAnswerOf(error);
  if (answer) return judged(answer, now);
  if (error instanceof Error && /installationId option is required/.test(error.message)) {
    const message = "the delivery names no installation, and an App can only act through one";
    return { kind: "forbidden", message };
  }
  return { kind: "uncertain", message: "no answer from GitHub" };
}

function judged(answer: Answer, now: number): Fault {
  const { status, act } = answer;
  const why = answer.why === "" ? "without a word of GitHub's" : messageOf(answer.why);
  const message = status === null ? "no answer from GitHub" : `${status} ${why}`;
  const is = (kind: FaultKind, more: Partial<Fault> = {}): Fault => ({ kind, message, ...more });
  const wait = waitSeconds(answer, now);
  // Both limits are counted by installation or user.
  if (wait !== null) return is("rate_limited", { retryAfterSeconds: wait, scope: "account" });
  const unclear = is(act === "read" || act === "token" ? "transient" : "uncertain");
  if (status === null || status >= 500) return unclear;
  // 404: the App is not installed there any more; 403: it is suspended.
  if (act === "token") return is("unauthorized", { scope: "account" });
  switch (status) {
    case 301:
    case 302:
    case 307:
    case 308:
      return is("moved", answer.location === undefined ? {} : { to: answer.location });
    case 401:
      return is("unauthorized", { scope: "account" });
    case 403:
      if (SUSPENDED.test(answer.why)) return is("unauthorized", { scope: "account" });
      return is("forbidden", { scope: "conversation" });
    case 404:
      return is(MISSING[act], act === "create" ? { scope: "conversation" } : {});
    case 410:
    case 451:
      // Issues are switched off, the issue is deleted, or the law forbids it.
      return is("forbidden", { scope: "conversation" });
    case 413:
      return is("too_long");
    case 422:
      if (TOO_LONG.test(answer.why)) return is("too_long");
      return is(IN_A_THREAD.test(answer.why) ? "bad_target" : "invalid");
    default:
      return is("invalid");
  }
}

/** What GitHub does not show us it calls missing, so 404 is as final as 403. */
const MISSING: Readonly<Record<Exclude<Answer["act"], "token">, FaultKind>> = {
  read: "gone",
  create: "forbidden",
  reply: "bad_target",
  change: "gone",
};

/** In GitHub's order: `retry-after`, then the reset of the quota, then at least a minute. */
function waitSeconds({ status, why, header }: Answer, now: number): number | null {
  if (status !== 403 && status !== 429) return null;
  const after = Number(header("retry-after"));
  if (after > 0) return Math.ceil(after);
  if (header("x-ratelimit-remaining") === "0") {
    // By GitHub's own clock, if it tells.
    const from = Date.parse(header("date") ?? "") || now;
    const seconds = Math.ceil(Number(header("x-ratelimit-reset")) - from / 1000);
    return seconds > 0 ? seconds : AT_LEAST_SECONDS;
  }
  // A 403 without GitHub's JSON comes from something in front of it: nothing is decided.
  return status === 429 || why === "" || TOO_FAST.test(why) ? AT_LEAST_SECONDS : null;
}

/** Whether an error says that what we act on does not exist, which may be success. */
export function isGone(error: unknown): boolean {
  return classifyGitHub(error).kind === "gone";
}
