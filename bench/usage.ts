import { type Answered, type Asking, askMany } from "./answers.ts";
import type { Counts, Statement } from "./counting.ts";
import type { Far } from "./far.ts";
import { OBJECT_GB, type Usage } from "./prices.ts";
import { median } from "./report.ts";
import type { Running } from "./runtime.ts";

export interface Counted {
  readonly usage: Usage;
  /** Per message, by class and text. */
  readonly statements: ReadonlyMap<string, Statement>;
  /** Per message: methods of stubs, alarms and storage calls. */
  readonly events: ReadonlyMap<string, number>;
  readonly answered: Answered;
}

/** The conversation's object and the pool's are in memory while an answer is worked on. */
const OBJECTS_IN_MEMORY = 2;
const REMOTE = /^[A-Z]+\./;

/** Answers messages with a deployment that counts, and divides what they used. */
export async function countedAnswers(far: Far, running: Running, asking: Asking): Promise<Counted> {
  await quiet(running);
  const answered = await askMany(far, running, asking);
  const statements = new Map<string, Statement>();
  const events = new Map<string, number>();
  for (const counts of await quiet(running)) {
    for (const [key, { calls, read, written }] of Object.entries(counts.statements)) {
      const sum = statements.get(key) ?? { calls: 0, read: 0, written: 0 };
      sum.calls += calls / asking.messages;
      sum.read += read / asking.messages;
      sum.written += written / asking.messages;
      statements.set(key, sum);
    }
    for (const [key, count] of Object.entries(counts.events)) {
      events.set(key, (events.get(key) ?? 0) + count / asking.messages);
    }
  }
  const sumOf = (fits: (key: string) => boolean) =>
    [...events].reduce((sum, [key, count]) => sum + (fits(key) ? count : 0), 0);
  const rows = [...statements.values()];
  const seconds = median(answered.latencies) / 1000;
  const usage: Usage = {
    workerRequests: 1,
    objectRequests: sumOf((key) => REMOTE.test(key)),
    alarms: sumOf((key) => key.endsWith(" alarm")),
    rowsWritten: rows.reduce((sum, { written }) => sum + written, 0),
    alarmsSet: sumOf((key) => key.endsWith(" setAlarm")),
    rowsRead: rows.reduce((sum, { read }) => sum + read, 0),
    gbSeconds: seconds * OBJECTS_IN_MEMORY * OBJECT_GB,
  };
  return { usage, statements, events, answered };
}

/** Reads and resets the counts until nothing more happens: what follows an answer belongs to it. */
async function quiet({ origin, poolOrigin }: Running): Promise<Counts[]> {
  const all: Counts[] = [];
  for (;;) {
    const seen = await Promise.all([origin, poolOrigin].map(countsOf));
    all.push(...seen);
    if (seen.every(({ statements }) => Object.keys(statements).length === 0)) return all;
    await new Promise((done) => setTimeout(done, 1_500));
  }
}

async function countsOf(origin: string): Promise<Counts> {
  return (await (await fetch(`${origin}/counts`)).json()) as Counts;
}
