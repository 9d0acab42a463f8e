import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { checkKey } from "./key.ts";
import { ROOT } from "./prepare.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const pkcs1 = rsa.export({ type: "pkcs1", format: "pem" }).toString();
const pkcs8 = rsa.export({ type: "pkcs8", format: "pem" }).toString();
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

test.each<[string, string | undefined]>([
  ["none", undefined],
  ["as GitHub gives it", pkcs1],
  ["converted", pkcs8],
  ["with its line ends spelled", pkcs1.replaceAll("\n", "\\n")],
])("%s", async (_name, GITHUB_APP_PRIVATE_KEY) => {
  await expect(checkKey(ROOT, { GITHUB_APP_PRIVATE_KEY })).resolves.toBeUndefined();
});

test.each<[string, string]>([
  ["some word", "zzz-canary"],
  ["the name of a file", "./zzz-canary.pem"],
  ["half a key", pkcs1.slice(0, 400)],
  ["broken inside", pkcs1.replace(/[\w+/]{64}/, "A".repeat(64))],
  ["of another kind", ec.export({ type: "pkcs8", format: "pem" }).toString()],
])("%s is refused before anything starts, and not repeated", async (_name, key) => {
  const checked = checkKey(ROOT, { GITHUB_APP_PRIVATE_KEY: key });
  await expect(checked).rejects.toThrow(
    /^GITHUB_APP_PRIVATE_KEY is no RSA private key as GitHub gives it: the whole text of the \.pem file, [^-=]*$/,
  );
});
