import { TransportError } from "../faults.ts";

/**
 * An App's private key as it stands in a setting: its line ends may be spelled `\\n`.
 *
 * @throws TransportError `unauthorized` when it is none, without saying what it is
 */
export function pemOf(setting: string | null | undefined): string {
  const pem = (setting ?? "").replaceAll("\\n", "\n").replaceAll("\r", "").trim();
  if (
    /^-----BEGIN (?:RSA )?PRIVATE KEY-----\n[\w+/=\n]+\n-----END (?:RSA )?PRIVATE KEY-----$/.test(
      pem,
    )
  ) {
    return pem;
  }
  const message = "GITHUB_APP_PRIVATE_KEY is not an RSA private key as GitHub gives it";
  throw new TransportError({ kind: "unauthorized", message, scope: "account" });
}
