import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";

/** The product's own reader of the setting: `adjustment(text)`. */
const PRODUCT = "packages/agents/src/pool/adjust.ts";

/**
 * Reads `AGENT` before anything starts: the pool would only say that it cannot be reached.
 *
 * @throws Refusal that names what is wrong with it
 */
export async function checkAgent(root: string, { AGENT }: Environment): Promise<void> {
  const path = join(root, PRODUCT);
  if (!AGENT || !existsSync(path)) return;
  const product: unknown = await import(pathToFileURL(path).href);
  if (!hasAdjustment(product)) throw new Error(`${PRODUCT} does not export adjustment().`);
  try {
    product.adjustment(AGENT);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

function hasAdjustment(module: unknown): module is { adjustment(text: string): unknown } {
  return (
    typeof module === "object" &&
    module !== null &&
    "adjustment" in module &&
    typeof module.adjustment === "function"
  );
}
