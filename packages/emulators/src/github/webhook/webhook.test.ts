import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GitHubThread } from "../scene/base.ts";
import { at, numberAt, type Place, place, SECRET } from "../testing.ts";
import { isDelivered } from "./delivery.ts";

let here: Place;
let issue: GitHubThread;

beforeEach(async () => {
  here = await place({ webhookTimeoutMs: 5_000 });
  issue = here.github.issue(here.repo, here.tess, { title: "One" });
  await here.github.idle();
  here.receiver.hits.length = 0;
});
afterEach(() => here.close());

describe("a delivery", () => {
  test("is signed over its bytes and says where it comes from", async () => {
    const said = here.github.comment(issue, here.tess, "Grüße 🌈");
    const [delivery] = await said.delivered;
    const [hit] = here.receiver.hits;
    const mac = createHmac("sha256", SECRET)
      .update(hit?.raw ?? "")
      .digest("hex");
    expect(hit?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
      "x-github-event": "issue_comment",
      "x-github-delivery": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-github-hook-id": String(here.github.hooks[0]?.id),
      "x-github-hook-installation-target-type": "integration",
      "x-github-hook-installation-target-id": String(here.app.id),
      "x-hub-signature-256": `sha256=${mac}`,
    });
    expect(hit?.payload).toMatchObject({
      action: "created",
      comment: { id: said.id, body: "Grüße 🌈", user: { id: 101 }, author_association: "MEMBER" },
      issue: { number: issue.number },
      repository: { id: 700, full_name: "acme/shop", private: true },
      installation: { id: here.installation.id },
      sender: { login: "tess", type: "User" },
    });
    expect(delivery).toMatchObject({ status: "OK", code: 200, installation: here.installation.id });
  });

  test.each([
    [500, "Invalid HTTP Response: 500"],
    [302, "Invalid HTTP Response: 302"],
    [404, "Invalid HTTP Response: 404"],
  ])("that gets %i has failed, and is not made again", async (status, words) => {
    here.receiver.answer = () => status;
    const [delivery] = await here.github.comment(issue, here.tess, "x").delivered;
    expect(delivery).toMatchObject({ code: status, status: words });
    here.github.comment(issue, here.tess, "y");
    await here.github.idle();
    expect(here.receiver.hits).toHaveLength(2);
  });

  test("that is not answered in time has failed", async () => {
    await here.close();
    here = await place({ webhookTimeoutMs: 30 });
    const gate = Promise.withResolvers<void>();
    here.receiver.answer = () => gate.promise.then(() => 200);
    const late = here.github.issue(here.repo, here.tess, { title: "One" });
    const [delivery] = await late.delivered;
    gate.resolve();
    expect(delivery).toMatchObject({ status: "timed out", response: { body: "" } });
  });

  test("may be refused, or lost before it leaves", async () => {
    here.github.loseDeliveries();
    const [lost] = await here.github.comment(issue, here.tess, "x").delivered;
    expect(lost?.status).toBe("failed to connect to host");
    expect(here.receiver.hits).toEqual([]);
    await here.receiver.close();
    const [refused] = await here.github.comment(issue, here.tess, "y").delivered;
    expect(refused?.status).toBe("failed to connect to host");
  });
});

describe("the log of the App", () => {
  test("is paged by cursor, newest first", async () => {
    for (const text of ["a", "b", "c"]) await here.github.comment(issue, here.tess, text).delivered;
    const first = await here.asApp("GET /app/hook/deliveries?per_page=2");
    const [, next = ""] = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "") ?? [];
    const second = await here.asApp(`GET ${next}`);
    const ids = [first, second].map(({ body }) => [
      numberAt(body, 0, "id"),
      numberAt(body, 1, "id"),
    ]);
    expect(ids.flat()).toEqual(ids.flat().toSorted((one, other) => other - one));
    expect(new Set(ids.flat()).size).toBe(4);
  });

  test("tells what failed, whole, for three days", async () => {
    await here.close();
    let now = Date.now();
    here = await place({ now: () => now });
    here.receiver.answer = () => 503;
    const opened = here.github.issue(here.repo, here.tess, { title: "One" });
    await opened.delivered;
    const failed = await here.asApp("GET /app/hook/deliveries?status=failure");
    expect(failed.body).toMatchObject([{ event: "issues", action: "opened", status_code: 503 }]);
    const id = numberAt(failed.body, 0, "id");
    const whole = await here.asApp(`GET /app/hook/deliveries/${id}`);
    expect(at(whole.body, "request", "payload", "issue", "title")).toBe("One");
    now += 3 * 24 * 3_600_000;
    expect((await here.asApp(`GET /app/hook/deliveries/${id}`)).status).toBe(404);
  });

  test("makes one again when asked, under the same GUID", async () => {
    here.receiver.answer = () => 503;
    const [failed] = await here.github.comment(issue, here.tess, "x").delivered;
    here.receiver.answer = () => 200;
    const again = await here.asApp(`POST /app/hook/deliveries/${failed?.id}/attempts`);
    expect(again.status).toBe(202);
    await here.github.idle();
    const [first, second] = here.receiver.hits;
    expect(second?.headers["x-github-delivery"]).toBe(first?.headers["x-github-delivery"]);
    expect(second?.raw).toBe(first?.raw);
    expect(here.github.deliveries.at(-1)).toMatchObject({ redelivery: true, code: 200 });
    expect(here.github.deliveries.at(-1)?.id).not.toBe(failed?.id);
  });

  test("knows nothing of other hooks", async () => {
    const [app] = here.github.hooks;
    here.github.hook(here.repo, { url: app?.url ?? "" });
    await here.github.comment(issue, here.tess, "x").delivered;
    const { body } = await here.asApp("GET /app/hook/deliveries?per_page=100");
    const [own, other] = here.github.deliveries.slice(-2);
    const listed = Array.isArray(body) ? body.map((one) => at(one, "id")) : [];
    expect([listed.includes(own?.id), listed.includes(other?.id)]).toEqual([true, false]);
  });
});

