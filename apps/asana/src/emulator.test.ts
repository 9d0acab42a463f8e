import { createServer } from "node:http";
import { AsanaServer } from "@trunkline/emulators";
import { type Inbound, split } from "@trunkline/transport";
import { type AsanaContext, asana } from "@trunkline/transport/asana";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "./transport.ts";

/** The adapter against a strict Asana. In Node the client uses its own superagent, see `platform.workerd.test.ts`. */
const TOKEN = "2/100/200:token-of-the-test";
let server: AsanaServer;
let transport: ReturnType<typeof connect>;
let settings: Parameters<typeof connect>[0];
let ann: ReturnType<AsanaServer["person"]>;
let house: ReturnType<AsanaServer["project"]>;
let task: ReturnType<AsanaServer["createTask"]>;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  server = new AsanaServer({ token: TOKEN, retryScale: 0.001 });
  const ASANA_API_URL = await server.listen();
  ann = server.person({ name: "Ann" });
  house = server.project({ name: "House" });
  task = server.createTask(ann, { name: "Buy milk", notes: "two litres", projects: [house] });
  settings = { ASANA_ACCESS_TOKEN: TOKEN, ASANA_API_URL, ASANA_PROJECTS: house.gid };
  transport = connect(settings);
});
afterEach(async () => {
  // Fields that Asana would leave out without a word.
  expect(server.unknownNames).toEqual([]);
  await server.close();
});
afterAll(() => Promise.all(closing.map((close) => close())));

type Reference = Inbound<AsanaContext> & { kind: "reference" };

/** What a sweep finds after something was done. */
async function after(deed: () => unknown, from: string | null = null): Promise<Reference[]> {
  const cursor = from ?? (await swept(null)).cursor;
  await deed();
  return (await swept(cursor)).found;
}
async function swept(from: string | null) {
  const found: Reference[] = [];
  let cursor = from;
  for await (const step of transport.sweep?.(from) ?? []) {
    if ("cursor" in step) cursor = step.cursor;
    else if (step.found.kind === "reference") found.push(step.found);
  }
  return { found, cursor };
}
const resolved = (reference: Reference | undefined) =>
  reference ? transport.resolve?.(reference.ctx) : undefined;
async function asked(text = "how are you?"): Promise<AsanaContext> {
  const [reference] = await after(() => server.ask(task, ann, text));
  const ctx = await resolved(reference);
  if (!ctx) throw new Error("not for us");
  return ctx;
}
const comments = () => server.task(task.gid).stories.filter(({ isComment }) => isComment);

describe("what people do", () => {
  test("a mention is a message, what else is said is none", async () => {
    const references = await after(() => {
      server.comment(task, ann, "not for you");
      server.ask(task, ann, "how are you?");
    });
    expect(references).toHaveLength(2);
    expect(await resolved(references[0])).toBeNull();
    const message = await resolved(references[1]);
    expect(message && transport.parseContext(message)).toMatchObject({
      ...{ text: "how are you?", userId: ann.gid, userName: "Ann", chatId: task.gid },
    });
  });

  test("an edit is found by the comment it changes, with its new words", async () => {
    const story = server.ask(task, ann, "how are you?");
    const [edit] = await after(() =>
      server.editComment(story, { html: `<body>${server.mention(server.bot)} and now?</body>` }),
    );
    expect(edit).toMatchObject({ as: "edit", contentKey: `story:${story.gid}` });
    expect(await resolved(edit)).toMatchObject({ task: task.gid, text: "and now?" });
  });

  test("a comment that was deleted before we looked is none", async () => {
    const [reference] = await after(() => server.ask(task, ann, "how are you?"));
    server.deleteComment({ gid: reference?.ctx.story ?? "" });
    expect(reference).toBeDefined();
    expect(await resolved(reference)).toBeNull();
  });

  test("an assignment is the task's own words, however it came about", async () => {
    const [changed] = await after(() => server.assign(task, ann, server.bot));
    expect(await resolved(changed)).toMatchObject({
      ...{ started: "assigned", text: "Buy milk\n\ntwo litres", user: ann.gid, name: "Ann" },
    });
    const created = await after(() =>
      server.createTask(ann, { name: "Bread", projects: [house], assignee: server.bot }),
    );
    // For the project and for its section: one message.
    expect(created.length).toBeGreaterThan(1);
    expect(new Set(created.map(({ contentKey }) => contentKey)).size).toBe(1);
    expect(await resolved(created[0])).toMatchObject({ text: "Bread", name: "Ann" });
  });

  test("on a task that is ours every comment is for us", async () => {
    server.assign(task, ann, server.bot);
    const [reference] = await after(() => server.comment(task, ann, "what is missing?"));
    expect(await resolved(reference)).toMatchObject({ text: "what is missing?", mentioned: false });
  });

  test("what we do ourselves is nothing", async () => {
    const ctx = await asked();
    const text = asana.dialect.render("fine");
    expect(await after(() => transport.send(ctx, text, { key: "k" }))).toEqual([]);
  });

  test("a token that is too old loses nothing that was said, and finds assignments again", async () => {
    const { cursor } = await swept(null);
    const story = server.ask(task, ann, "how are you?");
    server.assign(task, ann, server.bot);
    await server.advance(25 * 3600 * 1000);
    const { found } = await swept(cursor);
    expect(found.map(({ key }) => key)).toContain(`story:${story.gid}:added`);
    expect(found.map(({ contentKey }) => contentKey)).toContain(`assigned:${task.gid}`);
  });
});

