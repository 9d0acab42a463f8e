import { type GitHubThread, graphqlCall, type Reply } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow, findSecret } from "../world/search.ts";
import {
  answered,
  ask,
  conversationOf,
  everSeen,
  issueOf,
  ours,
  pullOf,
  quietSpot,
} from "../world/threads.ts";
import { asked, NOT_ROUTING } from "../world/views.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** What is written to GitHub, whatever it says to it; here by an App whose key is as GitHub gives it. */
describe("delivery to GitHub", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: {} });
  }, 120_000);
  afterAll(() => world?.close());

  const creates = (method = "createComment") =>
    world.github.wire.calls.filter((call) => call.method === method && call.applied).length;
  const refusal = (status: number, message: string, headers: Reply["headers"] = {}): Reply => ({
    status,
    headers: { "x-ratelimit-remaining": "4000", ...headers },
    body: { message, documentation_url: "https://docs.github.com/rest" },
  });
  const soon = () => String(Math.ceil(Date.now() / 1000) + 3);
  const undeliverable = async (thread: GitHubThread) => {
    const [batch] = await quietSpot(world, { thread });
    expect(batch).toMatchObject({ state: "undeliverable" });
    await until("it is listed", async () => {
      const view = (await world.admin("/account", "GET", "github")) as {
        conversations: { conversation: string; undeliverable: number }[];
      };
      const end = decodeURIComponent(conversationOf({ thread }));
      return view.conversations.some(
        (one) => one.conversation.endsWith(`/${end}`) && one.undeliverable === 1,
      );
    });
    return batch;
  };

  test("a create that was cut after it was accepted: found, and not made again", async () => {
    const issue = issueOf(world);
    const before = creates();
    world.github.wire.fault({ method: "createComment", fault: { kind: "cut-after" } });
    await ask(world, issue, "nonce-cut").delivered;
    await answered(world, issue, "nonce-cut");
    expect(await quietSpot(world, { thread: issue })).toMatchObject([{ state: "answered" }]);
    expect(creates() - before).toBe(1);
    expect(everSeen(world, issue)).toHaveLength(1);
  });

  test("the same in the thread at a line, and in a discussion", async () => {
    const { server, wire, repo, owner } = world.github;
    const pull = pullOf(world);
    const top = server.inline(pull, owner, { path: "a.ts", line: 2, body: "@trunkline nonce-top" });
    wire.fault({ method: "createReply", fault: { kind: "half-body" } });
    const about = server.discussion(repo, owner, { title: "Hm", body: "@trunkline nonce-disc" });
    wire.fault({ ...graphqlCall("addDiscussionComment"), fault: { kind: "cut-after" } });
    await Promise.all([top.delivered, about.delivered]);
    await quietSpot(world, { thread: pull, root: top.id });
    await quietSpot(world, { thread: about }, 1, "d");
    expect(everSeen(world, pull)).toHaveLength(1);
    expect(everSeen(world, about)).toHaveLength(1);
    const suffered = wire.calls.filter(({ fault }) => fault !== null).map(({ method }) => method);
    expect(suffered.slice(-2).toSorted()).toEqual(["createReply", "graphql"]);
  });

  test("a create that never arrived is made again, after two looks", async () => {
    const issue = issueOf(world);
    world.github.wire.fault({ method: "createComment", fault: { kind: "cut-before" } });
    await ask(world, issue, "nonce-lost").delivered;
    await answered(world, issue, "nonce-lost");
    await quietSpot(world, { thread: issue });
    expect(everSeen(world, issue)).toHaveLength(1);
  });

  test.each<[string, () => Reply]>([
    [
      "403, the quota is used up",
      () =>
        refusal(403, "API rate limit exceeded for installation ID 7.", {
          "x-ratelimit-remaining": "0",
          "x-ratelimit-reset": soon(),
        }),
    ],
    [
      "403, too fast, with the time to wait",
      () => refusal(403, "You have exceeded a secondary rate limit.", { "retry-after": "3" }),
    ],
    ["403, too fast, and no word of how long", () => refusal(403, "secondary rate limit hit")],
    ["429", () => refusal(429, "Too many requests", { "retry-after": "2" })],
    ["502, from something in front of it", () => ({ status: 502, body: "<html>no</html>" })],
  ])("%s: it waits, and answers once", async (name, reply) => {
    const issue = issueOf(world);
    const nonce = `nonce-wait-${name.replace(/\W+/g, "-")}`;
    const fault = { kind: "reply", reply: reply() } as const;
    world.github.wire.fault({ method: "createComment", fault });
    await ask(world, issue, nonce).delivered;
    await answered(world, issue, nonce);
    expect(await quietSpot(world, { thread: issue })).toMatchObject([{ state: "answered" }]);
    expect(everSeen(world, issue)).toHaveLength(1);
    expect(asked(world, nonce)).toHaveLength(1);
  });

  test("a limit while people are asked for: the question waits, nothing is lost", async () => {
    const issue = issueOf(world);
    const reply = refusal(429, "Too many requests", { "retry-after": "2" });
    const method = "getCollaboratorPermission";
    world.github.wire.fault({ method, fault: { kind: "reply", reply } });
    world.github.wire.fault({ method, fault: { kind: "cut-before" } });
    await ask(world, issue, "nonce-gate").delivered;
    await answered(world, issue, "nonce-gate");
    expect(everSeen(world, issue)).toHaveLength(1);
  });

  const midway = async (nonce: string, meanwhile: (thread: GitHubThread) => unknown) => {
    const issue = issueOf(world);
    const hold = world.github.wire.barrier("arrived", { method: "createComment" });
    await ask(world, issue, nonce).delivered;
    await hold.hit;
    meanwhile(issue);
    hold.release();
    return issue;
  };

  test("locked meanwhile: listed as undeliverable, nothing is tried again", async () => {
    const { server, owner } = world.github;
    const issue = await midway("nonce-lock", (thread) => server.lock(thread, owner));
    expect(await undeliverable(issue)).toMatchObject({ error: expect.stringMatching(/locked/) });
    expect(everSeen(world, issue)).toEqual([]);
  });

  test("deleted meanwhile: listed as undeliverable", async () => {
    const { server, owner } = world.github;
    await undeliverable(await midway("nonce-del", (thread) => server.deleteIssue(thread, owner)));
  });

  test("a repository that was renamed meanwhile: the answer follows", async () => {
    const { server, owner, repo } = world.github;
    const issue = await midway("nonce-name", () => server.renameRepository(repo, owner, "store"));
    await answered(world, issue, "nonce-name");
    server.renameRepository(repo, owner, "shop");
  });

  test("no permission to write: listed as undeliverable, and the next question is answered", async () => {
    const issue = issueOf(world);
    const reply = refusal(403, "Resource not accessible by integration");
    world.github.wire.fault({ method: "createComment", fault: { kind: "reply", reply } });
    await ask(world, issue, "nonce-may-not").delivered;
    await undeliverable(issue);
    await ask(world, issue, "nonce-may-now").delivered;
    await answered(world, issue, "nonce-may-now");
  });

  test("a long answer: comments in order, each whole, none too long", async () => {
    const issue = issueOf(world);
    world.model.next({ kind: "long", chars: 150_000 }, NOT_ROUTING);
    await ask(world, issue, "nonce-long").delivered;
    const [batch] = await quietSpot(world, { thread: issue });
    expect(batch).toMatchObject({ state: "answered" });
    const parts = ours(world, issue).map(({ text }) => text);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every((text) => [...text].length <= 65_536)).toBe(true);
    expect(new Set(parts.map((text) => text.slice(-60))).size).toBe(parts.length);
    expect(parts.map((text) => /:(\d+) -->$/.exec(text)?.[1])).toEqual(
      parts.map((_, n) => String(n)),
    );
  });

  test("refused as too long: divided, and nothing of it is lost", async () => {
    const issue = issueOf(world);
    const text = Array.from({ length: 40 }, (_, n) => `Paragraph ${n} of it.`).join("\n\n");
    world.model.next({ kind: "text", text }, NOT_ROUTING);
    const reply = refusal(422, "Validation Failed: body is too long (maximum is 65536 characters)");
    world.github.wire.fault({ method: "createComment", fault: { kind: "reply", reply } });
    await ask(world, issue, "nonce-divide").delivered;
    await quietSpot(world, { thread: issue });
    const parts = ours(world, issue).map((one) => one.text);
    expect(parts.length).toBeGreaterThan(1);
    const numbers = [...parts.join("\n").matchAll(/Paragraph (\d+)/g)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  test("a token that is taken back: the App gets another, the answer comes", async () => {
    const issue = issueOf(world);
    const fault = { kind: "reply", reply: refusal(401, "Bad credentials") } as const;
    world.github.wire.fault({ method: "createComment", fault });
    await ask(world, issue, "nonce-token").delivered;
    await answered(world, issue, "nonce-token");
    expect(everSeen(world, issue)).toHaveLength(1);
  });

  test("no secret is in a file, a log, or a request", async () => {
    const { server, wire } = world.github;
    await world.kill();
    const key = server.privateKey("pkcs1").split("\n")[3] ?? "";
    expect(key.length).toBeGreaterThan(40);
    const tokens = new Set(
      wire.calls
        .map(({ headers }) => /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? "")?.[1])
        .filter((token) => token !== undefined),
    );
    expect([...tokens].some((token) => token.startsWith("ghs_"))).toBe(true);
    const places = [
      ...filesBelow(world.prepared.dataDir),
      { name: "output", bytes: world.output },
      ...world.model.wire.calls.map(({ raw, path }) => ({ name: "model", bytes: path + raw })),
      ...wire.calls.map(({ raw, path, method }) => ({ name: method, bytes: path + raw })),
    ];
    for (const secret of [...Object.values(CANARIES), key, ...tokens]) {
      expect(findSecret(secret, places)).toEqual([]);
    }
    // The control: what a person has written is where it belongs, and in no log.
    const found = findSecret("nonce-token", places);
    expect(found.some((name) => name.includes("sqlite"))).toBe(true);
    expect(found).toContain("model");
    expect(found).not.toContain("output");
  });
});
