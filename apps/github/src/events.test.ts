import { github } from "@trunkline/transport/github";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { World } from "../reach/testing.ts";

/** What GitHub sends when people do something, and what we make of it. */
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
const ignored = (why: string) => [{ kind: "ignore", why }];

describe("a comment", () => {
  test("that is corrected twice is one message and two edits of it, in their order", () => {
    const { server, rob } = world;
    const comment = server.comment(issue(), rob, "@trunkline wyh?");
    const message = world.message(comment);
    const [first] = world.read(server.editComment(comment, rob, "@trunkline why?"));
    const [second] = world.read(server.editComment(comment, rob, "@trunkline why not?"));
    const { contentKey, order } = message;
    expect(first).toMatchObject({ kind: "edit", contentKey, order, ctx: { text: "why?" } });
    expect(second).toMatchObject({ kind: "edit", contentKey, order, ctx: { text: "why not?" } });
    const versions = [first, second].map((one) => (one?.kind === "edit" ? one.version : 0));
    expect(versions).toEqual([...versions].sort());
    expect(new Set(versions).size).toBe(2);
  });

  test("that mentions us only after an edit", () => {
    const { server, rob } = world;
    const comment = server.comment(issue(), rob, "why?");
    expect(world.read(comment)).toEqual(ignored("not addressed to us"));
    const told = server.editComment(comment, rob, "@trunkline[bot] why?");
    expect(world.message(told)).toMatchObject({ contentKey: `comment:${comment.id}` });
  });

  test("that a maintainer edits is not his wish", () => {
    const { server, rob, tess } = world;
    const comment = server.comment(issue(), rob, "delete it all");
    const told = server.editComment(comment, tess, "@trunkline delete it all");
    expect(world.read(told)).toEqual(ignored("edited by somebody else"));
  });

  test("told by two hooks is one text in two deliveries", () => {
    const { server, repo, rob } = world;
    server.hook(repo, { url: "http://127.0.0.1:9/webhook", secret: "s" });
    const { deliveries } = server.comment(issue(), rob, "@trunkline why?");
    const read = deliveries.map((one) => world.message({ deliveries: [one] }));
    expect(new Set(read.map(({ key }) => key)).size).toBe(2);
    expect(new Set(read.map(({ contentKey }) => contentKey)).size).toBe(1);
    expect(read.map(({ ctx }) => github.account(ctx)).sort()).toEqual([
      expect.stringMatching(/^github:\d+$/),
      "github:token",
    ]);
  });

  test("delivered again is the same delivery", async () => {
    const { server, rob } = world;
    const told = server.comment(issue(), rob, "@trunkline why?");
    await told.delivered;
    const again = server.redeliver(told.deliveries[0]?.id ?? 0);
    expect(world.message(again)).toEqual(world.message(told));
    const replayed = world.message(server.replay(told.deliveries[0]?.id ?? 0));
    expect(replayed.contentKey).toBe(world.message(told).contentKey);
  });

  test("on a locked issue, in an archived repository, by another bot, by a deleted account", () => {
    const { server, repo, rob, tess } = world;
    const thread = issue();
    const dependabot = server.bot({ login: "dependabot[bot]" });
    server.grant(repo, dependabot, "write");
    expect(world.read(server.comment(thread, dependabot, "@trunkline why?"))).toEqual(
      ignored("done by another bot"),
    );
    server.lock(thread, tess);
    expect(world.read(server.comment(thread, tess, "@trunkline why?"))).toEqual(
      ignored("a locked conversation"),
    );
    const old = server.comment(issue(), rob, "why?");
    server.ghost(rob);
    expect(world.read(server.editComment(old, tess, "@trunkline why?"))).toEqual(
      ignored("written by a deleted account"),
    );
  });
});

describe("a review", () => {
  test("of one inline comment is two events and one message", () => {
    const { server, rob } = world;
    const told = server.inline(pull(), rob, { path: "a.ts", line: 2, body: "@trunkline hm?" });
    const all = told.deliveries.flatMap((one) => world.read({ deliveries: [one] }));
    expect(all.filter(({ kind }) => kind === "message")).toHaveLength(1);
  });

  test("that is requested of us", () => {
    const { server, tess } = world;
    const told = server.requestReview(pull(), tess, world.bot);
    expect(world.message(told).ctx).toMatchObject({
      actor: { login: "tess" },
      text: "Your review is requested here.\n\nMend it",
    });
  });
});

describe("what we do ourselves", () => {
  test("comes back and is nothing: a comment, its edit, its removal", async () => {
    const { server, rob, transport } = world;
    const thread = issue();
    const ctx = world.ask(server.comment(thread, rob, "@trunkline why?"));
    const from = server.deliveries.length;
    const ref = await world.say(ctx, "Because, @trunkline.");
    await transport.edit?.(ctx, ref, github.dialect.render("@trunkline said so"), { key: "k" });
    await transport.delete?.(ctx, ref);
    const own = server.deliveries.slice(from).map((one) => world.read({ deliveries: [one] }));
    expect(own.flat().map((one) => (one.kind === "ignore" ? one.why : one.kind))).toEqual([
      "done by us",
      "done by us",
      "an action that is not for us: issue_comment.deleted",
    ]);
  });
});

test("a box that a person ticks in a comment of ours", async () => {
  const { server, rob, tess } = world;
  const thread = issue();
  const ctx = world.ask(server.comment(thread, rob, "@trunkline shall we?"));
  const actions = [
    { label: "Yes", data: "approve:ABCD2345" },
    { label: "No", data: "reject:ABCD2345" },
  ];
  const ref = await world.say(ctx, "Shall we?\n\n- [ ] a step of the plan", { key: "k", actions });
  const ours = { id: Number(ref.id), nodeId: String(ref.node) };
  expect(world.read(server.tick(ours, tess, "No"))).toMatchObject([
    {
      kind: "press",
      data: "reject:ABCD2345",
      ack: String(ref.id),
      ctx: { actor: { login: "tess" } },
    },
  ]);
  expect(world.read(server.tick(ours, tess, "a step"))).toMatchObject([
    { kind: "press", data: "box: a step of the plan" },
  ]);
  // Unticked, and the words of ours changed.
  expect(world.read(server.tick(ours, tess, "No"))[0]?.kind).toBe("ignore");
  expect(world.read(server.editComment(ours, tess, "* [x] Yes"))[0]?.kind).toBe("ignore");
});

test("before we know our name the delivery is asked for again", () => {
  const told = world.server.comment(issue(), world.rob, "@trunkline why?");
  const [delivery] = told.deliveries;
  const headers = new Headers(delivery?.headers);
  const body: unknown = JSON.parse(delivery?.body ?? "");
  const nobody = { id: "" };
  expect([...github.read({ body, header: (name) => headers.get(name) }, nobody)]).toMatchObject([
    { kind: "ignore", unsure: true },
  ]);
});
