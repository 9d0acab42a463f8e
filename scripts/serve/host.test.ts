import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkCaStore } from "./ca-store.ts";
import { checkHost, workerdPath } from "./host.ts";
import { effectiveTimings, parseTimings } from "./timings.ts";

const folder = mkdtempSync(join(tmpdir(), "trunkline-host-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("wants certificate authorities where workerd looks for them", () => {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const bundle = join(folder, "ca.pem");
  writeFileSync(bundle, "-----BEGIN CERTIFICATE-----");
  expect(() => checkCaStore({ SSL_CERT_DIR: empty })).toThrow("SSL_CERT_DIR");
  expect(() => checkCaStore({ SSL_CERT_FILE: join(folder, "none") })).toThrow("SSL_CERT_FILE");
  expect(() => checkCaStore({ SSL_CERT_FILE: bundle })).not.toThrow();
  expect(() => checkCaStore({ SSL_CERT_DIR: folder })).not.toThrow();
});

it("says which package brings flock", () => {
  expect(() => checkHost({ ...process.env, PATH: folder })).toThrow("apt-get install util-linux");
});

it("finds the native binary", () => {
  expect(workerdPath()).toMatch(/@cloudflare\/workerd-.*\/bin\/workerd$/);
});

it.each(["nonsense", "[]", "null", "1", '{"a":"1"}', '{"a":null}'])(
  "refuses TIMINGS %s",
  (json) => {
    expect(() => parseTimings(json)).toThrow("TIMINGS must be a JSON object of numbers");
  },
);

it("prints the timings as given where the product has no table, merged where it has one", async () => {
  expect(await effectiveTimings(folder, { TIMINGS: '{"settleMs":1}' })).toEqual({ settleMs: 1 });
  const source = join(folder, "packages/agents/src");
  mkdirSync(source, { recursive: true });
  writeFileSync(
    join(source, "timings.ts"),
    `export function timings(json?: string, windowMs?: string): unknown {
       if (json?.includes("typo")) throw new Error("TIMINGS: unknown key typo");
       return { a: 1, windowMs, ...JSON.parse(json ?? "{}") };
     }`,
  );
  const env = { TIMINGS: '{"b":2}', BATCH_WINDOW_MS: "5" };
  expect(await effectiveTimings(folder, env)).toEqual({ a: 1, b: 2, windowMs: "5" });
  await expect(effectiveTimings(folder, { TIMINGS: '{"typo":2}' })).rejects.toThrow(
    "unknown key typo",
  );
});
