import { asanaFailure } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  account,
  ask,
  comments,
  everSeen,
  inspectTask,
  lookedUp,
  quietTask,
  taskOf,
} from "../world/tasks.ts";
import { asked, NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What comes in as ids: nothing lost, nothing twice, in order for each task. */
describe("intake from Asana", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ asana: {}, env: { ASANA_ALLOWED_USERS: "4711, 4712" } });
    await world.asana.subscribed();
    ann = world.asana.server.person({ name: "Ann", gid: "4711" });
    ben = world.asana.server.person({ name: "Ben", gid: "4712" });
    // Events of our own are known as ours.
    await until("we know who we are", async () => (await account(world)).identity);
  }, 120_000);
  afterAll(() => world?.close());
  let ann: World["asana"]["tess"];
  let ben: World["asana"]["tess"];

  const answered = (task: { gid: string }, nonce: string) =>
    until(`an answer with ${nonce}`, () =>
      comments(world, task).some((text) => text.includes(nonce)),
    );
  const numbers = (text: string) => [...text.matchAll(/no-(\d+);/g)].map(([, n]) => Number(n));
  const lastDelivery = () => {
    const found = world.asana.server.deliveries.findLast(({ kind }) => kind === "events");
    if (!found) throw new Error("nothing was delivered");
    return found;
  };
  /** Everything so far has been looked up, and nothing came of it on this task. */
  const nothing = async (task: { gid: string }) => {
    await lookedUp(world);
    expect(await inspectTask(world, task)).toMatchObject({ pending: [], batches: [] });
  };

  test("a mention is answered; by gid, not by name", async () => {
    const { server } = world.asana;
    const task = await taskOf(world);
    for (const content of [
      `@${server.bot.name} by name`,
      { html: `<body>${server.mention(ben)} you?</body>` },
      { html: `<body><a href="https://app.asana.com/0/profile/1">@Trunkline</a> hm</body>` },
    ]) {
      await server.comment(task, ann, content).delivered;
    }
    await nothing(task);
    await ask(world, task, "nonce-mention", ann).delivered;
    await answered(task, "nonce-mention");
    const [prompt] = asked(world, "nonce-mention");
    // The mention itself is no part of what was said.
    expect(prompt).not.toMatch(/@|data-asana/);
    await quietTask(world, task);
  });

  test("the assignment itself starts a turn, with name and description; then every comment does", async () => {
    const { server, project } = world.asana;
    const task = server.createTask(ann, { name: "Fix nonce-name", projects: [project] });
    await server.describe(task, ann, "It says nonce-notes").delivered.catch(() => {});
    await server.comment(task, ann, "nonce-before").delivered;
    await nothing(task);
    await server.assign(task, ann, server.bot).delivered;
    await answered(task, "nonce-name");
    expect(asked(world, "nonce-name")[0]).toContain("nonce-notes");
    await server.comment(task, ben, "nonce-after, no mention").delivered;
    await answered(task, "nonce-after");
    const [, first] = await quietTask(world, task, 2);
    expect(first?.state).toBe("answered");
    expect(asked(world, "nonce-before")).toEqual([]);
    expect(comments(world, task)).toHaveLength(2);
  });

  test("a task that is made with the bot as assignee is answered once, though it is told twice", async () => {
    const { server, project } = world.asana;
    const made = { name: "nonce-born", projects: [project], assignee: server.bot };
    const task = server.createTask(ann, made);
    await task.delivered;
    expect(task.events).toBeGreaterThan(1);
    await answered(task, "nonce-born");
    await lookedUp(world);
    expect(await quietTask(world, task)).toHaveLength(1);
    expect(comments(world, task)).toHaveLength(1);
  });

  test("the same comment through two projects starts one turn", async () => {
    const { server, project } = world.asana;
    const second = server.project({ name: "Second" });
    const registered = await fetch(`${world.originOf("asana")}/registrations`, {
      method: "POST",
      headers: { authorization: "Bearer CANARY-admin-token-90aa17" },
      body: JSON.stringify({ resource: second.gid }),
    });
    expect(registered.status).toBe(201);
    const task = server.createTask(ann, { name: "Both", projects: [project, second] });
    await task.delivered;
    const from = server.deliveries.length;
    const story = ask(world, task, "nonce-twice", ann);
    await story.delivered;
    const heard = server.deliveries.slice(from).filter(({ events }) => events.length > 0);
    expect(new Set(heard.map(({ webhook_gid }) => webhook_gid)).size).toBe(2);
    await answered(task, "nonce-twice");
    await lookedUp(world);
    expect(await quietTask(world, task)).toHaveLength(1);
    const looked = world.asana.wire.calls.filter(
      ({ method, path }) => method === "getStory" && path.includes(story.gid),
    );
    expect(looked).toHaveLength(1);
  });

  test("the same delivery again, one by one and five times at once, changes nothing", async () => {
    const task = await taskOf(world);
    await ask(world, task, "nonce-again", ann).delivered;
    const delivery = lastDelivery();
    const posted = await world.asana.server.redeliver(delivery, 5);
    await answered(task, "nonce-again");
    posted.push(...(await world.asana.server.redeliver(delivery)));
    expect(posted.every((one) => one.kind === "answered" && one.status === 200)).toBe(true);
    await lookedUp(world);
    expect(await quietTask(world, task)).toHaveLength(1);
    expect(everSeen(world, task)).toHaveLength(1);
  });

  test("what could not be stored is sent again, and then it counts, once", async () => {
    const task = await taskOf(world);
    const down = { kind: "reply", reply: { status: 500, body: "" } } as const;
    world.steps.fault({ method: "reference:kept", times: 2, fault: down });
    world.steps.fault({ method: "inbox:commit", times: 2, fault: down });
    await ask(world, task, "nonce-store", ann).delivered;
    expect(lastDelivery()).toMatchObject({ attempt: 3, status: 200 });
    await answered(task, "nonce-store");
    expect(await quietTask(world, task)).toHaveLength(1);
  });

  test("many tasks in one delivery: each its own conversation, in order for each", async () => {
    const { server } = world.asana;
    const tasks = await Promise.all([1, 2, 3].map((n) => taskOf(world, `Task ${n}`)));
    await lookedUp(world);
    const release = server.holdDeliveries();
    const said = [1, 2, 3, 4].flatMap((n) =>
      tasks.map((task, of) => ask(world, task, `to-${of} no-${n};`, ann)),
    );
    const from = server.deliveries.length;
    release();
    await Promise.all(said.map(({ delivered }) => delivered));
    expect(server.deliveries.slice(from).map(({ events }) => events.length)).toEqual([12]);
    for (const [of, task] of tasks.entries()) {
      await until(`all of task ${of}`, () =>
        asked(world, `to-${of} `).some((prompt) => numbers(prompt).includes(4)),
      );
      const batches = await quietTask(world, task);
      const told = batches.toReversed().flatMap(({ text }) => text.flatMap(numbers));
      expect(told).toEqual([1, 2, 3, 4]);
      expect(comments(world, task)).toHaveLength(batches.length);
      expect(comments(world, task).join()).not.toMatch(new RegExp(`to-[^${of}]`));
    }
  });

  test("a look-up that fails holds its own task up and no other, and nothing overtakes it", async () => {
    const [slow, quick] = [await taskOf(world, "Slow"), await taskOf(world, "Quick")];
    await lookedUp(world);
    const release = world.asana.server.holdDeliveries();
    const first = ask(world, slow, "slow no-1;", ann);
    ask(world, slow, "slow no-2;", ann);
    ask(world, quick, "nonce-quick", ann);
    const match = ({ path }: { readonly path: string }) => path.includes(first.gid);
    world.asana.wire.fault({ match, times: 4, fault: { kind: "cut-before" } });
    release();
    await answered(quick, "nonce-quick");
    await until("both", () => asked(world, "slow").some((prompt) => numbers(prompt).includes(2)));
    const told = (await quietTask(world, slow)).toReversed().flatMap(({ text }) => text);
    expect(told.flatMap(numbers)).toEqual([1, 2]);
  });

  test("a look-up that Asana refuses in another way is given up, counted, and done again by the operator", async () => {
    const { wire } = world.asana;
    const task = await taskOf(world);
    const reply = asanaFailure(402, "Payment Required");
    wire.fault({ method: "getStory", fault: { kind: "reply", reply } });
    await ask(world, task, "nonce-given-up", ann).delivered;
    await until("it is given up", async () => (await account(world)).references.dead === 1);
    expect(comments(world, task)).toEqual([]);
    const again = () => world.admin("/references/replay", "POST", "asana");
    expect(await again()).toEqual({ ok: true, references: 1 });
    await until("the answer", () => comments(world, task)[0]?.includes("nonce-given-up"));
    expect((await account(world)).references).toEqual({ open: 0, dead: 0 });
    expect(await again()).toEqual({ ok: true, references: 0 });
  });

  test("a comment deleted, or private, by the time it is looked up is dropped without a word", async () => {
    const { server } = world.asana;
    const [deleted, hidden] = [await taskOf(world, "Deleted"), await taskOf(world, "Hidden")];
    await lookedUp(world);
    const hold = world.asana.wire.barrier("arrived", { method: "getStory" });
    const gone = ask(world, deleted, "nonce-deleted", ann);
    await hold.hit;
    const secret = ask(world, hidden, "nonce-hidden", ann);
    await secret.delivered;
    server.deleteComment(gone);
    server.makePrivate(hidden, ann);
    hold.release();
    await nothing(deleted);
    await nothing(hidden);
    expect(asked(world, "nonce-deleted")).toEqual([]);
    expect(asked(world, "nonce-hidden")).toEqual([]);
    expect((await account(world)).references.dead).toBe(0);
  });

  test("an edit replaces what still waits for its turn; later ones change nothing", async () => {
    const { server } = world.asana;
    const task = await taskOf(world);
    world.model.next({ kind: "lasting", durationMs: 1_200, deltas: 6 }, NOT_ROUTING);
    await ask(world, task, "nonce-long", ann).delivered;
    await until("it runs", async () =>
      (await inspectTask(world, task)).batches.some(({ state }) => state === "active"),
    );
    const html = (words: string) => ({
      html: `<body>${server.mention(server.bot)} ${words}</body>`,
    });
    const story = ask(world, task, "nonce-typo", ann);
    await story.delivered;
    await server.editComment(story, html("nonce-right")).delivered;
    await answered(task, "nonce-right");
    await server.editComment(story, html("nonce-late")).delivered;
    await lookedUp(world);
    expect(await quietTask(world, task, 2)).toHaveLength(2);
    expect(asked(world, "nonce-typo")).toEqual([]);
    expect(asked(world, "nonce-late")).toEqual([]);
    expect(comments(world, task)).toHaveLength(2);
  });

  test("what the bot, Asana itself or a stranger does starts nothing", async () => {
    const { server, tess } = world.asana;
    const task = await taskOf(world);
    server.assign(task, ann, server.bot);
    await quietTask(world, task);
    const before = server.task(task.gid).stories.length;
    await server.comment(task, server.bot, "a comment of our own").delivered;
    // Tess is not on the list.
    await ask(world, task, "nonce-stranger", tess).delivered;
    server.rename(task, ann, "Another name");
    server.complete(task, ann);
    server.follow(task, ann, ben);
    expect(server.task(task.gid).stories.length).toBeGreaterThan(before + 2);
    await lookedUp(world);
    expect(await quietTask(world, task)).toHaveLength(1);
    expect(asked(world, "nonce-stranger")).toEqual([]);
    await until("the operator sees why", () => world.printed().includes("inbound.stranger"));
    expect(world.printed()).not.toContain("nonce-stranger");
  });

  test("what stands around a comment is shown with it, as it was, and not as if it had been asked", async () => {
    const { server, project, tess } = world.asana;
    const guest = server.person({ name: "Gus", kind: "guest" });
    const task = server.createTask(ann, {
      name: "nonce-title",
      notes: "nonce-description",
      projects: [project],
      followers: [guest],
    });
    await server.comment(task, ben, "nonce-earlier").delivered;
    await server.comment(task, guest, "nonce-guest").delivered;
    const edited = server.comment(task, tess, "nonce-unedited");
    await server.editComment(edited, "nonce-edited").delivered;
    await ask(world, task, "nonce-around", ann).delivered;
    await answered(task, "nonce-around");
    await quietTask(world, task);
    // The request's last turn is what was asked; what stands around it comes before.
    const [prompt] = asked(world, "nonce-around");
    expect(prompt).not.toMatch(/nonce-(?:title|description|earlier|guest|edited)/);
    const shown = world.model.wire.calls.filter(
      ({ raw }) => raw.includes("nonce-around") && !raw.includes("requiresHumanApproval"),
    );
    for (const word of ["title", "description", "earlier", "guest"]) {
      expect(shown[0]?.raw).toContain(`nonce-${word}`);
    }
    // Asana does not say when a comment was edited: it may have been after the question.
    expect(shown[0]?.raw).not.toMatch(/nonce-(?:un)?edited/);
  });

  test("twenty comments of one moment: all reach the model, in order", async () => {
    const task = await taskOf(world);
    const all = Array.from({ length: 20 }, (_, n) => n + 1);
    for (const n of all) ask(world, task, `burst no-${n};`, n % 2 ? ann : ben);
    await until("the last one", () =>
      asked(world, "burst").some((prompt) => numbers(prompt).includes(20)),
    );
    const batches = await quietTask(world, task);
    expect(batches.toReversed().flatMap(({ text }) => text.flatMap(numbers))).toEqual(all);
    expect(comments(world, task)).toHaveLength(batches.length);
  });

  test("every field and parameter that we send is one that Asana knows", () => {
    expect(world.asana.server.unknownNames).toEqual([]);
  });
});
