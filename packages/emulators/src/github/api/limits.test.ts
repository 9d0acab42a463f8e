import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ApiAnswer, at, type Place, place } from "../testing.ts";

let here: Place;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 12);
  const limits = { perHour: 12, contentPerMinute: 2, contentPerHour: 3 };
  here = await place({ now: () => now, limits });
  here.github.issue(here.repo, here.tess, { title: "One" });
});
afterEach(() => here.close());

const read = (): Promise<ApiAnswer> => here.call("GET /repos/acme/shop");
const write = (): Promise<ApiAnswer> =>
  here.call("POST /repos/acme/shop/issues/1/comments", { body: "x" });

/** What tells one 403 from another (platforms.md 2.5). */
function signs({ status, headers, body }: ApiAnswer): unknown[] {
  return [
    status,
    headers.get("retry-after"),
    headers.get("x-ratelimit-remaining") === "0",
    String(at(body, "message")).slice(0, 24),
  ];
}

test("every answer says what is left", async () => {
  await read();
  const { headers } = await read();
  expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-rate")))).toEqual({
    "x-ratelimit-limit": "12",
    "x-ratelimit-remaining": "10",
    "x-ratelimit-used": "2",
    "x-ratelimit-reset": String(now / 1000 + 3600),
    "x-ratelimit-resource": "core",
  });
  const state = await here.call("GET /rate_limit");
  expect(at(state.body, "rate", "remaining")).toBe(10);
});

describe("primary", () => {
  test("403 with nothing remaining, until the hour is over", async () => {
    for (let n = 0; n < 12; n += 1) expect((await read()).status).toBe(200);
    const over = await read();
    expect(signs(over)).toEqual([403, null, true, "API rate limit exceeded "]);
    expect(over.headers.get("x-ratelimit-reset")).toBe(String(now / 1000 + 3600));
    expect(at(over.body, "message")).toBe(
      `API rate limit exceeded for installation ID ${here.installation.id}.`,
    );
    now += 3_600_000 - 1000;
    const token = here.github.token(here.tess);
    expect((await here.call("GET /user", undefined, { token })).status).toBe(200);
    expect((await read()).status).toBe(403);
    now += 1000;
    const made = await here.asApp(`POST /app/installations/${here.installation.id}/access_tokens`);
    const fresh = { token: String(at(made.body, "token")) };
    expect((await here.call("GET /repos/acme/shop", undefined, fresh)).status).toBe(200);
  });

  test("imposed by a test: for so long, with 403 or 429", async () => {
    here.github.rateLimit({ kind: "primary", seconds: 90, status: 429 });
    const over = await read();
    expect(signs(over)).toEqual([429, null, true, "API rate limit exceeded "]);
    expect(over.headers.get("x-ratelimit-reset")).toBe(String(now / 1000 + 90));
    now += 90_000;
    expect((await read()).status).toBe(200);
  });

  test("GraphQL says it with 200, as its documentation warns", async () => {
    here.github.rateLimit({ kind: "primary", seconds: 90 });
    const { status, body, headers } = await here.call("POST /graphql", {
      query: "{viewer{login}}",
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ errors: [{ type: "RATE_LIMITED" }] });
    expect(headers.get("x-ratelimit-resource")).toBe("graphql");
  });
});

describe("secondary", () => {
  test("too much content in a minute, then in an hour; reading goes on", async () => {
    expect([(await write()).status, (await write()).status]).toEqual([201, 201]);
    now += 20_000;
    expect(signs(await write())).toEqual([403, "40", false, "You have exceeded a seco"]);
    expect((await read()).status).toBe(200);
    now += 40_000;
    expect((await write()).status).toBe(201);
    now += 60_000;
    expect(signs(await write())).toEqual([403, "3480", false, "You have exceeded a seco"]);
    expect(here.github.everVisible().filter(({ byApi }) => byApi)).toHaveLength(3);
  });

  test("what is refused does not count", async () => {
    for (let n = 0; n < 3; n += 1) {
      await here.call("POST /repos/acme/shop/issues/1/comments", { body: "" });
    }
    expect((await write()).status).toBe(201);
  });

  test("imposed by a test: with `retry-after`, or with nothing at all", async () => {
    here.github.rateLimit({ kind: "secondary", seconds: 7 });
    expect(signs(await read())).toEqual([403, "7", false, "You have exceeded a seco"]);
    here.github.rateLimit({ kind: "secondary", seconds: 7, retryAfter: false });
    expect(signs(await read())).toEqual([403, null, false, "You have exceeded a seco"]);
    here.github.rateLimit({ kind: "secondary", seconds: 0 });
    expect((await read()).status).toBe(200);
  });
});

test("a missing permission is a third kind of 403", async () => {
  const { installation, asApp, call } = here;
  here.github.pull(here.repo, here.tess, { title: "Two" });
  const narrow = { permissions: { contents: "read" } };
  const made = await asApp(`POST /app/installations/${installation.id}/access_tokens`, narrow);
  const token = String(at(made.body, "token"));
  expect(signs(await call("PUT /repos/acme/shop/pulls/2/merge", {}, { token }))).toEqual([
    403,
    null,
    false,
    "Resource not accessible ",
  ]);
});
