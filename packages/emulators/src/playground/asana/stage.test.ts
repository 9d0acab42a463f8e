import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { type Office, office } from "../../asana/test-app.ts";
import type { AsanaScene } from "./scene.ts";
import { AsanaStage } from "./stage.ts";

let here: Office;
let stage: AsanaStage;
let robin: { readonly gid: string };
let mika: { readonly gid: string };
let task: { readonly gid: string };

beforeEach(async () => {
  here = await office();
  const { asana, app } = here;
  const people = [asana.person({ name: "Robin" }), asana.person({ name: "Mika" })] as const;
  [robin, mika] = people;
  const project = asana.project({ name: "Fair" });
  const notes = { html: "<body>as <em>usual</em></body>" };
  task = asana.createTask(robin, { name: "Sing", notes, projects: [project] });
  await app.subscribe(asana, project.gid);
  stage = new AsanaStage({
    asana,
    rooms: [{ id: "sing", tab: "Singing", task, people }],
    notes: new Map([[mika.gid, "a stranger"]]),
  });
});
afterEach(() => here.close());

const seen = () => stage.scene("sing").scene as AsanaScene;
const comments = () => seen().stories.filter(({ kind }) => kind === "comment");
const answer = (html_text: string) =>
  here.app.send("POST", `/tasks/${task.gid}/stories`, { html_text });
const arm = (fault: string) => {
  const found = stage.faults.find(({ id }) => id === `asana-${fault}`);
  if (!found) throw new Error(`no fault ${fault}`);
  found.arm("sing", Date.now());
  return found;
};

test("a place has its people, and a conversation once somebody has begun it", async () => {
  expect(stage.places()).toEqual([
    {
      ...{ id: "sing", title: "Singing", about: "a task", conversation: null },
      writers: [
        { id: robin.gid, name: "Robin" },
        { id: mika.gid, name: "Mika", about: "a stranger" },
      ],
    },
  ]);
  stage.say("sing", { as: robin.gid, text: "hello" });
  expect(stage.places()[0].conversation).toBe(task.gid);
});

test("what is said reaches the bot, a mention by its name; what the bot writes is seen", async () => {
  stage.say("sing", { as: robin.gid, text: "@Trunkline a < b?" });
  await here.asana.idle();
  expect(here.app.told()).toContain("story added");
  const [asked] = comments();
  expect(asked).toMatchObject({
    by: { name: "Robin", bot: false },
    ...{ typed: "@Trunkline a < b?", edits: 0 },
  });
  expect(asked?.html).toContain(`data-asana-gid="${here.asana.bot.gid}"`);
  await answer("<body><strong>Yes</strong></body>");
  expect(comments()[1]).toMatchObject({
    by: { name: "Trunkline", bot: true },
    html: "<body><strong>Yes</strong></body>",
  });
  expect(seen()).toMatchObject({
    ...{ name: "Sing", projects: ["Fair"], assignee: null, completed: false },
    notes: "<body>as <em>usual</em></body>",
  });
});

test("a comment is corrected and deleted by who wrote it, and what stood there is kept", async () => {
  stage.say("sing", { as: robin.gid, text: "frist" });
  const story = comments()[0]?.id ?? "";
  stage.act("sing", "edit", { as: robin.gid, story, text: "first" });
  expect(comments()[0]).toMatchObject({ typed: "first", edits: 1 });
  const found = stage.find("sing", "versions", new URLSearchParams({ story }));
  expect(found && "json" in found ? found.json : null).toMatchObject([
    { text: "frist" },
    { text: "first" },
  ]);
  stage.act("sing", "delete", { as: robin.gid, story });
  expect(comments()).toEqual([]);
});

test("a task is assigned and completed, and Asana tells so", async () => {
  stage.act("sing", "assign", { as: robin.gid, to: here.asana.bot.gid });
  expect(seen().assignee?.name).toBe("Trunkline");
  await here.asana.idle();
  expect(here.app.told()).toContain("task changed assignee");
  stage.act("sing", "assign", { as: robin.gid, to: "" });
  stage.act("sing", "complete", { as: mika.gid, done: true });
  expect(seen()).toMatchObject({ assignee: null, completed: true });
  const news = seen().stories.filter(({ kind }) => kind === "system");
  expect(news.at(-1)?.by.name).toBe("Mika");
});

