/** A process that dies this soon after its start has not just been killed by a curious person. */
const QUICK_MS = 1_000;
const FIRST_WAIT_MS = 100;
/** So many quick deaths in a row mean that it cannot run at all. */
const MOST_QUICK_DEATHS = 5;

export type AfterDeath =
  | { readonly do: "start"; readonly waitMs: number; readonly quickDeaths: number }
  | { readonly do: "give up" };

/**
 * What to do when the runtime has died. Pure.
 *
 * @param livedMs - from its start to its death
 * @param quickDeaths - in a row, before this one
 */
export function afterDeath(livedMs: number, quickDeaths: number): AfterDeath {
  if (livedMs >= QUICK_MS) return { do: "start", waitMs: 0, quickDeaths: 0 };
  if (quickDeaths + 1 >= MOST_QUICK_DEATHS) return { do: "give up" };
  return { do: "start", waitMs: FIRST_WAIT_MS * 2 ** quickDeaths, quickDeaths: quickDeaths + 1 };
}