describe("what we say", () => {
  const markdown = [
    "# Title\n\nwith **bold *both***, `code`, ~~gone~~, [a link](https://x.y/?a=1&b=2), <b>no tag</b> & more",
    "- a\n  1. b\n- [ ] c\n\n3. three\n4. four",
    "> quote\n> - in it\n\n```ts\nif (a < b && c > d) {}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n]]> 👩‍👩‍👧 \u0001",
  ].join("\n\n");

  test("stands there as it was meant, is replaced and removed", async () => {
    const ctx = await asked();
    const ref = await transport.send(ctx, asana.dialect.render(markdown), { key: "k" });
    const [, answer] = comments();
    expect(answer?.html).toContain("<strong>bold <em>both</em></strong>");
    expect(answer?.createdBy?.gid).toBe(server.bot.gid);
    await transport.edit?.(ctx, ref, asana.dialect.render("other"), { key: "k" });
    expect(comments()[1]?.text).toBe("other");
    await transport.delete?.(ctx, ref);
    await transport.delete?.(ctx, ref);
    expect(comments()[1]?.deleted).toBe(true);
  });

  test.each<[string, "markup" | "plain"]>([
    ["rich", "markup"],
    ["plain", "plain"],
  ])("is found again when its answer was lost: %s", async (_name, format) => {
    const ctx = await asked();
    const since = new Date();
    const rendered = asana.dialect.render(markdown);
    const text = format === "markup" ? rendered : { ...rendered, text: rendered.plain, format };
    const lost = { key: "k", since, text: rendered.plain, known: [] };
    expect(await transport.find?.(ctx, lost)).toBeNull();
    const ref = await transport.send(ctx, text, { key: "k" });
    expect(await transport.find?.(ctx, lost)).toEqual(ref);
    expect(await transport.find?.(ctx, { ...lost, known: [ref] })).toBeNull();
    expect(await transport.find?.(ctx, { ...lost, text: "other words" })).toBeNull();
  });

  test("is refused in these ways", async () => {
    const ctx = await asked();
    const fault = async (call: Promise<unknown> | undefined) =>
      asana.classify(await call?.catch((error: unknown) => error));
    const send = (text: string, to = ctx) =>
      fault(transport.send(to, { text, plain: text, format: "markup" }, { key: "k" }));
    expect(await send("<body><p>x</p></body>")).toMatchObject({ kind: "rejected_markup" });
    expect(await send(`<body>${"x".repeat(70_000)}</body>`)).toMatchObject({ kind: "too_long" });
    expect(await send("<body>x</body>", { ...ctx, task: "1" })).toMatchObject({ kind: "gone" });
    server.rateLimit(37);
    expect(await send("<body>x</body>")).toMatchObject({
      ...{ kind: "rate_limited", retryAfterSeconds: 37, scope: "account" },
    });
    server.rateLimit(0);
    server.revokeToken(TOKEN);
    expect(await send("<body>x</body>")).toMatchObject({ kind: "unauthorized" });
  });

  test("however long it is, each part is taken", async () => {
    const ctx = await asked();
    const parts = split(Array.from({ length: 60 }, () => markdown).join("\n\n"), asana.dialect);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) await transport.send(ctx, part, { key: "k" });
    expect(comments()).toHaveLength(1 + parts.length);
  });
});

test("what stands around is told with its authors, as it was", async () => {
  const guest = server.person({ name: "Gus", kind: "guest" });
  server.follow(task, ann, guest);
  server.comment(task, guest, "I am a guest");
  const edited = server.comment(task, ann, "before");
  const ctx = await asked();
  server.editComment(edited, "after");
  server.comment(task, ann, "later");
  server.describe(task, guest, "three litres");
  const fragments = [];
  for await (const { what, text, author, trust } of transport.gather?.(ctx) ?? []) {
    fragments.push([what, text, author, trust]);
  }
  expect(fragments).toEqual([
    ["task name", "Buy milk", "Ann", "member"],
    ["projects", "House", "somebody", "untrusted"],
    ["comment", "I am a guest", "Gus", "untrusted"],
  ]);
});

test("a subscription: its secret is the one of the handshake, its events are ours to read", async () => {
  const secrets: unknown[] = [];
  const bodies: string[] = [];
  const app = createServer(async (request, response) => {
    const secret = request.headers["x-hook-secret"];
    if (secret) secrets.push(secret);
    let body = "";
    for await (const chunk of request) body += chunk;
    if (body) bodies.push(body);
    response.writeHead(200, secret ? { "X-Hook-Secret": secret } : {}).end();
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => app.close(resolve)));
  const address = app.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const target = `http://127.0.0.1:${port}/webhook/x`;
  const made = await transport.hooks?.create(house.gid, target);
  expect(secrets).toEqual([made?.secret]);
  const mine = await transport.hooks?.list([house.gid]);
  expect(mine?.map(({ gid, target }) => ({ gid, target }))).toEqual([{ gid: made?.gid, target }]);
  const { delivered } = server.ask(task, ann, "how are you?");
  await delivered;
  const events = bodies.flatMap((body) => [
    ...asana.read({ body: JSON.parse(body), header: () => null }, { id: server.bot.gid }),
  ]);
  expect(events.filter(({ kind }) => kind === "reference")).toHaveLength(1);
  await transport.hooks?.remove(made?.gid ?? "");
  expect(await transport.hooks?.list([])).toEqual([]);
});
