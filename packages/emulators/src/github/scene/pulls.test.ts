import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, numberAt, type Place, place, toldOf } from "../testing.ts";
import type { GitHubThread } from "./base.ts";

const PATCH = "@@ -1,3 +1,4 @@\n one\n-two\n+2\n+two and a half\n three";
const FILES = [
  { path: "a.ts", patch: PATCH },
  { path: "logo.png", status: "added" as const },
];

let here: Place;
let pull: GitHubThread;

beforeEach(async () => {
  here = await place();
  pull = here.github.pull(here.repo, here.tess, { title: "Mend", files: FILES });
  await here.github.idle();
  here.receiver.hits.length = 0;
});
afterEach(() => here.close());

const base = "/repos/acme/shop";

test("a single inline comment makes two events, one of them an empty review", async () => {
  const inline = here.github.inline(pull, here.tess, { path: "a.ts", line: 3, body: "Why?" });
  await inline.delivered;
  expect(here.receiver.names().toSorted()).toEqual([
    "pull_request_review.submitted",
    "pull_request_review_comment.created",
  ]);
  expect(here.receiver.last("pull_request_review")).toMatchObject({
    review: { body: null, state: "commented" },
  });
  expect(here.receiver.last("pull_request_review_comment")).toMatchObject({
    comment: {
      id: inline.id,
      path: "a.ts",
      line: 3,
      side: "RIGHT",
      position: 4,
      diff_hunk: "@@ -1,3 +1,4 @@\n one\n-two\n+2\n+two and a half",
    },
    pull_request: { number: pull.number },
  });
});

test("a review of two comments makes three events, and shows in the list", async () => {
  const review = here.github.review(pull, here.tess, {
    state: "changes_requested",
    body: "Not yet",
    comments: [
      { path: "a.ts", line: 2, side: "LEFT", body: "It was two" },
      { path: "a.ts", line: 4, body: "Three is fine" },
    ],
  });
  await review.delivered;
  expect(here.receiver.hits).toHaveLength(3);
  const list = await here.call(`GET ${base}/pulls/${pull.number}/reviews`);
  expect(list.body).toMatchObject([{ id: review.id, state: "CHANGES_REQUESTED", body: "Not yet" }]);
  const comments = await here.call(`GET ${base}/pulls/${pull.number}/comments`);
  expect(comments.body).toMatchObject([
    { side: "LEFT", position: 2, pull_request_review_id: review.id },
    { side: "RIGHT", position: 5 },
  ]);
});

test("answers of the bot and of people stand below the first comment", async () => {
  const inline = here.github.inline(pull, here.tess, { path: "a.ts", line: 2, body: "Why?" });
  const route = `POST ${base}/pulls/${pull.number}/comments/${inline.id}/replies`;
  const made = await here.call(route, { body: "Because" });
  expect([made.status, at(made.body, "in_reply_to_id")]).toEqual([201, inline.id]);
  const [last] = here.github.thread(here.repo, pull.number).posts.slice(-1);
  if (!last) throw new Error("the bot has answered");
  const told = await here.github.reply(last, here.tess, "I see").delivered;
  expect(told.find(({ event }) => event.endsWith("comment"))?.payload).toMatchObject({
    comment: { in_reply_to_id: inline.id, body: "I see" },
  });
});

test("new commits make comments outdated whose line is gone", async () => {
  const inline = here.github.inline(pull, here.tess, { path: "a.ts", line: 3, body: "Why?" });
  const before = here.github.headSha(pull);
  const files = [{ path: "a.ts", patch: "@@ -1 +1 @@\n-one\n+1" }];
  const told = await toldOf(here.github.push(pull, here.tess, files));
  expect(told).toMatchObject({ action: "synchronize", before });
  const { body } = await here.call(`GET ${base}/pulls/comments/${inline.id}`);
  expect(body).toMatchObject({ line: null, original_line: 3, original_commit_id: before });
  expect(at(body, "commit_id")).toBe(here.github.headSha(pull));
});

