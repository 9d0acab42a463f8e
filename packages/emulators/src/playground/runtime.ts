/** What is known of the runtime's process. */
export interface RuntimeView {
  readonly state: "starting" | "up" | "down";
  /** Of the process that runs; null while none does. */
  readonly pid: number | null;
  /** Epoch milliseconds of its start; 0 before the first. */
  readonly startedAt: number;
  /** How often it was started, the first time included. */
  readonly starts: number;
}

/** What the page needs from whoever looks after the runtime. */
export interface RuntimePort {
  view(): RuntimeView;
  /** SIGKILL. @returns the pid, or null when nothing runs. */
  kill(): number | null;
  /** @returns an unsubscribe function. */
  onChange(listener: () => void): () => void;
}
