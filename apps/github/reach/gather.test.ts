import type { Fragment } from "@trunkline/transport";
import type { GitHubContext } from "@trunkline/transport/github";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { World } from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await World.begin();
});
afterEach(async () => {
  expect(world.server.violations).toEqual([]);
  await world.close();
});

async function around(ctx: GitHubContext): Promise<Fragment[]> {
  const found: Fragment[] = [];
  for await (const fragment of world.transport.gather?.(ctx) ?? []) found.push(fragment);
  return found;
}
const brief = async (ctx: GitHubContext) =>
  (await around(ctx)).map(({ what, text, author, trust }) => [what, text, author, trust]);

describe("around a comment on an issue", () => {
  test("the issue, its state, and what was said before, newest first", async () => {
    const { server, repo, rob, tess } = world;
    const issue = server.issue(repo, rob, { title: "It breaks", body: "So:\r\n1" });
    server.label(issue, tess, "bug");
    server.comment(issue, tess, "Really?");
    const ctx = world.ask(server.comment(issue, tess, "@trunkline why?"));
    server.comment(issue, rob, "Too late");
    expect(await brief(ctx)).toEqual([
      ["issue title", "It breaks", "rob", "untrusted"],
      ["issue", "So:\n1", "rob", "untrusted"],
      ["issue state", "open; labels: bug", "GitHub", "member"],
      ["comment", "Really?", "tess", "member"],
    ]);
  });

  test("as it was when the message was written", async () => {
    const { server, repo, rob, tess } = world;
    const issue = server.issue(repo, rob, { title: "It breaks", body: "So:" });
    const harmless = server.comment(issue, rob, "harmless");
    const before = server.comment(issue, rob, "before");
    server.comment(issue, rob, "stays");
    world.now += 5_000;
    server.editComment(before, rob, "edited before");
    world.now += 5_000;
    const ctx = world.ask(server.comment(issue, tess, "@trunkline why?"));
    server.editIssue(issue, rob, { title: "evil", body: "evil" });
    server.editComment(harmless, rob, "evil");
    expect(await brief(ctx)).toEqual([
      ["issue title", "It breaks", "rob", "untrusted"],
      ["issue", "So:", "rob", "untrusted"],
      ["issue state", "open", "GitHub", "member"],
      ["comment", "stays", "rob", "untrusted"],
      ["comment", "edited before", "rob", "untrusted"],
    ]);
  });

  test("page by page from the end, and no further than is read", async () => {
    const { server, repo, rob, tess } = world;
    const issue = server.issue(repo, rob, { title: "It breaks" });
    for (let i = 0; i < 230; i += 1) server.comment(issue, rob, `${i}`);
    const ctx = world.ask(server.comment(issue, tess, "@trunkline why?"));
    const said = (await around(ctx)).filter(({ what }) => what === "comment");
    expect(said.map(({ text }) => Number(text))).toEqual(
      Array.from({ length: 230 }, (_, i) => 229 - i),
    );
    const from = server.wire.calls.length;
    for await (const { text } of world.transport.gather?.(ctx) ?? []) if (text === "229") break;
    const listed = server.wire.calls.slice(from).filter(({ method }) => method === "listComments");
    expect(listed).toHaveLength(1);
  });

  test("what we said ourselves comes without our mark", async () => {
    const { server, repo, rob, tess } = world;
    const issue = server.issue(repo, rob, { title: "It breaks" });
    await world.say(world.ask(server.comment(issue, tess, "@trunkline why?")), "So.");
    const ctx = world.ask(server.comment(issue, tess, "@trunkline and?"));
    expect((await brief(ctx)).at(-2)).toEqual(["comment", "So.", "trunkline[bot]", "untrusted"]);
  });

  test("an opening is the message itself: only what stands beside it", async () => {
    const { server, repo, rob } = world;
    const ctx = world.ask(server.issue(repo, rob, { title: "It breaks", body: "@trunkline why?" }));
    expect((await brief(ctx)).map(([what]) => what)).toEqual(["issue title", "issue state"]);
  });

  test("whoever assigns us may be another than who wrote", async () => {
    const { server, repo, rob, tess } = world;
    const issue = server.issue(repo, rob, { title: "It breaks", body: "So:" });
    const ctx = world.ask(server.assign(issue, tess, world.bot));
    expect(ctx).toMatchObject({ actor: { login: "tess" }, text: "This is assigned to you." });
    expect((await brief(ctx))[1]).toEqual(["issue", "So:", "rob", "untrusted"]);
  });
});

