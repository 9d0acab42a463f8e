import type { Step } from "./protocol.ts";

/** Settings that every pool object reads. */
export interface PoolEnv {
  readonly ANTHROPIC_API_KEY?: string | null;
  readonly ANTHROPIC_BASE_URL?: string | null;
  readonly MODEL_FAST?: string | null;
  readonly MODEL_MAIN?: string | null;
  /** JSON that changes the definition of the agents without a build. */
  readonly AGENT?: string | null;
  readonly TIMINGS?: string | null;
  readonly TRUNKLINE_FAILPOINTS?: string | null;
  /** Tests only, see `clock.ts`. */
  readonly TRUNKLINE_CLOCK_OFFSET_MS?: string | null;
}

/** What {@link RunHost.execute} may do while it works. */
export interface RunScope {
  readonly runId: string;
  /** When it was begun, or begun anew by a higher attempt; epoch milliseconds. */
  readonly since: number;
  /** Appends to the text that people see growing. */
  write(delta: string): void;
  /** Tells what the run is at; seen while no text is. */
  at(step: Step): void;
  /**
   * Does a step once for this run: what it came to is recorded and returned after a crash. Results are
   * JSON.
   *
   * @param key - unique in the run
   * @param worth - false: this result need not be recorded, the run's final follows at once
   */
  step<T>(key: string, work: () => Promise<T>, worth?: (result: T) => boolean): Promise<T>;
  /** Aborted when the run is cancelled, settled or superseded. */
  readonly signal: AbortSignal;
}
