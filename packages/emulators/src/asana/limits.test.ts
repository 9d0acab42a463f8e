import { afterEach, describe, expect, test } from "vitest";
import { type AsanaOptions, AsanaServer } from "./server.ts";
import { type Office, office, TestApp, TOKEN } from "./test-app.ts";

let now = Date.UTC(2026, 10, 21);
let here: Office | null = null;
afterEach(async () => {
  await here?.close();
  here = null;
});

async function open(options: Partial<AsanaOptions>): Promise<Office> {
  const opened = await office({ now: () => now, ...options });
  here = opened;
  return opened;
}

const SLOW =
  "You've made too many requests and hit a rate limit. Please retry after the given amount of time.";

describe("per minute", () => {
  test("150 by default, for each token", async () => {
    const asana = new AsanaServer({ token: TOKEN, now: () => now });
    asana.person({ name: "Tess", token: "tess" });
    const app = new TestApp(await asana.listen(), TOKEN);
    for (let n = 0; n < 150; n += 1) expect((await app.get("/users/me")).status).toBe(200);
    const { status, body, headers } = await app.get("/users/me");
    expect([status, body.errors[0]?.message]).toEqual([429, SLOW]);
    expect(headers.get("retry-after")).toBe("60");
    expect((await app.get("/users/me", "tess")).status).toBe(200);
    await asana.close();
  });

  test("what was rejected counts, too", async () => {
    const { app } = await open({ limits: { perMinute: 2, reads: 50, writes: 15 } });
    const read = async () => {
      const { status, headers } = await app.get("/users/me");
      return [status, headers.get("retry-after")];
    };
    expect(await read()).toEqual([200, null]);
    now += 10_000;
    expect(await read()).toEqual([200, null]);
    now += 10_000;
    expect(await read()).toEqual([429, "50"]);
    // The first has left the minute, the rejected one has not.
    now += 45_000;
    expect(await read()).toEqual([429, "15"]);
    now += 60_000;
    expect(await read()).toEqual([200, null]);
  });

  test("a wait can be imposed, and none is without limits", async () => {
    const { app, asana } = await open({ limits: null });
    asana.rateLimit(30);
    now += 1;
    expect((await app.get("/users/me")).headers.get("retry-after")).toBe("30");
    expect((await app.send("POST", "/tasks", {})).status).toBe(429);
    now += 30_000;
    for (let n = 0; n < 200; n += 1) expect((await app.get("/users/me")).status).toBe(200);
  });
});

test("15 writes and 50 reads at once", async () => {
  const { app, asana } = await open({ limits: { perMinute: 1000, reads: 50, writes: 15 } });
  const go = asana.stall();
  const data = { workspace: asana.workspace.gid };
  const writes = Array.from({ length: 15 }, () => app.send("POST", "/tasks", data));
  const reads = Array.from({ length: 50 }, () => app.get("/users/me"));
  // In the order of their arrival, which over many connections is not that of their departure.
  while (asana.wire.calls.length < 65) await new Promise((resolve) => setImmediate(resolve));
  const late = await Promise.all([app.send("POST", "/tasks", data), app.get("/users/me")]);
  expect(late.map(({ status }) => status)).toEqual([429, 429]);
  expect(late[0]?.headers.get("retry-after")).toBe("1");
  go();
  const statuses = (await Promise.all([...writes, ...reads])).map(({ status }) => status);
  expect(statuses).toEqual([...Array(15).fill(201), ...Array(50).fill(200)]);
  expect((await app.send("POST", "/tasks", data)).status).toBe(201);
});
