import type { Inbound } from "@trunkline/transport";
import { type GitHubContext, github } from "@trunkline/transport/github";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../src/transport.ts";
import { sweep } from "./sweep.ts";
import { World } from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await World.begin();
});
afterEach(async () => {
  expect(world.server.violations).toEqual([]);
  await world.close();
});

async function swept(settings: World["settings"], from: string | null) {
  const found: Inbound<GitHubContext>[] = [];
  let cursor = from;
  for await (const step of sweep(settings, from, world.now)) {
    if ("cursor" in step) cursor = step.cursor;
    else found.push(step.found);
  }
  return { found, cursor };
}

/** A sweep as the core does it: what was yielded stands, also when the sweep fails after it. */
async function sweptUntil(settings: World["settings"], from: string | null) {
  const found: Inbound<GitHubContext>[] = [];
  let cursor = from;
  let fault: string | null = null;
  try {
    for await (const step of sweep(settings, from, world.now)) {
      if ("cursor" in step) cursor = step.cursor;
      else found.push(step.found);
    }
  } catch (error) {
    fault = github.classify(error).kind;
  }
  return { found, cursor, fault };
}
const reply = (status: number, message: string, headers = {}) => ({
  kind: "reply" as const,
  reply: { status, headers, body: { message } },
});
const refusal = {
  redelivery: reply(422, "Validation Failed"),
  saml: reply(403, "Resource protected by organization SAML enforcement."),
  broken: reply(502, "Server Error"),
  tooFast: reply(429, "too many requests", { "retry-after": "60" }),
};

describe("an App asks for what failed", () => {
  const answered = () =>
    expect.poll(() => world.server.deliveries.every(({ code }) => code !== 0)).toBe(true);
  /** GUIDs of the deliveries that were asked for again, each once for each time. */
  const again = () =>
    world.server.deliveries.filter(({ redelivery }) => redelivery).map(({ guid }) => guid);
  const asked = async (answers: number) => {
    world.answers = answers;
    const issue = world.server.issue(world.repo, world.rob, { title: "It breaks" });
    const told = world.server.comment(issue, world.rob, "@trunkline why?");
    await answered();
    return told.deliveries[0]?.guid ?? "";
  };
  const later = async (from: string | null) => {
    world.now += 60_000;
    const { cursor } = await swept(world.settings, from);
    await answered();
    return cursor;
  };

  test("again, until it has come; nothing is found by the sweep itself", async () => {
    const guid = await asked(503);
    const times = () => again().filter((one) => one === guid).length;
    const { found, cursor } = await swept(world.settings, null);
    await answered();
    expect(found).toEqual([]);
    expect(cursor).toContain(new Date(world.now).toISOString());
    expect(times()).toBe(1);
    world.answers = 200;
    const second = await later(cursor);
    expect(times()).toBe(2);
    await later(second);
    await later(cursor);
    await later(null);
    expect(times()).toBe(2);
  });

  test("not what has come", async () => {
    await asked(200);
    await later(null);
    expect(again()).toEqual([]);
  });

  test("not for ever", async () => {
    const guid = await asked(503);
    let cursor: string | null = null;
    for (let i = 0; i < 30; i += 1) cursor = await later(cursor);
    expect(again().filter((one) => one === guid)).toHaveLength(20);
  });

  test("once only, when we ourselves call it wrong", async () => {
    const guid = await asked(400);
    for (let i = 0; i < 3; i += 1) await later(null);
    expect(again().filter((one) => one === guid)).toHaveLength(1);
  });

  test("not what is older than a day, the first time", async () => {
    await asked(503);
    world.now += 25 * 3_600_000;
    await later(null);
    expect(again()).toEqual([]);
  });

  const three = async () => {
    world.answers = 503;
    const issue = world.server.issue(world.repo, world.rob, { title: "It breaks" });
    for (const text of ["a", "b"]) world.server.comment(issue, world.rob, text);
    await answered();
    const failed = new Set(world.server.deliveries.map(({ guid }) => guid));
    world.answers = 200;
    return failed;
  };

  test("one that GitHub does not take keeps none of the others waiting", async () => {
    const failed = await three();
    world.server.wire.fault({ method: "redeliver", fault: refusal.redelivery });
    const { cursor, fault } = await sweptUntil(world.settings, null);
    expect(fault).toBe(null);
    expect(cursor).toContain(new Date(world.now).toISOString());
    expect(new Set(again()).size).toBe(failed.size - 1);
    await answered();
  });

  test("one that GitHub chokes on is asked for last the next time", async () => {
    const failed = await three();
    const { wire } = world.server;
    let choking = "";
    const match = ({ method, path }: { method: string; path: string }) => {
      if (method !== "redeliver") return false;
      choking ||= path;
      return path === choking;
    };
    wire.fault({ match, times: 2, fault: refusal.broken });
    const first = await sweptUntil(world.settings, null);
    expect(first.fault).toBe("uncertain");
    expect(again()).toEqual([]);
    world.now += 60_000;
    const second = await sweptUntil(world.settings, first.cursor);
    expect(second.fault).toBe("uncertain");
    expect(new Set(again()).size).toBe(failed.size - 1);
    await answered();
    const third = await sweptUntil(world.settings, second.cursor);
    await answered();
    expect(third.fault).toBe(null);
    expect(new Set(again())).toEqual(failed);
  });

  test("what was asked for before GitHub wants us to wait is remembered", async () => {
    await three();
    const steps = sweep(world.settings, null, world.now);
    let asked = 0;
    const match = ({ method }: { method: string }) => method === "redeliver" && ++asked === 2;
    world.server.wire.fault({ match, fault: refusal.tooFast });
    const cursors: string[] = [];
    await expect(
      (async () => {
        for await (const step of steps) if ("cursor" in step) cursors.push(step.cursor);
      })(),
    ).rejects.toThrow("too many requests");
    const tried = Object.values(JSON.parse(cursors.at(-1) ?? "").tried);
    expect(tried.filter((times) => times === 1)).toHaveLength(1);
    await answered();
  });

  test("through all pages of the list", async () => {
    world.answers = 503;
    const issue = world.server.issue(world.repo, world.rob, { title: "It breaks" });
    for (let i = 0; i < 120; i += 1) world.server.comment(issue, world.rob, `${i}`);
    await answered();
    await later(null);
    expect(new Set(again()).size).toBeGreaterThan(120);
  });
});

