import { type CallLine, MOST_CALLS } from "../calls.ts";

/** An emulator answers at once: a call without an answer after so long has lost it. */
const LOST_AFTER_MS = 600;

interface Noted {
  readonly n: number;
  readonly call: string;
  /** When it was noticed, epoch milliseconds: a driver does not tell when it was made. */
  readonly at: number;
  status: number;
  lost: boolean;
}

/** The calls of the bot, as a driver tells them: all of them, each time. */
export class Journal {
  #noted: Noted[] = [];
  /** How many there were in all. */
  count = 0;

  note(calls: readonly { readonly call: string; readonly status: number }[], now: number): void {
    for (const known of this.#noted) {
      known.status = calls[known.n]?.status ?? known.status;
      known.lost = known.status === 0 && now - known.at > LOST_AFTER_MS;
    }
    for (const { call, status } of calls.slice(this.count)) {
      this.#noted.push({ n: this.count, call, at: now, status, lost: false });
      this.count += 1;
    }
    this.#noted = this.#noted.slice(-MOST_CALLS);
  }

  /** Has one of those from the nth on ended like that? 0: without an answer */
  ended(from: number, status: number): boolean {
    return this.#noted.some(
      (one) => one.n >= from && (status === 0 ? one.lost : one.status === status),
    );
  }

  lines(name: string, startedAt: number): CallLine[] {
    return this.#noted.map(({ n, call, at, status, lost }) => ({
      ...{ key: `${name}-${n}`, at, way: "out", what: call, place: null },
      ...outcome(status, lost, at < startedAt),
    }));
  }
}

function outcome(
  status: number,
  lost: boolean,
  before: boolean,
): Pick<CallLine, "status" | "note" | "tone"> {
  if (status > 0) return { status, note: null, tone: status < 400 ? "good" : "bad" };
  if (before) return { status: null, note: "died with the runtime", tone: "quiet" };
  if (lost) return { status: null, note: "the answer was lost", tone: "bad" };
  return { status: null, note: null, tone: "open" };
}
