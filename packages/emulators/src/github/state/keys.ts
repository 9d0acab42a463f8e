import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";

/** Made once and only when somebody asks: it takes a tenth of a second. */
let pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined;

function keyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  pair ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
  return pair;
}

/**
 * The private key of every App that was not given another one, as PEM. GitHub's downloads are
 * PKCS#1, which workerd does not read (platforms.md 2.6).
 */
export function privateKeyPem(type: "pkcs8" | "pkcs1" = "pkcs8"): string {
  return keyPair().privateKey.export({ type, format: "pem" }).toString();
}

export function publicKeyOf(pem: string | undefined): () => KeyObject {
  return () => (pem === undefined ? keyPair().publicKey : createPublicKey(pem));
}