describe("the owner of a token looks through the notifications", () => {
  const own = () => {
    const robot = world.server.user({ login: "robot" });
    world.server.grant(world.repo, robot, "write");
    const GITHUB_TOKEN = world.server.token(robot);
    return { robot, settings: { ...world.settings, GITHUB_APP_ID: null, GITHUB_TOKEN } };
  };
  const texts = (found: readonly Inbound<GitHubContext>[]) =>
    found.map((one) => (one.kind === "message" ? [one.contentKey, one.ctx.text] : one));

  test("and finds what mentions him, wherever it was written", async () => {
    const { settings } = own();
    const { server, repo, rob } = world;
    const opened = server.issue(repo, rob, { title: "It breaks", body: "@robot why?" });
    const comment = server.comment(opened, rob, "@robot and how?");
    server.comment(opened, rob, "nobody is meant");
    const pull = server.pull(repo, rob, {
      title: "Mend it",
      files: [{ path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" }],
    });
    const inline = server.inline(pull, rob, { path: "a.ts", line: 2, body: "@robot is it?" });
    const review = server.review(pull, rob, { body: "@robot fine?" });
    const { found, cursor } = await swept(settings, null);
    expect(texts(found).sort()).toEqual(
      [
        [`issue:${opened.id}`, "It breaks\n\nwhy?"],
        [`comment:${comment.id}`, "and how?"],
        [`review_comment:${inline.id}`, "is it?"],
        [`review:${review.id}`, "fine?"],
      ].sort(),
    );
    // Lists lag behind, so what was found just now is found again.
    world.now += 600_000;
    const later = await swept(settings, (await swept(settings, cursor)).cursor);
    expect(later.found).toEqual([]);
    world.now += 600_000;
    const next = server.comment(opened, rob, "@robot again?");
    expect(texts((await swept(settings, later.cursor)).found)).toEqual([
      [`comment:${next.id}`, "again?"],
    ]);
  });

  const shut = (number: number, fault: (typeof refusal)[keyof typeof refusal], times: number) =>
    world.server.wire.fault({
      match: ({ path }) => path.endsWith(`/issues/${number}`),
      ...{ times, fault },
    });

  test("an issue that is shut to him keeps none of the others waiting", async () => {
    const { settings } = own();
    const { server, repo, rob } = world;
    const issues = ["a", "b", "c"].map((title) =>
      server.issue(repo, rob, { title, body: "@robot why?" }),
    );
    shut(issues[1]?.number ?? 0, refusal.saml, 1);
    const { found, cursor, fault } = await sweptUntil(settings, null);
    expect(fault).toBe(null);
    expect(found).toHaveLength(2);
    expect(cursor).toContain(new Date(world.now).toISOString());
  });

  test("an issue that stays broken is looked at last, and not for ever", async () => {
    const { settings } = own();
    const { server, repo, rob } = world;
    const issues = ["a", "b", "c"].map((title) =>
      server.issue(repo, rob, { title, body: "@robot why?" }),
    );
    shut(issues[1]?.number ?? 0, refusal.broken, 100);
    let cursor: string | null = null;
    const heard: string[] = [];
    const faults: (string | null)[] = [];
    for (let i = 0; i < 22; i += 1) {
      const round = await sweptUntil(settings, cursor);
      heard.push(...round.found.flatMap((one) => (one.kind === "message" ? one.ctx.text : [])));
      faults.push(round.fault);
      cursor = round.cursor;
      if (round.fault === null) break;
    }
    expect(heard.toSorted()).toEqual(["a\n\nwhy?", "c\n\nwhy?"]);
    expect(faults).toEqual([...Array.from({ length: 20 }, () => "transient"), null]);
    expect(JSON.parse(cursor ?? "").tried).toEqual({});
  });

  test("the key of a text is that of the webhook, so it is answered once", async () => {
    const { settings } = own();
    const { server, repo, rob } = world;
    const hook = { url: "http://127.0.0.1:9/webhook", secret: "s" };
    server.hook(repo, hook);
    const opened = server.issue(repo, rob, { title: "It breaks" });
    const told = server.comment(opened, rob, "@robot why?");
    const { found } = await swept(settings, null);
    const guids = told.deliveries.map(({ guid }) => guid);
    expect(new Set(guids).size).toBe(2);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ contentKey: `comment:${told.id}`, order: expect.any(Number) });
    const [ours] = found;
    if (ours?.kind !== "message") return;
    const ref = await connect(settings).send(
      ours.ctx,
      { text: "x", plain: "x", format: "plain" },
      { key: "k" },
    );
    expect(world.last(opened)).toMatchObject({ id: ref.id, author: { login: "robot" } });
  });
});
