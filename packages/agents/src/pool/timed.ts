import { ModelFailure } from "../model/failure.ts";
import type { RunScope } from "../runs/scope.ts";

/**
 * A run that ends when its time is over, counted from its beginning: a crash gives no time back, and a
 * replay has time of its own.
 *
 * @param seconds - the budget; absent: no limit
 */
export function timed(scope: RunScope, seconds: number | undefined): RunScope {
  if (seconds === undefined) return scope;
  const until = scope.since + seconds * 1_000;
  const over = new AbortController();
  const fail = () => new ModelFailure({ kind: "budget" }, "the time for an answer is over");
  return {
    ...scope,
    signal: AbortSignal.any([scope.signal, over.signal]),
    async step(key, work, worth) {
      const left = until - Date.now();
      if (left <= 0) throw fail();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          over.abort();
          reject(fail());
        }, left);
      });
      try {
        return await Promise.race([scope.step(key, work, worth), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
