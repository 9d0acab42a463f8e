/** A neighbour or the platform cannot be asked now: that says nothing about the run, which waits and goes on. */
export class Unreachable extends Error {
  /** The least that was told to wait, in milliseconds. */
  readonly waitMs: number;

  constructor(message: string, waitMs = 0) {
    super(message);
    this.waitMs = waitMs;
  }
}