describe("reading", () => {
  test("files with counted changes; binary ones without patch", async () => {
    const { body } = await here.call(`GET ${base}/pulls/${pull.number}/files`);
    expect(body).toMatchObject([
      {
        filename: "a.ts",
        additions: 2,
        deletions: 1,
        changes: 3,
        status: "modified",
        patch: PATCH,
      },
      { filename: "logo.png", additions: 0, status: "added" },
    ]);
    expect(at(body, 1, "patch")).toBeUndefined();
    const whole = await here.call(`GET ${base}/pulls/${pull.number}`);
    expect(whole.body).toMatchObject({
      additions: 2,
      deletions: 1,
      changed_files: 2,
      mergeable: true,
    });
  });

  test("as a diff", async () => {
    const headers = { accept: "application/vnd.github.diff" };
    const answer = await here.call(`GET ${base}/pulls/${pull.number}`, undefined, { headers });
    expect(answer.headers.get("content-type")).toContain("diff");
    expect(answer.body).toContain(`+++ b/a.ts\n${PATCH}`);
  });

  test("an issue's view of it has `pull_request`; a pull's view of an issue does not exist", async () => {
    const issue = here.github.issue(here.repo, here.tess, { title: "Issue" });
    const asIssue = await here.call(`GET ${base}/issues/${pull.number}`);
    expect(at(asIssue.body, "pull_request", "merged_at")).toBeNull();
    expect((await here.call(`GET ${base}/pulls/${issue.number}`)).status).toBe(404);
  });

  test("contents of files and folders, and checks of the head", async () => {
    const { github, repo } = here;
    github.writeFile(repo, "src/deep/a.ts", "export {};\n");
    github.writeFile(repo, "src/b.ts", "// b\n");
    const folder = await here.call(`GET ${base}/contents/src`);
    expect(folder.body).toMatchObject([
      { name: "b.ts", type: "file" },
      { name: "deep", type: "dir" },
    ]);
    const file = await here.call(`GET ${base}/contents/src/deep/a.ts`);
    const content = String(at(file.body, "content"));
    expect(Buffer.from(content, "base64").toString()).toBe("export {};\n");
    expect((await here.call(`GET ${base}/contents/none`)).status).toBe(404);
    github.check(repo, github.headSha(pull), "build", "failure");
    const checks = await here.call(`GET ${base}/commits/${github.headSha(pull)}/check-runs`);
    expect(checks.body).toMatchObject({ total_count: 1, check_runs: [{ conclusion: "failure" }] });
  });
});

describe("merging", () => {
  const merge = (body: object = {}) => {
    const token = here.github.token(here.tess);
    return here.call(`PUT ${base}/pulls/${pull.number}/merge`, body, { token });
  };

  test("the commit that was meant, once", async () => {
    const sha = here.github.headSha(pull);
    const done = await merge({ sha, merge_method: "squash" });
    expect(done.body).toMatchObject({ merged: true, message: "Pull Request successfully merged" });
    await here.github.idle();
    expect(here.receiver.last("pull_request")).toMatchObject({
      action: "closed",
      pull_request: { merged: true, merged_by: { login: "tess" } },
    });
    expect((await merge()).status).toBe(405);
    expect(here.github.thread(here.repo, pull.number)).toMatchObject({
      merged: true,
      state: "closed",
    });
  });

  test("no draft, nothing in conflict", async () => {
    here.github.setMergeable(pull, false);
    expect((await merge()).status).toBe(405);
    here.github.setMergeable(pull, true);
    here.github.convertToDraft(pull, here.tess);
    expect((await merge()).status).toBe(405);
    here.github.ready(pull, here.tess);
    expect((await merge()).status).toBe(200);
  });
});

test("a line outside of the diff cannot be commented on", () => {
  const on = (path: string, line: number) => () =>
    here.github.inline(pull, here.tess, { path, line, body: "x" });
  expect(on("a.ts", 40)).toThrow("not part of the diff");
  expect(on("logo.png", 1)).toThrow("not part of the diff");
});

test("the inbox of a person: mentions, assignments, requests, and what follows", async () => {
  const { github, repo, tess, rob } = here;
  github.grant(repo, rob, "write");
  const token = github.token(rob);
  const inbox = (query = "") => here.call(`GET /notifications${query}`, undefined, { token });
  expect((await inbox()).body).toEqual([]);
  const issue = github.issue(repo, tess, { title: "For rob", body: "@Rob see, and `@rob` not" });
  github.requestReview(pull, tess, rob);
  const comment = github.comment(issue, tess, "more");
  const first = await inbox();
  expect(first.headers.get("x-poll-interval")).toBe("60");
  const found = Array.isArray(first.body) ? first.body : [];
  const reasons = found.map((one) => [at(one, "reason"), at(one, "subject", "type")]);
  expect(reasons).toHaveLength(2);
  expect(reasons).toEqual(
    expect.arrayContaining([
      ["mention", "Issue"],
      ["review_requested", "PullRequest"],
    ]),
  );
  const about = found.find((one) => at(one, "reason") === "mention");
  expect(at(about, "subject", "latest_comment_url")).toMatch(
    new RegExp(`/comments/${comment.id}$`),
  );
  const read = await here.call(`PATCH /notifications/threads/${numberAt(about, "id")}`, undefined, {
    token,
  });
  expect(read.status).toBe(205);
  expect((await inbox()).body).toHaveLength(1);
  expect((await inbox("?all=true")).body).toHaveLength(2);
  expect((await inbox("?all=true&since=2999-01-01T00:00:00Z")).body).toEqual([]);
  expect((await inbox("?all=true&before=2000-01-01T00:00:00Z")).body).toEqual([]);
  github.comment(issue, rob, "my own words notify nobody else's inbox of mine");
  expect((await inbox()).body).toHaveLength(1);
});
