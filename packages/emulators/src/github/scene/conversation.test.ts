import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, numberAt, type Place, place, textAt, toldOf } from "../testing.ts";
import type { GitHubThread } from "./base.ts";

let here: Place;
let issue: GitHubThread;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 12);
  here = await place({ now: () => now });
  issue = here.github.issue(here.repo, here.tess, { title: "One", body: "Since today" });
  await here.github.idle();
});
afterEach(() => here.close());

const base = "/repos/acme/shop";
const send = async (body: string): Promise<number> =>
  numberAt((await here.call(`POST ${base}/issues/${issue.number}/comments`, { body })).body, "id");

describe("a comment of the bot", () => {
  test("is created, read, edited and deleted, and nothing of it is forgotten", async () => {
    const made = await here.call(`POST ${base}/issues/${issue.number}/comments`, { body: "one" });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(textAt(made.body, "url"));
    const route = `${base}/issues/comments/${numberAt(made.body, "id")}`;
    expect((await here.call(`GET ${route}`)).body).toEqual(made.body);
    now += 2000;
    const edited = await here.call(`PATCH ${route}`, { body: "two" });
    expect(edited.body).toMatchObject({
      body: "two",
      created_at: "2026-11-21T12:00:00Z",
      updated_at: "2026-11-21T12:00:02Z",
    });
    expect((await here.call(`DELETE ${route}`)).status).toBe(204);
    for (const verb of ["GET", "PATCH", "DELETE"]) {
      expect(
        (await here.call(`${verb} ${route}`, verb === "PATCH" ? { body: "x" } : undefined)).status,
      ).toBe(404);
    }
    const seen = here.github.everVisible(issue).filter(({ byApi }) => byApi);
    expect(seen.map(({ version, text, at }) => [version, text, at])).toEqual([
      [0, "one", now - 2000],
      [1, "two", now],
    ]);
    const [view] = here.github.thread(here.repo, issue.number).posts;
    expect(view).toMatchObject({ app: "trunkline", deletedAt: now, text: "two" });
  });

  test("a person ticks a box in it: the author stays the bot, the sender is the person", async () => {
    const id = await send("Shall I?\n- [ ] Approve\n- [ ] Reject");
    await here.github.idle();
    const [comment] = here.github.thread(here.repo, issue.number).posts;
    if (!comment) throw new Error("the bot has written");
    await here.github.tick(comment, here.tess, "Approve").delivered;
    expect(here.receiver.last("issue_comment")).toMatchObject({
      action: "edited",
      changes: { body: { from: "Shall I?\n- [ ] Approve\n- [ ] Reject" } },
      comment: {
        id,
        body: "Shall I?\n- [x] Approve\n- [ ] Reject",
        user: { login: "trunkline[bot]" },
      },
      sender: { login: "tess", type: "User" },
    });
    const versions = here.github.thread(here.repo, issue.number).posts[0]?.seen;
    expect(versions?.map(({ via, by }) => [via, by.login])).toEqual([
      ["api", "trunkline[bot]"],
      ["web", "tess"],
    ]);
  });

  test("its ids are of another range than those of inline comments", async () => {
    const id = await send("x");
    expect(id).toBeGreaterThan(2 ** 31);
    expect(here.github.thread(here.repo, issue.number).posts[0]?.nodeId).toMatch(/^IC_/);
  });
});

describe("people", () => {
  test("edit and delete their own; the sender of a deletion may be another", async () => {
    const { github, repo, rob, tess } = here;
    github.grant(repo, rob, "read");
    const comment = github.comment(issue, rob, "first");
    github.editComment(comment, rob, "second");
    expect(await toldOf(github.deleteComment(comment, tess))).toMatchObject({
      action: "deleted",
      comment: { body: "second", user: { login: "rob" } },
      sender: { login: "tess" },
    });
  });

  test("a private member writes, and is shown as CONTRIBUTOR", async () => {
    const { github, repo, rob } = here;
    github.grant(repo, rob, "maintain", "CONTRIBUTOR");
    await github.comment(issue, rob, "x").delivered;
    expect(at(here.receiver.last(), "comment", "author_association")).toBe("CONTRIBUTOR");
    const { body } = await here.call(`GET ${base}/collaborators/rob/permission`);
    expect(body).toMatchObject({ permission: "write", role_name: "maintain" });
  });

  test("who is gone is nobody, and cannot act", async () => {
    const { github, repo, rob } = here;
    github.grant(repo, rob, "read");
    const comment = github.comment(issue, rob, "x");
    github.ghost(rob);
    const { body } = await here.call(`GET ${base}/issues/comments/${comment.id}`);
    expect(at(body, "user")).toBeNull();
    expect(github.thread(repo, issue.number).posts[0]?.author).toBeNull();
    expect(() => github.comment(issue, rob, "y")).toThrow("deleted");
    expect((await here.call("GET /users/rob")).status).toBe(404);
  });

  test("another login keeps the id", async () => {
    here.github.renameUser(here.tess, "tessa");
    await here.github.comment(issue, here.tess, "x").delivered;
    expect(here.receiver.last()).toMatchObject({ sender: { login: "tessa", id: 101 } });
  });

  test("other bots are typed Bot", async () => {
    const bot = here.github.bot({ login: "dependabot[bot]", id: 49699333 });
    here.github.grant(here.repo, bot, "write");
    await here.github.comment(issue, bot, "@trunkline x").delivered;
    expect(here.receiver.last()).toMatchObject({ sender: { type: "Bot", id: 49699333 } });
  });
});

