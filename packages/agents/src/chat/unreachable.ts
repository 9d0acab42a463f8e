import { messageOf } from "@trunkline/transport";
import { withTimeout } from "../timeout.ts";

/** A neighbour or the platform cannot be asked now: that says nothing about the run, which waits and goes on. */
export class Unreachable extends Error {
  /** The least that was told to wait, in milliseconds. */
  readonly waitMs: number;

  constructor(message: string, waitMs = 0) {
    super(message);
    this.waitMs = waitMs;
  }
}

/** Silence is a stall; a call that fails at once, as the pool is being deployed or reset, is none. */
export async function reached<T>(call: () => Promise<T>, ms: number, what: string): Promise<T> {
  const work = call().catch((error: unknown) => {
    throw new Unreachable(`${what}: ${messageOf(error)}`);
  });
  return withTimeout(work, ms, what);
}