describe("who is told", () => {
  test("the App, of its own comments as well", async () => {
    const made = await here.call("POST /repos/acme/shop/issues/1/comments", { body: "mine" });
    const id = numberAt(made.body, "id");
    await here.call(`PATCH /repos/acme/shop/issues/comments/${id}`, { body: "mine, edited" });
    await here.github.idle();
    const events = here.receiver.hits.map(({ payload }) => payload);
    expect(events.map(({ action }) => action).toSorted()).toEqual(["created", "edited"]);
    expect(events.find(({ action }) => action === "edited")).toMatchObject({
      changes: { body: { from: "mine" } },
      comment: { performed_via_github_app: { id: 55 } },
      sender: { login: "trunkline[bot]", type: "Bot" },
    });
  });

  test("the same comment through several hooks has several GUIDs", async () => {
    const url = here.github.hooks[0]?.url ?? "";
    here.github.hook(here.repo, { url, secret: "other" });
    here.github.hook(here.acme, { url });
    const told = await here.github.comment(issue, here.tess, "x").delivered;
    expect(told.every(isDelivered)).toBe(true);
    expect(new Set(told.map(({ guid }) => guid)).size).toBe(3);
    const types = here.receiver.hits.map(
      ({ headers }) => headers["x-github-hook-installation-target-type"],
    );
    expect(types.toSorted()).toEqual(["integration", "organization", "repository"]);
    const plain = here.receiver.hits.find(({ payload }) => payload.installation === undefined);
    expect(plain?.payload.comment).toMatchObject({ body: "x" });
    const unsigned = here.receiver.hits.filter(({ headers }) => !headers["x-hub-signature-256"]);
    expect(unsigned).toHaveLength(1);
  });

  test("nobody outside: another repository, an event that was not asked for, a hook that is off", async () => {
    const { github, acme, tess } = here;
    const other = github.repository({ owner: acme, name: "other" });
    expect(github.issue(other, tess, { title: "x" }).deliveries).toEqual([]);
    expect(github.event("star", { sender: tess, repo: here.repo }).deliveries).toEqual([]);
    const [hook] = github.hooks;
    github.setHook(hook?.id ?? 0, { active: false });
    expect(github.comment(issue, tess, "x").deliveries).toEqual([]);
  });

  test("a replay has another GUID and the same valid signature", async () => {
    const [first] = await here.github.comment(issue, here.tess, "x").delivered;
    const [replay] = await here.github.replay(first?.id ?? 0).delivered;
    expect(replay?.guid).not.toBe(first?.guid);
    expect(replay?.headers["x-hub-signature-256"]).toBe(first?.headers["x-hub-signature-256"]);
  });
});

test("a form carries the payload in a field, and is signed whole", async () => {
  const url = here.github.hooks[0]?.url ?? "";
  const hook = here.github.hook(here.repo, { url, secret: "s", contentType: "form" });
  here.github.ping(hook.id, here.tess);
  await here.github.idle();
  const [hit] = here.receiver.hits;
  expect(hit?.raw).toMatch(/^payload=%7B/);
  expect(hit?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  const mac = createHmac("sha256", "s")
    .update(hit?.raw ?? "")
    .digest("hex");
  expect(hit?.headers["x-hub-signature-256"]).toBe(`sha256=${mac}`);
  expect(hit?.payload).toMatchObject({ hook_id: hook.id, zen: expect.any(String) });
});

test("webhooks stay on this machine", () => {
  expect(() => here.github.hook(here.repo, { url: "https://example.com/" })).toThrow("loopback");
});