describe("the permission of everybody", () => {
  test.each([
    ["admin", "admin"],
    ["maintain", "write"],
    ["write", "write"],
    ["triage", "read"],
    ["read", "read"],
  ] as const)("%s shows as %s", async (role, permission) => {
    here.github.grant(here.repo, here.rob, role);
    const { body } = await here.call(`GET ${base}/collaborators/ROB/permission`);
    expect(body).toMatchObject({ permission, role_name: role, user: { id: 102 } });
  });

  test("nothing in a private repository, read in a public one, all for its owner", async () => {
    const none = await here.call(`GET ${base}/collaborators/rob/permission`);
    expect(at(none.body, "permission")).toBe("none");
    const { github, acme, rob, tess, installation } = here;
    const open = github.repository({ owner: acme, name: "open" });
    const own = github.repository({ owner: rob, name: "own" });
    github.changeRepositories(installation, tess, "added", [open, own]);
    const read = await here.call("GET /repos/acme/open/collaborators/rob/permission");
    expect(at(read.body, "permission")).toBe("read");
    const owner = await here.call("GET /repos/rob/own/collaborators/rob/permission");
    expect(at(owner.body, "permission")).toBe("admin");
  });
});

describe("reactions", () => {
  test("201 when new, 200 when it was there, one per person and kind", async () => {
    const route = `${base}/issues/${issue.number}/reactions`;
    const first = await here.call(`POST ${route}`, { content: "eyes" });
    const second = await here.call(`POST ${route}`, { content: "eyes" });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    here.github.react(issue, here.tess, "eyes");
    here.github.react(issue, here.tess, "heart");
    const list = await here.call(`GET ${route}?content=eyes`);
    expect(list.body).toMatchObject([{ user: { type: "Bot" } }, { user: { login: "tess" } }]);
    const rollup = await here.call(`GET ${base}/issues/${issue.number}`);
    expect(at(rollup.body, "reactions")).toMatchObject({ total_count: 3, eyes: 2, heart: 1 });
    expect((await here.call(`DELETE ${route}/${numberAt(first.body, "id")}`)).status).toBe(204);
    expect((await here.call(`DELETE ${route}/${numberAt(list.body, 1, "id")}`)).status).toBe(403);
    here.github.unreact(issue, here.tess, "heart");
    const views = here.github.thread(here.repo, issue.number).reactions;
    expect(views.map(({ content, removedAt }) => [content, removedAt === null])).toEqual([
      ["eyes", false],
      ["eyes", true],
      ["heart", false],
    ]);
    await here.github.idle();
    expect(here.receiver.names()).toEqual(["issues.opened"]);
  });
});

describe("issues", () => {
  test("an empty body is null", async () => {
    const empty = here.github.issue(here.repo, here.tess, { title: "Two" });
    await empty.delivered;
    expect(at(here.receiver.last(), "issue", "body")).toBeNull();
  });

  test("are closed, labelled and assigned by the App, each with its event", async () => {
    const route = `${base}/issues/${issue.number}`;
    await here.github.idle();
    here.receiver.hits.length = 0;
    await here.call(`POST ${route}/labels`, { labels: ["bug", { name: "Later" }] });
    await here.call(`POST ${route}/assignees`, { assignees: ["tess", "rob"] });
    const closed = await here.call(`PATCH ${route}`, {
      state: "closed",
      state_reason: "not_planned",
    });
    expect(closed.body).toMatchObject({
      state: "closed",
      state_reason: "not_planned",
      labels: [{ name: "bug" }, { name: "Later" }],
      assignees: [{ login: "tess" }],
    });
    await here.github.idle();
    expect(here.receiver.names().toSorted()).toEqual([
      "issues.assigned",
      "issues.closed",
      "issues.labeled",
      "issues.labeled",
    ]);
  });

  test("a body that is too long is left as it was, and nobody is told", async () => {
    const route = `PATCH ${base}/issues/${issue.number}`;
    const { status, body } = await here.call(route, { body: "a".repeat(262_145) });
    expect([status, at(body, "body")]).toEqual([200, "Since today"]);
  });
});

test("mistakes of a test throw", () => {
  const { github, repo, acme, tess, rob } = here;
  const comment = github.comment(issue, tess, "x");
  expect(() => github.comment(issue, rob, "x")).toThrow("sees no such repository");
  expect(() => github.comment(comment, tess, "x")).toThrow("is no thread");
  expect(() => github.tick(comment, tess, 0)).toThrow("there is no box 0");
  expect(() => github.user({ login: "TESS" })).toThrow("already");
  expect(() => github.repository({ owner: acme, name: "Shop" })).toThrow("already");
  expect(() => github.thread(repo, 99)).toThrow("no #99");
  expect(() => github.inline(issue, tess, { path: "a", line: 1, body: "x" })).toThrow(
    "no pull request",
  );
  expect(() => github.redeliver(1)).toThrow("no delivery 1");
  github.deleteComment(comment, tess);
  expect(() => github.editComment(comment, tess, "y")).toThrow("was deleted");
  github.grant(repo, rob, "read");
  github.lock(issue, tess);
  expect(() => github.comment(issue, rob, "x")).toThrow("locked");
});
