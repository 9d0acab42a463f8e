import type { Far } from "./far.ts";
import type { Product } from "./product.ts";
import type { Section } from "./report.ts";
import type { Deployment } from "./runtime.ts";

/** What every measurement is given. */
export interface Bench {
  readonly quick: boolean;
  readonly far: Far;
  /** Builds the product, once. */
  product(): Promise<Product>;
  /** Builds a contender, once. */
  deployment(name: string): Promise<Deployment>;
}

export interface Measurement {
  readonly name: string;
  run(bench: Bench): Promise<Section>;
}

/** Timings for load: what the platform asks us to wait is scaled away, as the floor does not wait. */
export const UNPACED = JSON.stringify({ platformSecondMs: 1 });

/** How long an answer may take before it counts as lost. */
const LOST_AFTER_MS = 30_000;

/** The value, or null when it takes too long. */
export function inTime<T>(promise: Promise<T>): Promise<T | null> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => done(null), LOST_AFTER_MS);
    promise.then(done, failed).finally(() => clearTimeout(timer));
  });
}
