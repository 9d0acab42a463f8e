/**
 * Every duration of the system, in milliseconds. One JSON setting (`TIMINGS`) overrides any of them, so
 * that tests shorten time instead of sleeping.
 */
export const DEFAULT_TIMINGS = {
  /** From the first message to the start of its turn; later messages do not prolong it. */
  batchWindowMs: 500,
  /** After the newest item, when that is part of an album. */
  albumWindowMs: 1_200,
  /** The longest a turn waits for an album. */
  albumMaxMs: 5_000,
  /** Wake-up while a batch is active. */
  pokeMs: 5_000,
  /** Wake-up while anything is in flight; an idle object is dropped after about 140 s on workerd. */
  keepAliveMs: 25_000,
  /** Without a sign of life from a run for this long, attach again. */
  evidenceMs: 30_000,
  /** The pool's sign of life. */
  pingMs: 5_000,
  /** The longest one call between objects may take. */
  rpcTimeoutMs: 25_000,
  /** The longest one call to a platform may take. */
  callTimeoutMs: 20_000,
  /** The longest a typing signal may hold up delivery. */
  typingTimeoutMs: 3_000,
  /** Between two typing signals. */
  typingEveryMs: 4_500,
  /** While nothing is streamed yet, the progress text changes this often. */
  rotateMs: 8_000,
  /** A turn that takes longer says so in a note, where a platform can show nothing else. */
  progressNoteMs: 30_000,
  /** The longest the router may think. */
  routeTimeoutMs: 6_000,
  /** How long a call of unknown outcome may still take effect. */
  settleMs: 10_000,
  /** First and longest wait between attempts; doubles in between. */
  retryFirstMs: 1_000,
  retryMostMs: 300_000,
  /** The longest wait before a subscription is asked for again that was refused for good. */
  refusedMostMs: 24 * 3_600_000,
  /** The longest wait before the pool is tried again. */
  outageMostMs: 20_000,
  /** Wait after the credentials were refused. */
  unauthorizedMs: 60_000,
  /** After this, an answer that cannot be delivered is given up and listed. */
  deliveryBudgetMs: 24 * 3_600_000,
  /** After this, work on one batch is given up. */
  workBudgetMs: 3_600_000,
  /** The longest one step of a plan may take. */
  stepBudgetMs: 300_000,
  /** The first words of a run are written after this. */
  firstTextMs: 300,
  /** The text of a run is written at most this often. */
  textEveryMs: 1_000,
  /** The longest wait for the first byte of the model. */
  modelFirstByteMs: 90_000,
  /** The longest silence inside a model's stream. */
  modelIdleMs: 45_000,
  /** How long a busy or failing model is asked again. */
  modelBudgetMs: 600_000,
  /** First and longest wait before a busy model is asked again. */
  modelRetryFirstMs: 2_000,
  modelRetryMostMs: 60_000,
  /** Dedup keys, answered batches and unsettled runs are kept this long. */
  keepMs: 7 * 24 * 3_600_000,
  /** Dead letters are kept this long, and the newest of a conversation longer. */
  letterMs: 30 * 24 * 3_600_000,
  /** A pool object without a run for this long deletes its storage. */
  idleMs: 30 * 24 * 3_600_000,
  /** The account wakes conversations with something open this often, should an alarm be lost. */
  nudgeMs: 60_000,
  /** What is old is looked for this often. */
  forgetMs: 24 * 3_600_000,
  /** A turn that takes longer appears in the account's directory. */
  noteAfterMs: 10_000,
  /** The account looks after itself this often. */
  accountMs: 3_600_000,
  /** The account looks for what was not delivered this often. */
  sweepMs: 300_000,
  /** A model that has declined to put a past in short is not asked again for this long. */
  declinedMs: 24 * 3_600_000,
  /** A handshake is taken for this long after we have asked for a subscription. */
  handshakeMs: 60_000,
  /** Who may decide about an act has this long. */
  approvalMs: 7 * 24 * 3_600_000,
  /** After this, an act that nobody has decided about is mentioned once more. */
  remindMs: 5 * 24 * 3_600_000,
  /** Open approvals are looked at this often, should an alarm be lost or a clock be moved. */
  approvalLookMs: 3_600_000,
  /** What was done about an act is kept this long, in any case as long as the act. */
  trailMs: 365 * 24 * 3_600_000,
  /** A code that links two accounts is taken for this long. */
  linkMs: 600_000,
  /** Length of one second in what a platform says (`retry_after`). */
  platformSecondMs: 1_000,
};

/** Every duration in force, in milliseconds; see {@link timings}. */
export type Timings = Readonly<typeof DEFAULT_TIMINGS>;

/**
 * Merges the settings over the defaults.
 *
 * @param json - the `TIMINGS` setting, e.g. `{"batchWindowMs": 50}`
 * @param batchWindowMs - the `BATCH_WINDOW_MS` setting
 * @throws Error that names an unknown key or a value that is not a duration
 */
export function timings(json?: string | null, batchWindowMs?: string | null): Timings {
  const given: unknown = json ? parse(json) : {};
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new Error("TIMINGS is not a JSON object");
  }
  const merged: Record<string, number> = { ...DEFAULT_TIMINGS };
  const window = batchWindowMs ? { batchWindowMs: Number(batchWindowMs) } : {};
  for (const [key, value] of Object.entries({ ...window, ...given })) {
    if (!Object.hasOwn(DEFAULT_TIMINGS, key)) throw new Error(`TIMINGS: unknown key ${key}`);
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
      throw new Error(`TIMINGS: ${key} is not a number of milliseconds`);
    }
    merged[key] = value;
  }
  return { ...DEFAULT_TIMINGS, ...merged };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error("TIMINGS is not JSON");
  }
}

/** Doubling wait: `first`, 2 x `first`, ... up to `most`. */
export function backoffMs(tries: number, first: number, most: number): number {
  return Math.min(most, first * 2 ** Math.max(0, Math.min(tries, 30) - 1));
}
