import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { at, call, jwt, type Place, place, textAt } from "../testing.ts";

let here: Place;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 12);
  here = await place({ now: () => now });
});
afterEach(() => here.close());

const base = "/repos/acme/shop";
const HOUR_MS = 3_600_000;

test("an App knows itself, its installations, and the one of a repository", async () => {
  const { app, installation } = here;
  const self = await here.asApp("GET /app");
  expect(self.body).toMatchObject({ id: 55, slug: "trunkline", installations_count: 1 });
  const list = await here.asApp("GET /app/installations");
  expect(list.body).toMatchObject([{ id: installation.id, app_id: app.id, account: { id: 200 } }]);
  const one = await here.asApp(`GET ${base}/installation`);
  expect(at(one.body, "id")).toBe(installation.id);
});

test("the bot's id is not the App's, and is found by its name in the address", async () => {
  const { body } = await here.call("GET /users/trunkline%5Bbot%5D");
  expect(body).toMatchObject({ login: "trunkline[bot]", id: 5500, type: "Bot" });
});

test.each([
  ["expired", { exp: -1 }, /^'Expiration time' claim \('exp'\) must be a numeric value/],
  ["too long", { exp: 601 }, /^'Expiration time' claim \('exp'\) is too far in the future$/],
  ["from the future", { iat: 60 }, /^'Issued at' claim \('iat'\) must be an Integer/],
])("a token that is %s", async (_name, offsets, message) => {
  const seconds = now / 1000;
  const claims = Object.fromEntries(
    Object.entries(offsets).map(([name, offset]) => [name, seconds + offset]),
  );
  const answer = await here.asApp("GET /app", undefined, claims);
  expect(answer.status).toBe(401);
  expect(at(answer.body, "message")).toMatch(message);
});

test("a token of another key, and of no App", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const other = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const claims = { iss: 55, iat: now / 1000 - 60, exp: now / 1000 + 60 };
  const forged = await call(here.github.wire.origin, "GET /app", { token: jwt(other, claims) });
  expect([forged.status, at(forged.body, "message")]).toEqual([
    401,
    "A JSON web token could not be decoded",
  ]);
  const nobody = await here.asApp("GET /app", undefined, { iss: 56 });
  expect([nobody.status, at(nobody.body, "message")]).toEqual([404, "Integration not found"]);
  const client = await here.asApp("GET /app", undefined, { iss: here.app.clientId });
  expect(client.status).toBe(200);
});

test("an installation's token lives for an hour", async () => {
  expect((await here.call(`GET ${base}`)).status).toBe(200);
  now += HOUR_MS;
  const late = await here.call(`GET ${base}`);
  expect([late.status, at(late.body, "message")]).toEqual([401, "Bad credentials"]);
});

test("a token can be narrowed, and never widened", async () => {
  const { github, acme, installation, tess } = here;
  const route = `POST /app/installations/${installation.id}/access_tokens`;
  const second = github.repository({ owner: acme, name: "second", private: true });
  github.changeRepositories(installation, tess, "added", [second]);
  const narrow = await here.asApp(route, {
    repository_ids: [700],
    permissions: { issues: "read" },
  });
  expect(narrow.body).toMatchObject({
    permissions: { issues: "read" },
    repository_selection: "selected",
    repositories: [{ id: 700 }],
  });
  const token = textAt(narrow.body, "token");
  expect((await here.call("GET /repos/acme/second", undefined, { token })).status).toBe(404);
  const issue = github.issue(here.repo, tess, { title: "x" });
  const written = await here.call(
    `POST ${base}/issues/${issue.number}/comments`,
    { body: "x" },
    { token },
  );
  expect(written.status).toBe(403);
  expect(written.headers.get("x-accepted-github-permissions")).toBe(
    "issues=write; pull_requests=write",
  );
  const list = await here.call("GET /installation/repositories", undefined, { token });
  expect(at(list.body, "total_count")).toBe(1);
  for (const more of [{ permissions: { administration: "write" } }, { repositories: ["none"] }]) {
    expect((await here.asApp(route, more)).status).toBe(422);
  }
});

test("suspended: 403 everywhere; uninstalled: 404 for a new token, 401 for the old one", async () => {
  const { github, installation, tess } = here;
  const route = `POST /app/installations/${installation.id}/access_tokens`;
  github.suspend(installation, tess);
  for (const answer of [await here.asApp(route), await here.call(`GET ${base}`)]) {
    expect([answer.status, at(answer.body, "message")]).toEqual([
      403,
      "This installation has been suspended",
    ]);
  }
  github.suspend(installation, tess, false);
  expect((await here.call(`GET ${base}`)).status).toBe(200);
  github.uninstall(installation, tess);
  expect((await here.asApp(route)).status).toBe(404);
  expect((await here.call(`GET ${base}`)).status).toBe(401);
  expect((await here.asApp(`GET ${base}/installation`)).status).toBe(404);
});

test("a personal token: `token` or `Bearer`, until it is revoked", async () => {
  const token = here.github.token(here.tess, "ghp_tess");
  const { body } = await here.call("GET /user", undefined, { token });
  expect(body).toMatchObject({ login: "tess", id: 101 });
  const headers = { authorization: "token ghp_tess" };
  expect((await here.call("GET /user", undefined, { token: null, headers })).status).toBe(200);
  here.github.revoke(token);
  expect((await here.call("GET /user", undefined, { token })).status).toBe(401);
});

test("the key comes as GitHub gives it, and as workerd reads it", () => {
  expect(here.github.privateKey("pkcs1")).toMatch(/^-----BEGIN RSA PRIVATE/);
  expect(here.github.privateKey()).toMatch(/^-----BEGIN PRIVATE/);
});