describe("around a pull request", () => {
  const files = [
    { path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" },
    { path: "b.ts", patch: "@@ -0,0 +1 @@\n+b", status: "added" },
  ] as const;
  const changed = [
    "changed files",
    "modified a.ts (+1 -1)\nadded b.ts (+1 -0)",
    "rob",
    "untrusted",
  ];

  test("the code it is about, the thread, the files, the rest", async () => {
    const { server, repo, rob, tess } = world;
    const pull = server.pull(repo, rob, { title: "Mend it", body: "Like so", files });
    server.comment(pull, tess, "Nice");
    const other = server.inline(pull, tess, { path: "b.ts", line: 1, body: "Elsewhere" });
    const first = server.inline(pull, tess, { path: "a.ts", line: 2, body: "Hm" });
    const told = server.reply(first, tess, "@trunkline is that so?");
    expect(other.id).toBeGreaterThan(0);
    const ctx = world.ask(told, "pull_request_review_comment");
    expect(await brief(ctx)).toEqual([
      ["pull request title", "Mend it", "rob", "untrusted"],
      ["pull request", "Like so", "rob", "untrusted"],
      ["pull request state", "open", "GitHub", "member"],
      ["diff at a.ts, line 2", expect.stringContaining("+c"), "rob", "untrusted"],
      ["comment in this thread", "Hm", "tess", "member"],
      changed,
      ["comment", "Nice", "tess", "member"],
    ]);
  });

  test("no files when others were pushed since the commit that was spoken of", async () => {
    const { server, repo, rob, tess } = world;
    const pull = server.pull(repo, rob, { title: "Mend it", files });
    const review = server.review(pull, tess, { body: "@trunkline is that so?" });
    const ctx = world.ask(review, "pull_request_review");
    expect(await brief(ctx)).toContainEqual(changed);
    server.push(pull, rob, [{ path: "evil.ts", patch: "@@ -0,0 +1 @@\n+b", status: "added" }]);
    expect((await brief(ctx)).map(([what]) => what)).not.toContain("changed files");
  });
});

describe("when GitHub does not tell all", () => {
  const files = [
    { path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" },
  ] as const;
  const refuse = (tail: RegExp, status: number, times: number) =>
    world.server.wire.fault({
      match: ({ path }) => tail.test(path.replace(/\?.*/, "")),
      ...{ times, fault: { kind: "reply", reply: { status, body: { message: "no" } } } },
    });
  const asked = () => {
    const { server, repo, rob, tess } = world;
    const pull = server.pull(repo, rob, { title: "Mend it", files });
    server.comment(pull, tess, "Nice");
    const top = server.inline(pull, tess, { path: "a.ts", line: 2, body: "Hm" });
    const told = server.reply(top, tess, "@trunkline is that so?");
    return { pull, ctx: world.ask(told, "pull_request_review_comment") };
  };
  const rest = async (ctx: GitHubContext) =>
    (await around(ctx)).slice(2).map(({ what, text }) => (what === "note" ? text : what));

  test.each([403, 502])("files that answer %i are left out, and that is said", async (status) => {
    const { ctx } = asked();
    refuse(/\/files$/, status, 1);
    expect(await rest(ctx)).toEqual([
      ...["diff at a.ts, line 2", "comment in this thread"],
      ...["(The changed files cannot be read.)", "comment"],
    ]);
  });

  test("a thread that is shut keeps neither the files nor the comments from being told", async () => {
    const { ctx } = asked();
    refuse(/\/pulls\/\d+\/comments$/, 403, 1);
    expect(await rest(ctx)).toEqual([
      ...["diff at a.ts, line 2", "(The thread cannot be read.)"],
      ...["changed files", "comment"],
    ]);
  });

  test.each([
    [/\/pulls\/\d+\/comments$/, 502],
    [/\/issues\/\d+\/comments$/, 502],
    [/\/files$/, 429],
  ])("what may pass is waited for: %s, %i", async (tail, status) => {
    const { ctx } = asked();
    refuse(tail, status, 1);
    await expect(around(ctx)).rejects.toThrow();
  });

  test("a thread far below many others: a few pages, then its top", async () => {
    const { ctx } = asked();
    const { wire } = world.server;
    const match = ({ path }: { path: string }) => /\/pulls\/\d+\/comments(?:\?|$)/.test(path);
    const at = new Date(ctx.at).toISOString();
    const other = { id: 1, node_id: "x", body: "x", html_url: "x", created_at: at, updated_at: at };
    const body = Array.from({ length: 100 }, () => other);
    wire.fault({ match, times: 50, fault: { kind: "reply", reply: { status: 200, body } } });
    const from = wire.calls.length;
    expect(await rest(ctx)).toEqual([
      ...["diff at a.ts, line 2", "(Older comments may not be read.)", "comment in this thread"],
      ...["changed files", "comment"],
    ]);
    expect(wire.calls.slice(from).filter(match)).toHaveLength(3);
  });
});

test("a thread's top is the end of it", async () => {
  const { server, repo, rob, tess } = world;
  const files = [
    { path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" },
  ] as const;
  const pull = server.pull(repo, rob, { title: "Mend it", files });
  for (let i = 0; i < 99; i += 1) {
    server.inline(pull, tess, { path: "a.ts", line: 2, body: `${i}` });
  }
  const top = server.inline(pull, tess, { path: "a.ts", line: 2, body: "Hm" });
  const ctx = world.ask(server.reply(top, tess, "@trunkline so?"), "pull_request_review_comment");
  const from = server.wire.calls.length;
  const said = (await around(ctx)).filter(({ what }) => what === "comment in this thread");
  expect(said.map(({ text }) => text)).toEqual(["Hm"]);
  const listed = server.wire.calls
    .slice(from)
    .filter(({ path }) => /\/pulls\/\d+\/comments(?:\?|$)/.test(path));
  expect(listed).toHaveLength(1);
});

test("around a comment in a discussion: its thread, then what stands beside it", async () => {
  const { server, repo, rob, tess } = world;
  const about = server.discussion(repo, rob, { title: "Colours", body: "Which?" });
  server.discuss(about, tess, "Green");
  world.now += 1_000;
  const top = server.discuss(about, tess, "Blue");
  world.now += 1_000;
  const edited = server.discuss(about, rob, "harmless", top);
  server.discuss(about, rob, "Dark blue", top);
  const ctx = world.ask(server.discuss(about, tess, "@trunkline which?", top));
  server.editComment(edited, rob, "evil");
  server.discuss(about, rob, "Too late");
  expect(await brief(ctx)).toEqual([
    ["discussion title", "Colours", "rob", "untrusted"],
    ["discussion", "Which?", "rob", "untrusted"],
    ["discussion state", "open", "GitHub", "member"],
    ["comment in this thread", "Dark blue", "rob", "untrusted"],
    ["comment in this thread", "Blue", "tess", "member"],
    ["comment", "Green", "tess", "member"],
  ]);
});

test("a discussion of many comments, page by page from the end", async () => {
  const { server, repo, rob } = world;
  const about = server.discussion(repo, rob, { title: "Colours", body: "Which?" });
  for (let i = 0; i < 120; i += 1) server.discuss(about, rob, `${i}`);
  const ctx = world.ask(server.discuss(about, rob, "@trunkline which?"));
  const said = (await around(ctx)).filter(({ what }) => what === "comment");
  expect(said.map(({ text }) => Number(text))).toEqual(
    Array.from({ length: 120 }, (_, i) => 119 - i),
  );
});
