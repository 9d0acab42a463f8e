import { asanaFailure, type Call } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { account, ask, comments, everSeen, ours, quietTask, taskOf } from "../world/tasks.ts";
import { asked, NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What is written on a task, and what becomes of it when Asana does not take it, or does not say. */
describe("answers on Asana", () => {
  let world: World;
  beforeAll(async () => {
    const limits = { perMinute: 100_000, reads: 50, writes: 15 };
    world = await World.start({ asana: { limits } });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  const calls = (from: number, method: string): Call[] =>
    world.asana.wire.calls.slice(from).filter((call) => call.method === method);
  /** Asks, and gets exactly this as the model's answer. */
  async function told(markdown: string, nonce: string) {
    const task = await taskOf(world);
    const matches = { match: (r: Parameters<typeof NOT_ROUTING.match>[0]) => NOT_ROUTING.match(r) };
    world.model.next({ kind: "text", text: markdown }, matches);
    const from = world.asana.wire.calls.length;
    await ask(world, task, nonce).delivered;
    return { task, from };
  }
  /** How often a comment of ours was looked for: after the first attempt to make it. */
  const looks = (from: number) => {
    const [first] = calls(from, "createStoryForTask");
    return calls(first?.n ?? from, "getStoriesForTask");
  };
  const sentBy = (call: Call | undefined) =>
    (call?.body as { data: { html_text?: string; text?: string } } | undefined)?.data;

  test("are Asana's rich text: styles, nested lists, code, links, and letters of every kind", async () => {
    const markdown = [
      "# Plan for R&D <beta>",
      "",
      "**Bold**, *soft*, ~~gone~~, `a < b && c`, [site](https://example.org/?a=1&b=2)",
      "",
      "1. one",
      "   - deep ]]> 👨‍👩‍👧",
      "2. two",
      "",
      "```js",
      'if (a < b) { say("&amp;") }',
      "```",
      "> quoted",
      "\u0007\u{1F600} é ﷽",
    ].join("\n");
    const { task, from } = await told(markdown, "nonce-rich");
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    const [story] = ours(world, task);
    expect(story?.html).toContain("<strong>Plan for R&amp;D &lt;beta&gt;</strong>");
    expect(story?.html).toContain("<strong>Bold</strong>, <em>soft</em>, <s>gone</s>");
    expect(story?.html).toContain("<code>a &lt; b &amp;&amp; c</code>");
    expect(story?.html).toMatch(/<a href="https:\/\/example\.org\/\?a=1&amp;b=2"[^>]*>site<\/a>/);
    expect(story?.html).toContain(
      "<ol><li>one<ul><li>deep ]]&gt; 👨‍👩‍👧</li></ul></li><li>two</li></ol>",
    );
    expect(story?.html).toContain('if (a &lt; b) { say("&amp;amp;") }');
    expect(story?.html).toContain("&gt; quoted");
    expect(story?.html).toContain("😀 é ﷽");
    // One call, taken at once.
    const sent = calls(from, "createStoryForTask");
    expect(sent.map(({ status }) => status)).toEqual([201]);
    expect(sentBy(sent[0])?.text).toBeUndefined();
  });

  test("markup that is refused is said as text, once", async () => {
    const { task, from } = await told("**nonce-plain** & <i>", "nonce-plain");
    const reply = asanaFailure(400, "XML is invalid");
    world.asana.wire.fault({ method: "createStoryForTask", fault: { kind: "reply", reply } });
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    const [first, second, ...more] = calls(from, "createStoryForTask").map(sentBy);
    expect(first?.html_text).toContain("<strong>nonce-plain</strong>");
    expect(second).toEqual({ text: "nonce-plain & <i>" });
    expect(more).toEqual([]);
  });

  test("a long one comes in parts, in order, with nothing left out", async () => {
    const words = Array.from({ length: 4_000 }, (_, n) => `w${n + 1}`);
    const { task } = await told(words.join(" "), "nonce-parts");
    await until("all of it", () => comments(world, task).join(" ").includes("w4000"));
    await quietTask(world, task);
    const parts = comments(world, task);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join(" ").split(/\s+/)).toEqual(words);
  });

  test("nobody is mentioned by them, and nothing but a comment is written", async () => {
    const { tess } = world.asana;
    const page = `https://app.asana.com/0/profile/${tess.gid}`;
    const hidden = `<a data-asana-gid="${tess.gid}"/>`;
    const { task, from } = await told(`see ${page} and ${hidden}`, "nonce-nobody");
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    expect(ours(world, task)[0]?.html).not.toMatch(/<a /);
    const writes = world.asana.wire.calls
      .slice(from)
      .filter(({ method }) => !method.startsWith("get"))
      .map(({ method }) => method);
    // No typing, no reaction, no edit of what stands there; no note, where it did not take long.
    expect(writes).toEqual(["createStoryForTask"]);
  });

  test("a create that was cut off after it was made is found by its words, and not made again", async () => {
    const { task, from } = await told("- one **x**\n- two\n\n[a](https://b.example)", "nonce-cut");
    world.asana.wire.fault({ method: "createStoryForTask", fault: { kind: "cut-after" } });
    await until("the answer", () => comments(world, task).length === 1);
    const [batch] = await quietTask(world, task);
    expect(batch?.state).toBe("answered");
    expect(calls(from, "createStoryForTask")).toHaveLength(1);
    expect(looks(from)).toHaveLength(1);
    expect(everSeen(world, task)).toHaveLength(1);
  });

  test("one that was lost on its way is looked for twice, then made again", async () => {
    const { task, from } = await told("nonce-lost it was", "nonce-lost");
    world.asana.wire.fault({ method: "createStoryForTask", fault: { kind: "cut-before" } });
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    expect(calls(from, "createStoryForTask").map(({ status }) => status)).toEqual([0, 201]);
    expect(looks(from)).toHaveLength(2);
    expect(everSeen(world, task)).toHaveLength(1);
  });

  test("the same words said before are not taken for the one that was lost", async () => {
    const { task } = await told("the same words", "nonce-same-1");
    await until("the first", () => comments(world, task).length === 1);
    await quietTask(world, task);
    world.asana.wire.fault({ method: "createStoryForTask", fault: { kind: "cut-before" } });
    world.model.next({ kind: "text", text: "the same words" }, NOT_ROUTING);
    await ask(world, task, "nonce-same-2").delivered;
    await until("the second", () => comments(world, task).length === 2);
    await quietTask(world, task, 2);
    expect(comments(world, task)).toEqual(["the same words", "the same words"]);
  });

  test("a 500 may have made it: it is looked for", async () => {
    const { task, from } = await told("nonce-squid", "nonce-squid");
    const fault = { kind: "reply", reply: asanaFailure(500) } as const;
    world.asana.wire.fault({ method: "createStoryForTask", fault });
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    expect(looks(from)).toHaveLength(2);
    expect(everSeen(world, task)).toHaveLength(1);
  });

  test("too many requests: everybody waits as long as Asana says, and nothing is looked for", async () => {
    const { task, from } = await told("nonce-429", "nonce-429");
    const reply = asanaFailure(429, "slow down", { "retry-after": "20" });
    world.asana.wire.fault({ method: "createStoryForTask", fault: { kind: "reply", reply } });
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    const [first, second, ...more] = calls(from, "createStoryForTask");
    expect(more).toEqual([]);
    // Twenty of its seconds, each of 40 ms here.
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(20 * 40);
    expect(looks(from)).toEqual([]);
  });

  test("too many requests at a look-up: no other event is asked about meanwhile", async () => {
    const [one, two] = [await taskOf(world, "One"), await taskOf(world, "Two")];
    const from = world.asana.wire.calls.length;
    const reply = asanaFailure(429, "slow down", { "retry-after": "15" });
    world.asana.wire.fault({ method: "getStory", fault: { kind: "reply", reply } });
    await ask(world, one, "nonce-wait-1").delivered;
    await until("it was refused", () => calls(from, "getStory").length === 1);
    await ask(world, two, "nonce-wait-2").delivered;
    await until("both", () => comments(world, one).length + comments(world, two).length === 2);
    const [first, second] = calls(from, "getStory");
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(15 * 40);
    await Promise.all([quietTask(world, one), quietTask(world, two)]);
  });

  test("a task that is deleted, or not ours to write on, makes it undeliverable: listed, replayed, or dropped", async () => {
    const { server, wire } = world.asana;
    const { task } = await told("nonce-forbidden", "nonce-forbidden");
    const reply = asanaFailure(403, "Forbidden");
    wire.fault({ method: "createStoryForTask", fault: { kind: "reply", reply } });
    const [batch] = await quietTask(world, task);
    expect(batch).toMatchObject({ state: "undeliverable", error: "forbidden: 403 no access" });
    const name = `asana:token/${task.gid}`;
    await until("it is listed", async () =>
      (await account(world)).conversations.some(
        ({ conversation, undeliverable }) => conversation === name && undeliverable === 1,
      ),
    );
    // We may write there again: what was worked out is not asked for a second time.
    const paid = asked(world, "nonce-forbidden").length;
    await world.admin(`/conversations/${task.gid}/batches/${batch?.id}/replay`, "POST", "asana");
    await until("the answer", () => comments(world, task)[0] === "nonce-forbidden");
    expect(asked(world, "nonce-forbidden")).toHaveLength(paid);

    const hold = world.model.wire.barrier("arrived", { method: "POST /v1/messages" });
    const doomed = await taskOf(world, "Doomed");
    await ask(world, doomed, "nonce-doomed").delivered;
    await hold.hit;
    await server.deleteTask(doomed, world.asana.tess).delivered.catch(() => {});
    hold.release();
    const [lost] = await quietTask(world, doomed);
    expect(lost?.state).toBe("undeliverable");
    await world.admin(`/conversations/${doomed.gid}/batches/${lost?.id}/drop`, "POST", "asana");
  });

  test("a notice becomes the answer when it is replayed: our own comment is edited", async () => {
    const task = await taskOf(world);
    world.model.next({ kind: "status", status: 400 }, NOT_ROUTING);
    await ask(world, task, "nonce-replayed").delivered;
    await until("the notice", () => comments(world, task).length === 1);
    const [batch] = await quietTask(world, task);
    expect(batch?.state).toBe("dead");
    await world.admin(`/conversations/${task.gid}/batches/${batch?.id}/replay`, "POST", "asana");
    await until("the answer", () => comments(world, task)[0]?.includes("nonce-replayed"));
    await quietTask(world, task);
    expect(comments(world, task)).toHaveLength(1);
    expect(ours(world, task)[0]?.isEdited).toBe(true);
  });

  test("twenty tasks at once: one answer each, and no more writes at a time than Asana takes", async () => {
    const { server, wire } = world.asana;
    const from = wire.calls.length;
    const many = Array.from({ length: 20 }, (_, n) => n);
    const tasks = await Promise.all(many.map((n) => taskOf(world, `Many ${n}`)));
    for (const [n, task] of tasks.entries()) ask(world, task, `nonce-many-${n};`);
    await server.idle();
    for (const [n, task] of tasks.entries()) {
      await until(`the answer on ${n}`, () => comments(world, task).length === 1);
      expect(comments(world, task)[0]).toContain(`nonce-many-${n};`);
    }
    for (const task of tasks) await quietTask(world, task);
    expect(tasks.flatMap((task) => everSeen(world, task))).toHaveLength(20);
    const refused = wire.calls.slice(from).filter(({ status }) => status === 429);
    expect(refused).toEqual([]);
  }, 60_000);
});
