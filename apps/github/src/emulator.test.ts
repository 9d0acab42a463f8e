import { type Fault, split } from "@trunkline/transport";
import { type GitHubContext, github } from "@trunkline/transport/github";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { World } from "../reach/testing.ts";
import { connect } from "./transport.ts";

/** The adapter against a strict GitHub, whose calls and events are checked against GitHub's own description. */
let world: World;
beforeEach(async () => {
  world = await World.begin();
});
afterEach(async () => {
  expect(world.server.violations).toEqual([]);
  await world.close();
});

const issue = () => world.server.issue(world.repo, world.tess, { title: "It breaks", body: "So:" });
const pull = () =>
  world.server.pull(world.repo, world.tess, {
    title: "Mend it",
    files: [{ path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" }],
  });
const faultOf = async (call: Promise<unknown> | undefined): Promise<Fault | null> => {
  const thrown = await call?.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown === null ? null : github.classify(thrown);
};
const since = new Date(0);
const lost = (key: string) => ({ key, since, text: "", known: [] });

describe("an answer goes where the question was", () => {
  test("below an issue, and it is found, changed and removed there", async () => {
    const thread = issue();
    const ctx = world.ask(world.server.comment(thread, world.rob, "@trunkline why?"));
    const ref = await world.say(ctx, "Because of **#1**, @rob.", { key: "b:0" });
    expect(world.last(thread)).toMatchObject({
      kind: "comment",
      id: ref.id,
      author: { login: "trunkline[bot]" },
      text: "Because of **#\u200B1**, @\u200Brob.\n\n<!-- trunkline:b:0 -->",
    });
    expect(await world.transport.find?.(ctx, lost("b:0"))).toEqual(ref);
    expect(await world.transport.find?.(ctx, lost("b:1"))).toBeNull();
    await world.transport.edit?.(ctx, ref, github.dialect.render("Other"), { key: "b:0" });
    expect(world.last(thread).text).toBe("Other\n\n<!-- trunkline:b:0 -->");
    await world.transport.delete?.(ctx, ref);
    await world.transport.delete?.(ctx, ref);
    expect(world.posts(thread)).toHaveLength(1);
  });

  test("in the thread at a line, whichever of its comments asked", async () => {
    const thread = pull();
    const first = world.server.inline(thread, world.rob, { path: "a.ts", line: 2, body: "Hm" });
    const told = world.server.reply(first, world.rob, "@trunkline is that so?");
    const ctx = world.ask(told, "pull_request_review_comment");
    expect(ctx).toMatchObject({ kind: "review", root: first.id, path: "a.ts", line: 2 });
    const ref = await world.say(ctx, "It is.", { key: "k" });
    expect(world.last(thread)).toMatchObject({ kind: "review-comment", replyTo: first.id });
    expect(await world.transport.find?.(ctx, lost("k"))).toEqual(ref);
    await world.transport.edit?.(ctx, ref, github.dialect.render("It is not."), { key: "k" });
    expect(world.last(thread).text).toContain("It is not.");
    await world.transport.delete?.(ctx, ref);
    expect(world.posts(thread)).toHaveLength(2);
  });

  test("when the thread is gone, below the pull request; and it is found there", async () => {
    const thread = pull();
    const first = world.server.inline(thread, world.rob, {
      path: "a.ts",
      line: 2,
      body: "@trunkline?",
    });
    const ctx = world.ask(first, "pull_request_review_comment");
    world.server.deleteComment(first, world.rob);
    expect(await faultOf(world.say(ctx, "x"))).toMatchObject({ kind: "bad_target" });
    const ref = await world.say(ctx, "x", { key: "k", detached: true });
    expect(world.last(thread)).toMatchObject({ kind: "comment", id: ref.id });
    expect(await world.transport.find?.(ctx, lost("k"))).toEqual(ref);
  });

  test("below a discussion, and in its threads also for a reply to a reply", async () => {
    const { server, repo, rob } = world;
    const about = server.discussion(repo, rob, { title: "Colours", body: "@trunkline which?" });
    const opening = world.ask(about);
    const ref = await world.say(opening, "Blue.", { key: "k" });
    expect(world.last(about)).toMatchObject({ kind: "discussion-comment", replyTo: null });
    expect(await world.transport.find?.(opening, lost("k"))).toEqual(ref);
    const top = server.discuss(about, rob, "@trunkline and which else?");
    const inThread = world.ask(top);
    await world.say(inThread, "Red.", { key: "l" });
    expect(world.last(about)).toMatchObject({ replyTo: top.id });
    const deeper = world.ask(server.discuss(about, rob, "@trunkline is that all?", top));
    const last = await world.say(deeper, "Yes.", { key: "m" });
    expect(world.last(about)).toMatchObject({ id: last.id, replyTo: top.id });
    expect(await world.transport.find?.(deeper, lost("m"))).toEqual(last);
    expect(github.conversation(deeper)).toBe(github.conversation(inThread));
    await world.transport.edit?.(deeper, last, github.dialect.render("No."), { key: "m" });
    expect(world.last(about).text).toContain("No.");
    await world.transport.delete?.(deeper, last);
    await world.transport.delete?.(deeper, last);
    expect(world.last(about).text).toContain("is that all?");
    const whole = await world.say(deeper, "Here.", { key: "n", detached: true });
    expect(world.last(about)).toMatchObject({ id: whole.id, replyTo: null });
    expect(await world.transport.find?.(deeper, lost("n"))).toEqual(whole);
  });

  test("in a repository that has another name by now", async () => {
    const thread = issue();
    const ctx = world.ask(world.server.comment(thread, world.rob, "@trunkline why?"));
    world.server.renameRepository(world.repo, world.tess, "store");
    const ref = await world.say(ctx, "Because.", { key: "k" });
    expect(world.last(thread).text).toContain("Because.");
    expect(await world.transport.find?.(ctx, lost("k"))).toEqual(ref);
    expect(await world.transport.mayAsk?.(ctx)).toBe(false);
  });
});

test("a message of somebody else with our mark is not ours", async () => {
  const thread = issue();
  const ctx = world.ask(world.server.comment(thread, world.rob, "@trunkline why?"));
  world.server.comment(thread, world.rob, "Because.\n\n<!-- trunkline:k -->");
  expect(await world.transport.find?.(ctx, lost("k"))).toBeNull();
});

test("a message is found among hundreds that came after it", async () => {
  const thread = issue();
  const ctx = world.ask(world.server.comment(thread, world.rob, "@trunkline why?"));
  const ref = await world.say(ctx, "Because.", { key: "k" });
  for (let i = 0; i < 250; i += 1) world.server.comment(thread, world.rob, `${i}`);
  expect(await world.transport.find?.(ctx, { ...lost("k"), since: new Date(world.now) })).toEqual(
    ref,
  );
  world.now += 120_000;
  expect(
    await world.transport.find?.(ctx, { ...lost("k"), since: new Date(world.now) }),
  ).toBeNull();
});

describe("a reaction", () => {
  const seen = async (ctx: GitHubContext, emoji: string, number: number) => {
    await world.transport.react?.(ctx, world.transport.parseContext(ctx).messageRef, emoji);
    const { reactions, posts } = world.server.thread(world.repo, number);
    return [...reactions, ...posts.flatMap((post) => post.reactions)].map(({ content }) => content);
  };

  test("stands on whatever asked", async () => {
    const { server, repo, rob } = world;
    const opened = server.issue(repo, rob, { title: "It breaks", body: "@trunkline why?" });
    expect(await seen(world.ask(opened), "👀", opened.number)).toEqual(["eyes"]);
    expect(await seen(world.ask(opened), "👀", opened.number)).toEqual(["eyes"]);
    const comment = server.comment(opened, rob, "@trunkline?");
    expect(await seen(world.ask(comment), "+1", opened.number)).toEqual(["eyes", "+1"]);
    const change = pull();
    const inline = server.inline(change, rob, { path: "a.ts", line: 2, body: "@trunkline?" });
    const ctx = world.ask(inline, "pull_request_review_comment");
    expect(await seen(ctx, "❤️", change.number)).toEqual(["heart"]);
    const review = server.review(change, rob, { body: "@trunkline?" });
    const on = world.ask(review, "pull_request_review");
    expect(await seen(on, "🚀", change.number)).toContain("rocket");
    const about = server.discussion(repo, rob, { title: "Colours", body: "@trunkline which?" });
    expect(await seen(world.ask(about), "🎉", about.number)).toEqual(["hooray"]);
    const top = server.discuss(about, rob, "@trunkline?");
    expect(await seen(world.ask(top), "👀", about.number)).toEqual(["hooray", "eyes"]);
  });

  test("that GitHub does not know is none, and no call", async () => {
    const opened = world.server.issue(world.repo, world.rob, { title: "x", body: "@trunkline?" });
    expect(await seen(world.ask(opened), "🦄", opened.number)).toEqual([]);
  });
});

describe("who may ask", () => {
  test.each<[string, Parameters<World["server"]["grant"]>[2], boolean]>([
    ["nobody", null, false],
    ["who may read", "read", false],
    ["who may triage", "triage", false],
    ["who may write", "write", true],
    ["who maintains", "maintain", true],
    ["an admin", "admin", true],
  ])("%s", async (_name, role, expected) => {
    if (role) world.server.grant(world.repo, world.rob, role, "CONTRIBUTOR");
    const ctx = world.ask(world.server.comment(issue(), world.rob, "@trunkline why?"));
    expect(await world.transport.mayAsk?.(ctx)).toBe(expected);
  });

  test("not who has taken the login of one who may", async () => {
    world.server.grant(world.repo, world.rob, "write");
    const ctx = world.ask(world.server.comment(issue(), world.rob, "@trunkline why?"));
    world.server.renameUser(world.rob, "robert");
    const other = world.server.user({ login: "rob" });
    world.server.grant(world.repo, other, "admin");
    expect(await world.transport.mayAsk?.(ctx)).toBe(false);
  });

  test("whom GitHub does not tell about: nobody knows", async () => {
    const ctx = world.ask(world.server.comment(issue(), world.rob, "@trunkline why?"));
    world.server.rateLimit({ kind: "secondary", seconds: 30 });
    expect(await faultOf(world.transport.mayAsk?.(ctx))).toMatchObject({
      kind: "rate_limited",
      scope: "account",
    });
  });
});

describe("who we are", () => {
  test("an App: its bot, which has another id than the App", async () => {
    expect(await world.transport.whoAmI?.()).toEqual({
      id: String(world.bot.id),
      name: "trunkline",
    });
  });

  test("the owner of a token", async () => {
    const robot = world.server.user({ login: "robot" });
    const GITHUB_TOKEN = world.server.token(robot);
    const own = connect({ ...world.settings, GITHUB_APP_ID: null, GITHUB_TOKEN });
    expect(await own.whoAmI?.()).toEqual({ id: String(robot.id), name: "robot" });
  });

  test("a key that is none stops the account, and is not repeated", async () => {
    const own = connect({ ...world.settings, GITHUB_APP_PRIVATE_KEY: "s3cret" });
    const fault = await faultOf(own.whoAmI?.());
    expect(fault).toMatchObject({ kind: "unauthorized", scope: "account" });
    expect(JSON.stringify(fault)).not.toContain("s3cret");
  });
});

describe("refusals", () => {
  const asked = () => {
    const thread = issue();
    return [thread, world.ask(world.server.comment(thread, world.rob, "@trunkline why?"))] as const;
  };

  test.each<[string, (thread: ReturnType<typeof issue>) => unknown, Fault["kind"]]>([
    ["locked", (thread) => world.server.lock(thread, world.tess), "forbidden"],
    ["deleted", (thread) => world.server.deleteIssue(thread, world.tess), "forbidden"],
    ["issues switched off", () => world.server.enableIssues(world.repo, false), "forbidden"],
    ["archived", () => world.server.archive(world.repo, world.tess), "forbidden"],
    ["too fast", () => world.server.rateLimit({ kind: "secondary", seconds: 30 }), "rate_limited"],
    [
      "the hour is used up",
      () => world.server.rateLimit({ kind: "primary", seconds: 900 }),
      "rate_limited",
    ],
  ])("%s", async (_name, deed, kind) => {
    const [thread, ctx] = asked();
    await world.say(ctx, "first");
    deed(thread);
    expect(await faultOf(world.say(ctx, "second"))).toMatchObject({ kind });
  });

  test("an answer that GitHub would cut is too long, the longest of ours is not", async () => {
    const [, ctx] = asked();
    const long = "世 ".repeat(70_000);
    const text = { text: long, plain: long, format: "markup" } as const;
    expect(await faultOf(world.transport.send(ctx, text, { key: "k" }))).toMatchObject({
      kind: "too_long",
    });
    for (const part of split(`${long}\n\n${"#1 *a* ".repeat(20_000)}`, github.dialect)) {
      await world.transport.send(ctx, part, { key: "a-key-of-a-usual-length:12" });
    }
  });

  test("a comment that was removed under us is gone", async () => {
    const [, ctx] = asked();
    const ref = await world.say(ctx, "first");
    await world.transport.delete?.(ctx, ref);
    const edit = world.transport.edit?.(ctx, ref, github.dialect.render("x"), { key: "k" });
    expect(await faultOf(edit)).toMatchObject({ kind: "gone" });
  });

  test("an App that is no longer installed stops its account", async () => {
    const [, ctx] = asked();
    await world.say(ctx, "first");
    world.server.uninstall({ id: ctx.installation ?? 0, account: world.tess }, world.tess);
    expect(await faultOf(world.say(ctx, "second"))).toMatchObject({
      kind: "unauthorized",
      scope: "account",
    });
  });

  test("a cut connection: it may have happened, and then it is found", async () => {
    const [thread, ctx] = asked();
    world.server.wire.fault({ method: "createComment", fault: { kind: "cut-after" } });
    expect(await faultOf(world.say(ctx, "once", { key: "k" }))).toMatchObject({
      kind: "uncertain",
    });
    const { id, kind } = (await world.transport.find?.(ctx, lost("k"))) ?? {};
    expect({ id, kind }).toEqual({ id: world.last(thread).id, kind: "comment" });
  });
});

test("one token serves an hour of calls", async () => {
  const ctx = world.ask(world.server.comment(issue(), world.rob, "@trunkline why?"));
  await world.say(ctx, "one", { key: "1" });
  await world.say(ctx, "two", { key: "2" });
  await connect(world.settings).find?.(ctx, lost("2"));
  const asked = world.server.wire.calls.filter(({ path }) => path.endsWith("/access_tokens"));
  expect(asked).toHaveLength(1);
});
