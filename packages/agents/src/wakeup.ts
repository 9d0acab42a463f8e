import type { Lifecycle } from "agents/lifecycle";

/** The id of the one job an object has: look at the rows again. */
export const WAKE = "wake";

/**
 * The one alarm of an object, level-triggered: each arming says when the rows next need a look. An
 * arming that is not earlier than the one in place writes nothing.
 */
export class Wakeup {
  readonly #lifecycle: Pick<Lifecycle, "jobs">;
  #at = Number.POSITIVE_INFINITY;

  constructor(lifecycle: Pick<Lifecycle, "jobs">) {
    this.#lifecycle = lifecycle;
  }

  /** Arms in the same transaction as the rows written before it: the push writes synchronously. */
  arm(at: number): void {
    // One that lies in the past and has not fired may be lost: it is armed again.
    if (at >= this.#at && this.#at > Date.now()) return;
    this.#at = at;
    const lost = () => this.fired();
    void this.#lifecycle.jobs.push({ id: WAKE, fn: WAKE, time: at }).catch(lost);
  }

  /** The alarm has fired: whatever was armed is used up. */
  fired(): void {
    this.#at = Number.POSITIVE_INFINITY;
  }
}
