import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";

/** The product's own defaults and merge: `timings(json?, batchWindowMs?)`. */
const PRODUCT = "packages/agents/src/timings.ts";

/**
 * The durations the Workers will use, for `serve` to print: `TIMINGS` merged into the product's
 * defaults, or `TIMINGS` alone where the product has no table.
 *
 * @throws Refusal when `TIMINGS` is not a JSON object of numbers.
 */
export async function effectiveTimings(
  root: string,
  { TIMINGS, BATCH_WINDOW_MS }: Environment,
): Promise<unknown> {
  const given = TIMINGS ? parseTimings(TIMINGS) : {};
  const path = join(root, PRODUCT);
  if (!existsSync(path)) return given;
  const product: unknown = await import(pathToFileURL(path).href);
  if (!hasTimings(product)) throw new Error(`${PRODUCT} does not export timings().`);
  try {
    return product.timings(TIMINGS, BATCH_WINDOW_MS);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

export function parseTimings(json: string): Record<string, number> {
  const wrong = new Refusal('TIMINGS must be a JSON object of numbers, like {"settleMs": 10000}.');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw wrong;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong;
  const entries = Object.entries(value).map(([name, number]: [string, unknown]) => {
    if (typeof number !== "number" || !Number.isFinite(number)) throw wrong;
    return [name, number] as const;
  });
  return Object.fromEntries(entries);
}

interface Product {
  timings(json: string | undefined, batchWindowMs: string | undefined): unknown;
}

function hasTimings(module: unknown): module is Product {
  return (
    typeof module === "object" &&
    module !== null &&
    "timings" in module &&
    typeof module.timings === "function"
  );
}
