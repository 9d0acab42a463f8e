import { TransportError } from "../faults.ts";

const PEM = /^-----BEGIN (RSA )?PRIVATE KEY-----\n[\w+/=\n]+\n-----END (RSA )?PRIVATE KEY-----$/;

/**
 * An App's private key as it stands in a setting, in PKCS#8, which is all that WebCrypto takes; GitHub gives
 * PKCS#1. The line ends may be spelled `\\n`.
 *
 * @param toPkcs8 - converts either. @throws when it cannot
 * @throws TransportError `unauthorized` when it is no such key, without saying what it is
 */
export function keyOf(
  setting: string | null | undefined,
  toPkcs8: (pem: string) => string,
): string {
  const pem = (setting ?? "").replaceAll("\\n", "\n").replaceAll("\r", "").trim();
  try {
    if (PEM.test(pem)) return toPkcs8(pem);
  } catch {
    // Its outside is a key's, its inside is not.
  }
  const message = "GITHUB_APP_PRIVATE_KEY is not an RSA private key as GitHub gives it";
  throw new TransportError({ kind: "unauthorized", message, scope: "account" });
}
