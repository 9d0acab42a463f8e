import type { Timings } from "../timings.ts";
import { ModelFailure } from "./failure.ts";

/** Ends a call whose stream says nothing: the client's own time-out covers the first byte only. */
export class Watch {
  readonly #abort = new AbortController();
  readonly #timings: Timings;
  #timer: ReturnType<typeof setTimeout>;
  #silent = false;
  #cancelled = false;

  constructor(timings: Timings, outer?: AbortSignal) {
    this.#timings = timings;
    this.#timer = setTimeout(() => this.#end(), timings.modelFirstByteMs);
    outer?.addEventListener("abort", () => {
      this.#cancelled = true;
      this.#abort.abort();
    });
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** An event has come. */
  alive(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), this.#timings.modelIdleMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Why the call ended, if we ended it. */
  failure(): ModelFailure | null {
    if (this.#silent) return new ModelFailure({ kind: "silent" }, "the model fell silent");
    return this.#cancelled ? new ModelFailure({ kind: "cut" }, "cancelled") : null;
  }

  #end(): void {
    this.#silent = true;
    this.#abort.abort();
  }
}
