import { expect, test } from "vitest";
import { keyOf } from "./key.ts";

const BODY =
  "MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3+LQmlQ\nYx2eqzDV+xeG8kx/sQFV18S5";
const pem = (kind: string) => `-----BEGIN ${kind}-----\n${BODY}\n-----END ${kind}-----`;

test.each<[string, string]>([
  ["as GitHub gives it", `${pem("RSA PRIVATE KEY")}\n`],
  ["converted", pem("PRIVATE KEY")],
  ["on one line", pem("RSA PRIVATE KEY").replaceAll("\n", "\\n")],
  ["with the line ends of Windows", pem("RSA PRIVATE KEY").replaceAll("\n", "\r\n")],
])("%s", (_name, setting) => {
  expect(keyOf(setting, (pem) => pem)).toMatch(
    /^-----BEGIN (?:RSA )?PRIVATE KEY-----\nMIIB[^\\\r]+-----$/,
  );
});

test.each<[string, string | null | undefined]>([
  ["not set", undefined],
  ["null, as workerd gives it", null],
  ["only its first line", pem("RSA PRIVATE KEY").split("\n")[0]],
  ["a certificate", pem("CERTIFICATE")],
  ["a path", "/etc/key.pem"],
])("%s: it says which setting, and not what is in it", (_name, setting) => {
  const thrown = (() => {
    try {
      return keyOf(setting, (pem) => pem);
    } catch (error) {
      return String(error);
    }
  })();
  expect(thrown).toContain("GITHUB_APP_PRIVATE_KEY");
  if (setting) expect(thrown).not.toContain(setting.slice(0, 20));
});

test("a key that nobody can convert is none", () => {
  const toPkcs8 = () => {
    throw new Error(BODY);
  };
  expect(() => keyOf(pem("PRIVATE KEY"), toPkcs8)).toThrow(/^unauthorized: GITHUB_APP_PRIVATE_KEY/);
});
