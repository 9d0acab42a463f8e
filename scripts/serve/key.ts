import { createPrivateKey } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";

/** The product's own reader of the setting: `keyOf(setting, toPkcs8)`. */
const PRODUCT = "packages/transport/src/github/key.ts";

/**
 * Reads `GITHUB_APP_PRIVATE_KEY` before anything starts: with one that is none, every call would be refused.
 *
 * @throws Refusal that does not say what stands in it
 */
export async function checkKey(
  root: string,
  { GITHUB_APP_PRIVATE_KEY: key }: Environment,
): Promise<void> {
  const path = join(root, PRODUCT);
  if (!key || !existsSync(path)) return;
  const product: unknown = await import(pathToFileURL(path).href);
  if (!hasKeyOf(product)) throw new Error(`${PRODUCT} does not export keyOf().`);
  try {
    product.keyOf(key, toPkcs8);
  } catch {
    const like = "the whole text of the .pem file, its line ends as they are or spelled \\n";
    throw new Refusal(`GITHUB_APP_PRIVATE_KEY is no RSA private key as GitHub gives it: ${like}.`);
  }
}

/** As the Worker does it. */
function toPkcs8(pem: string): string {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "rsa") throw new Error("not RSA");
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function hasKeyOf(
  module: unknown,
): module is { keyOf(setting: string, toPkcs8: (pem: string) => string): string } {
  return (
    typeof module === "object" &&
    module !== null &&
    "keyOf" in module &&
    typeof module.keyOf === "function"
  );
}
