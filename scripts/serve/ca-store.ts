import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { Environment } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";

// Where workerd looks (the list is in its binary). With either variable set it looks only there.
const FILES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/ssl/cert.pem",
  "/opt/etc/ssl/certs/ca-certificates.crt",
  "/etc/ssl/certs/cacert.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
];
const FOLDERS = ["/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/security/certificates"];

/** workerd exits at once when it finds no certificate authority; say what to do about it. */
export function checkCaStore(env: Environment): void {
  const chosen = env.SSL_CERT_FILE || env.SSL_CERT_DIR;
  const files = chosen ? [env.SSL_CERT_FILE ?? ""] : FILES;
  const folders = chosen ? [env.SSL_CERT_DIR ?? ""] : FOLDERS;
  if (files.some(isBundle) || folders.some(holdsFiles)) return;
  throw new Refusal(
    chosen
      ? "SSL_CERT_FILE and SSL_CERT_DIR name no certificate authorities, and workerd does not start without any."
      : "This machine has no certificate authorities, and workerd does not start without any. " +
          "On Debian or Ubuntu: apt-get install ca-certificates.",
  );
}

function isBundle(path: string): boolean {
  if (!path || !existsSync(path) || !statSync(path).isFile()) return false;
  return readFileSync(path, "latin1").includes("-----BEGIN ");
}

function holdsFiles(path: string): boolean {
  return path !== "" && existsSync(path) && readdirSync(path).length > 0;
}