const BAD: [string, string, object, string][] = [
  ["no words", "say", { text: "  " }, "a comment needs words"],
  ["a stranger", "say", { as: "1", text: "x" }, "nobody of that id is here"],
  ["somebody else's comment", "delete", { story: "other" }, "Robin did not write that comment"],
  ["a comment that is not there", "edit", { story: "1", text: "x" }, "there is no such comment"],
  ["an assignee that nobody knows", "assign", { to: "1" }, "nobody of that id is here"],
  ["an act that nobody knows", "dance", {}, "nobody can do that here"],
  ["a shape that is none", "complete", { done: "yes" }, "done is not as it should be"],
];
it.each(BAD)("refuses %s in one line", (_, what, body, words) => {
  stage.say("sing", { as: mika.gid, text: "mine" });
  const other = comments()[0]?.id;
  const story = "story" in body && body.story === "other" ? { story: other } : {};
  const whole = { as: robin.gid, ...body, ...story };
  const act = () =>
    what === "say" ? stage.say("sing", { text: "", ...whole }) : stage.act("sing", what, whole);
  expect(act).toThrow(words);
  expect(() => stage.scene("nowhere")).toThrow("there is no such place");
});

describe("faults", () => {
  const say = () => stage.say("sing", { as: robin.gid, text: "hello" });

  it("a delivery comes twice, the next one once", async () => {
    arm("twice");
    say();
    await vi.waitFor(() => expect(here.app.hits).toHaveLength(2));
    expect(here.app.hits[0]?.raw).toBe(here.app.hits[1]?.raw);
    say();
    await vi.waitFor(() => expect(here.app.hits).toHaveLength(3));
    const notes = stage.calls(0).flatMap(({ note }) => note ?? []);
    expect(notes).toEqual(["the second delivery"]);
  });

  it("a delivery gets lost, the next one does not", async () => {
    arm("unheard");
    say();
    say();
    await here.asana.idle();
    await vi.waitFor(() => expect(stage.calls(0).some(({ note }) => note === "lost")).toBe(true));
    expect(here.app.hits.length).toBeLessThan(2);
  });

  it("429 holds every call up, until it is switched off", async () => {
    const flood = arm("429");
    expect((await answer("<body>x</body>")).status).toBe(429);
    expect((await here.app.get("/users/me")).status).toBe(429);
    flood.disarm("sing");
    expect((await answer("<body>x</body>")).status).toBe(201);
  });

  it("rich text is refused once, plain text is not", async () => {
    arm("xml");
    const plain = await here.app.send("POST", `/tasks/${task.gid}/stories`, { text: "x" });
    const statuses = [plain.status];
    for (let n = 0; n < 2; n += 1) statuses.push((await answer("<body>x</body>")).status);
    expect(statuses).toEqual([201, 400, 201]);
  });

  it("502 comes three times, and questions are spared", async () => {
    arm("5xx");
    expect((await here.app.get("/users/me")).status).toBe(200);
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await answer("<body>x</body>")).status);
    expect(statuses).toEqual([502, 502, 502, 201]);
  });
});

test("the wire: what belongs to the task, in both directions, without the routine of a sweep", async () => {
  stage.say("sing", { as: robin.gid, text: "hello" });
  await here.asana.idle();
  await here.app.get("/users/me");
  await answer("<body>x</body>");
  await here.asana.idle();
  const lines = stage.calls(0);
  const of = (wanted: "in" | "out") => lines.filter(({ way }) => way === wanted);
  expect(of("out").map(({ what, status, place }) => `${what} ${status} ${place}`)).toEqual([
    "createWebhook 201 null",
    "createStoryForTask 201 sing",
  ]);
  expect(of("in").map(({ what }) => what)).toContain("webhook: handshake");
  expect(of("in").at(-1)).toMatchObject({ status: 200, place: "sing", tone: "good" });
});
