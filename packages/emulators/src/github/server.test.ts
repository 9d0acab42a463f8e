import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHubThread } from "./scene/base.ts";
import { graphqlCall } from "./server.ts";
import type { GitHubChange } from "./state/hub.ts";
import { type ApiAnswer, type Place, place } from "./testing.ts";

let here: Place;
let issue: GitHubThread;

beforeEach(async () => {
  here = await place();
  issue = here.github.issue(here.repo, here.tess, { title: "One" });
});
afterEach(() => here.close());

const send = (body: string): Promise<ApiAnswer> =>
  here.call(`POST /repos/acme/shop/issues/${issue.number}/comments`, { body });
const shown = (): string[] =>
  here.github.thread(here.repo, issue.number).posts.map(({ text }) => text);

test("a call held on arrival has shown nothing, held when applied it has", async () => {
  const { wire } = here.github;
  const arrival = wire.barrier("arrived", { method: "createComment" });
  const sent = send("x");
  await arrival.hit;
  expect(shown()).toEqual([]);
  const applied = wire.barrier("applied", { method: "createComment" });
  arrival.release();
  await applied.hit;
  expect(shown()).toEqual(["x"]);
  applied.release("drop");
  await expect(sent).rejects.toThrow("fetch failed");
});

test("a late call is applied after its connection is gone, in the state of that moment", async () => {
  const { github, tess } = here;
  github.wire.fault({ method: "createComment", fault: { kind: "late", ms: 20 } });
  const applied = github.wire.barrier("applied", { match: ({ raw }) => raw.includes("late") });
  await expect(send("late")).rejects.toThrow("fetch failed");
  github.comment(issue, tess, "in between");
  const call = await applied.hit;
  applied.release();
  expect(shown()).toEqual(["in between", "late"]);
  expect(call).toMatchObject({ method: "createComment", fault: "late" });
});

test("a fault answers instead of GitHub", async () => {
  const reply = { status: 502, body: "<html>" };
  here.github.wire.fault({ method: "createComment", fault: { kind: "reply", reply } });
  expect((await send("x")).status).toBe(502);
  expect(shown()).toEqual([]);
});

test("calls of GraphQL are told apart by what they ask for", async () => {
  const { github, repo, tess } = here;
  const discussion = github.discussion(repo, tess, { title: "x" });
  github.wire.fault({ ...graphqlCall("addDiscussionComment"), fault: { kind: "cut-after" } });
  const query =
    "mutation($i: AddDiscussionCommentInput!) { addDiscussionComment(input: $i) { comment { id } } }";
  const i = { discussionId: discussion.nodeId, body: "x" };
  expect((await here.call("POST /graphql", { query: "{ viewer { login } }" })).status).toBe(200);
  await expect(here.call("POST /graphql", { query, variables: { i } })).rejects.toThrow(
    "fetch failed",
  );
  expect(github.thread(repo, discussion.number).posts).toHaveLength(1);
});

test("the journal has every call under its name, also what is no route", async () => {
  await send("x");
  await here.call("GET /nothing?x=1");
  await here.call("GET /repositories/700/issues/comments");
  expect(here.github.wire.calls.slice(-3).map(({ method, status }) => [method, status])).toEqual([
    ["createComment", 201],
    ["GET /nothing?x=1", 404],
    ["listCommentsForRepo", 200],
  ]);
});

test("a listener hears what a person would see", async () => {
  const { github, repo, tess } = here;
  await github.idle();
  const changes: GitHubChange[] = [];
  const stop = github.onChange((change) => changes.push(change));
  const comment = github.comment(issue, tess, "x");
  github.editComment(comment, tess, "y");
  github.react(comment, tess, "heart");
  github.lock(issue, tess);
  github.deleteComment(comment, tess);
  stop();
  github.comment(issue, tess, "unheard");
  const where = { repository: "acme/shop", number: issue.number };
  expect(changes).toEqual([
    { kind: "posted", ...where, id: comment.id },
    { kind: "edited", ...where, id: comment.id },
    { kind: "reaction", ...where, id: comment.id },
    { kind: "changed", ...where, id: github.thread(repo, issue.number).id },
    { kind: "deleted", ...where, id: comment.id },
  ]);
});

test("all that there is, for a page that shows it", () => {
  const { github, repo, acme, tess } = here;
  github.pull(repo, tess, { title: "Two" });
  github.discussion(repo, tess, { title: "Three" });
  github.deleteIssue(issue, tess);
  const other = github.repository({ owner: acme, name: "other" });
  expect(github.repositories.map(({ name }) => name)).toEqual(["shop", "other"]);
  expect(github.threads(repo).map(({ kind, number, title }) => [kind, number, title])).toEqual([
    ["thread", 1, "One"],
    ["thread", 2, "Two"],
    ["discussion", 3, "Three"],
  ]);
  expect(github.threads(repo)[0]?.deletedAt).not.toBeNull();
  expect(github.threads(other)).toEqual([]);
});
