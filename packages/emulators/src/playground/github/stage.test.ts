import { afterEach, beforeEach, expect, it, test } from "vitest";
import { GitHubServer, type GitHubThread, type GitHubUser } from "../../github/index.ts";
import type { Call } from "../../wire.ts";
import { HttpError } from "../http.ts";
import type { GitHubScene } from "./scene.ts";
import { GitHubStage } from "./stage.ts";

const CALL: Call = {
  ...{ n: 1, method: "PUT", path: "/", headers: {}, raw: "", body: {}, at: 1 },
  ...{ moment: "answered", applied: true, status: 200, fault: null },
};

let github: GitHubServer;
let stage: GitHubStage;
let robin: GitHubUser;
let sam: GitHubUser;
let bot: GitHubUser;
let issue: GitHubThread;

beforeEach(() => {
  github = new GitHubServer();
  robin = github.user({ login: "robin" });
  sam = github.user({ login: "sam" });
  const repo = github.repository({ owner: robin, name: "harbour" });
  const app = github.app({
    slug: "trunkline",
    owner: robin,
    // Nobody listens: what is delivered there fails, and is told all the same.
    webhook: { url: "http://127.0.0.1:9/webhook" },
  });
  github.install(app, { account: robin, by: robin });
  bot = app.bot;
  issue = github.issue(repo, robin, { title: "Berths", body: "Two in one." });
  const patch = "@@ -1,2 +1,2 @@\n a\n-b\n+c";
  const pull = github.pull(repo, robin, { title: "Mend it", files: [{ path: "a.ts", patch }] });
  const top = github.inline(pull, robin, { path: "a.ts", line: 2, body: "Hm" });
  const people = [robin, sam] as const;
  stage = new GitHubStage({
    ...{ github, bot, slug: "trunkline" },
    rooms: [
      { id: "issue", tab: "Issue", about: "an issue", thread: issue, people },
      { id: "pull", tab: "Pull", about: "a pull request", thread: pull, people },
      {
        ...{ id: "line", tab: "Line", about: "a thread", thread: pull, people },
        line: { top, path: "a.ts", diff: patch.split("\n") },
      },
    ],
    badges: new Map([[robin.id, "Owner"]]),
    notes: new Map([[sam.id, "a stranger"]]),
  });
});
afterEach(async () => {
  await github.idle();
  await github.close();
});

const as = () => String(robin.id);
const scene = (place: string) => stage.scene(place).scene as GitHubScene;
const texts = (place: string) => scene(place).comments.map(({ text }) => text);

test("a place is its own conversation, once somebody has begun it", () => {
  const { repo } = issue;
  expect(stage.places().map(({ conversation }) => conversation)).toEqual([null, null, null]);
  for (const { id } of stage.places()) stage.say(id, { as: as(), text: `in ${id}` });
  expect(stage.places().map(({ conversation }) => conversation)).toEqual([
    `${repo.id}#1`,
    `${repo.id}#2`,
    expect.stringMatching(new RegExp(`^${repo.id}#2:r\\d+$`)),
  ]);
  expect(texts("issue")).toEqual(["Two in one.", "in issue"]);
  expect(texts("pull")).toEqual(["", "in pull"]);
  expect(texts("line")).toEqual(["Hm", "in line"]);
  expect(scene("line")).toMatchObject({ kind: "line", at: { path: "a.ts" } });
  expect(stage.places()[0].writers[1]).toMatchObject({ name: "sam", about: "a stranger" });
});

test("what is told of a comment: who, how often it was changed, who reacted", () => {
  stage.say("issue", { as: as(), text: "once" });
  const [, said] = scene("issue").comments;
  if (!said) throw new Error("nothing was said");
  stage.act("issue", "edit", { as: as(), message: said.id, text: "twice" });
  github.react({ id: 0, nodeId: said.id }, bot, "eyes");
  github.react({ id: 0, nodeId: said.id }, sam, "eyes");
  expect(scene("issue").comments[1]).toMatchObject({
    by: { login: "robin", bot: false },
    badge: "Owner",
    text: "twice",
    edits: 1,
    reactions: [{ content: "eyes", by: ["trunkline[bot]", "sam"] }],
  });
  const query = new URLSearchParams({ message: said.id });
  expect(stage.find("issue", "versions", query)).toMatchObject({
    json: [{ text: "once" }, { text: "twice" }],
  });
});

test("delivered again, twice, or not at all: each is a line of the calls", async () => {
  stage.say("issue", { as: as(), text: "one" });
  const [, said] = scene("issue").comments;
  stage.act("issue", "redeliver", { message: said?.id });
  const fault = (id: string) => stage.faults.find((one) => one.id === id);
  await fault("github-twice")?.arm("issue", Date.now());
  await fault("github-unheard")?.arm("issue", Date.now());
  stage.say("issue", { as: as(), text: "two" });
  await github.idle();
  const here = stage.calls(0).filter(({ place }) => place === "issue");
  expect(here.map(({ note }) => note === "delivered again")).toEqual([false, true, false, true]);
  expect(here.map(({ tone }) => tone)).toEqual(["bad", "bad", "bad", "bad"]);
  expect(fault("github-twice")?.state("issue", Date.now())).toBeNull();
});

test("a lock is seen, and taken off again", async () => {
  const lock = stage.faults.find(({ id }) => id === "github-lock");
  await lock?.arm("issue", 0);
  expect(scene("issue").locked).toBe(true);
  expect(() => stage.say("issue", { as: String(sam.id), text: "x" })).toThrow("#1 is locked");
  await lock?.disarm("issue");
  stage.say("issue", { as: String(sam.id), text: "x" });
  expect(lock?.state("issue", 0)).toBeNull();
});

it.each<[string, string, object, string]>([
  ["somebody else's comment", "edit", { text: "x" }, "sam did not write that comment"],
  ["a box that is not there", "tick", { box: 0 }, "box"],
  ["a comment that is not there", "redeliver", { message: "IC_0" }, "nothing was delivered"],
  ["an act that nobody knows", "dance", {}, "nobody can do that here"],
])("refuses %s in one line", (_, act, body, why) => {
  stage.say("issue", { as: as(), text: "mine" });
  const message = scene("issue").comments[1]?.id;
  const tried = () => stage.act("issue", act, { as: String(sam.id), message, ...body });
  expect(tried).toThrow(HttpError);
  expect(tried).toThrow(why);
});

test.each([
  ["github_merge", "Robin/harbour#2", "/repos/robin/harbour/pulls/2/merge", true],
  ["github_close", "robin/harbour#2", "/repos/robin/harbour/issues/2", true],
  ["github_create_issue", "robin/harbour", "/repos/robin/harbour/issues", true],
  ["github_close", "robin/harbour#1", "/repos/robin/harbour/issues/12", false],
  ["asana_complete", "robin/harbour#2", "/repos/robin/harbour/issues/2", false],
])("an act is known by its call: %s of %s, %s", (tool, target, path, known) => {
  const call = { ...CALL, path };
  expect(stage.deeds.does(call, { tool, target })).toBe(known);
});
