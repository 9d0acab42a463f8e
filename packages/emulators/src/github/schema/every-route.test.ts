import { afterAll, beforeAll, expect, test } from "vitest";
import { OPERATIONS } from "../operations/index.ts";
import type { GitHubPost, GitHubThread } from "../scene/base.ts";
import { numberAt, type Place, place } from "../testing.ts";
import { Checker } from "./checker.ts";
import { theSpec } from "./spec.ts";

const PATCH = "@@ -1,3 +1,4 @@\n one\n-two\n+2\n+two and a half\n three";

/** Milliseconds. Only bounds a test that hangs: schemas are large and the machine may be busy. */
const COMPILING = 120_000;

let here: Place;
let issue: GitHubThread;
let pull: GitHubThread;
let inline: GitHubPost;
let comment: GitHubPost;
let token: string;
/** What `createComment` answered. */
let answered: object;

beforeAll(async () => {
  here = await place({ checked: true });
  const { github, repo, tess } = here;
  github.writeFile(repo, "README.md", "# Shop\n");
  github.writeFile(repo, "src/a b.ts", "export {};\n");
  issue = github.issue(repo, tess, { title: "It breaks", body: "Since today." });
  pull = github.pull(repo, tess, {
    title: "Mend it",
    files: [{ path: "src/a b.ts", patch: PATCH }],
  });
  comment = github.comment(issue, tess, "@tess look");
  inline = github.inline(pull, tess, { path: "src/a b.ts", line: 2, body: "Why?" });
  github.check(repo, github.headSha(pull), "build", "success");
  github.requestReview(pull, tess, tess);
  github.grant(repo, github.user({ login: "may" }), "write");
  token = github.token(tess);
});
afterAll(() => here.close());

test("every route fits GitHub's description", { timeout: COMPILING }, async () => {
  const { call, asApp, installation, github } = here;
  const base = "/repos/acme/shop";
  const mine = { token };
  await asApp("GET /app");
  await asApp("GET /app/installations");
  await asApp(`GET /app/installations/${installation.id}`);
  await asApp(`GET ${base}/installation`);
  const narrow = { repositories: ["shop"], permissions: { issues: "read" } };
  await asApp(`POST /app/installations/${installation.id}/access_tokens`, narrow);
  await github.idle();
  const list = await asApp("GET /app/hook/deliveries?per_page=2");
  const delivery = numberAt(list.body, 0, "id");
  await asApp(`GET /app/hook/deliveries/${delivery}`);
  await asApp(`POST /app/hook/deliveries/${delivery}/attempts`);
  await call("GET /installation/repositories");
  await call("GET /user", undefined, mine);
  await call("GET /users/trunkline%5Bbot%5D");
  await call(`GET ${base}/collaborators/tess/permission`);
  await call(`GET ${base}/collaborators/rob/permission`);
  await call(`GET ${base}`, undefined, mine);
  await call("GET /rate_limit");
  await call(`GET ${base}/issues/${issue.number}`);
  await call(`GET ${base}/issues/${pull.number}`);
  await call(`POST ${base}/issues`, { title: "Another", body: "Also", assignees: ["tess"] });
  await call(`GET ${base}/issues?state=all&per_page=2`);
  await call(`GET ${base}/pulls?state=open`);
  await call(`GET /search/issues?q=${encodeURIComponent("breaks repo:acme/shop is:issue")}`);
  await call(`GET /search/code?q=${encodeURIComponent("export repo:acme/shop")}`);
  await call(`POST ${base}/issues/${issue.number}/labels`, { labels: ["bug"] });
  await call(`DELETE ${base}/issues/${issue.number}/labels/bug`);
  await call(`POST ${base}/issues/${issue.number}/assignees`, { assignees: ["tess"] });
  await call(`DELETE ${base}/issues/${issue.number}/assignees`, { assignees: ["tess"] });
  const made = await call(`POST ${base}/issues/${issue.number}/comments`, { body: "Hello" });
  answered = Object(made.body);
  const own = numberAt(made.body, "id");
  await call(`GET ${base}/issues/comments/${own}`);
  await call(`PATCH ${base}/issues/comments/${own}`, { body: "Hello again" });
  await call(`GET ${base}/issues/${issue.number}/comments?per_page=1&since=2020-01-01T00:00:00Z`);
  await call(`GET ${base}/issues/comments?sort=updated&direction=asc`);
  for (const place of [
    `issues/${issue.number}`,
    `issues/comments/${comment.id}`,
    `pulls/comments/${inline.id}`,
  ]) {
    const path = `${base}/${place}/reactions`;
    const { body } = await call(`POST ${path}`, { content: "eyes" });
    await call(`POST ${path}`, { content: "eyes" });
    await call(`GET ${path}?content=eyes`);
    await call(`DELETE ${path}/${numberAt(body, "id")}`);
  }
  await call(`DELETE ${base}/issues/comments/${own}`);
  await call(`GET ${base}/pulls/${pull.number}`);
  await call(`GET ${base}/pulls/${pull.number}/files`);
  await call(`GET ${base}/pulls/${pull.number}/reviews`);
  const reviewers = `${base}/pulls/${pull.number}/requested_reviewers`;
  await call(`POST ${reviewers}`, { reviewers: ["may"] });
  const replies = `${base}/pulls/${pull.number}/comments/${inline.id}/replies`;
  const reply = numberAt((await call(`POST ${replies}`, { body: "Because" })).body, "id");
  await call(`GET ${base}/pulls/comments/${reply}`);
  await call(`PATCH ${base}/pulls/comments/${reply}`, { body: "Because!" });
  await call(`GET ${base}/pulls/${pull.number}/comments`);
  await call(`GET ${base}/pulls/comments?sort=created&direction=desc`);
  await call(`DELETE ${base}/pulls/comments/${reply}`);
  await call(`PATCH ${base}/issues/${issue.number}`, {
    state: "closed",
    state_reason: "completed",
  });
  await call(`GET ${base}/contents/README.md?ref=main`);
  await call(`GET ${base}/contents/src`);
  await call(`GET ${base}/commits/${github.headSha(pull)}/check-runs`);
  const inbox = await call("GET /notifications?all=true&participating=true", undefined, mine);
  await call(`PATCH /notifications/threads/${numberAt(inbox.body, 0, "id")}`, undefined, mine);
  await call(`PUT ${base}/pulls/${pull.number}/merge`, { sha: github.headSha(pull) }, mine);
  await call("POST /graphql", { query: "{ viewer { login } }" });
  const called = new Set(github.wire.calls.map(({ method }) => method));
  expect(OPERATIONS.map(({ name }) => name).filter((name) => !called.has(name))).toEqual([]);
  const failed = github.wire.calls.filter(({ status }) => status >= 300);
  expect(failed.map(({ method, status }) => `${method} ${status}`)).toEqual([]);
  expect(github.violations).toEqual([]);
});

/** Pages that the description names by an address of long ago. */
const OLD_PAGES = ["listInstallations", "removeAssignees", "requestReviewers", "graphql"];

test.each(OPERATIONS.map((one) => [one.name, one] as const))("%s is GitHub's own", (name, one) => {
  const described = theSpec().operation(one.id);
  if (name === "graphql") {
    expect(described).toBeNull();
    return;
  }
  expect(described).toMatchObject({ verb: one.verb, path: one.path });
  if (OLD_PAGES.includes(name)) return;
  expect(described?.docs).toBe(`https://docs.github.com/rest/${one.docs}`);
});

test("a made-up field, a missing one and a wrong one are found", () => {
  const checker = new Checker();
  const [createComment] = OPERATIONS.filter(({ name }) => name === "createComment");
  const call = here.github.wire.calls.find(({ method }) => method === "createComment");
  if (!createComment || !call) throw new Error("the course calls it");
  for (const change of [{ made_up: 1 }, { id: undefined }, { created_at: "yesterday" }]) {
    const body = { ...answered, ...change };
    checker.call(createComment, call, { status: 201, body });
  }
  checker.call(
    createComment,
    { ...call, body: { body: "x", text: "y" } },
    { status: 201, body: answered },
  );
  checker.call(
    createComment,
    { ...call, path: `${call.path}?x=1` },
    { status: 201, body: answered },
  );
  checker.call(createComment, { ...call, headers: {} }, { status: 201, body: answered });
  expect(checker.violations.map(({ where, problems }) => `${where}: ${problems}`)).toEqual([
    expect.stringMatching(/^createComment 201: .*made_up/),
    expect.stringMatching(/^createComment 201: .*'id'/),
    expect.stringMatching(/^createComment 201: .*created_at.*date-time/),
    expect.stringMatching(/^createComment body: .*text/),
    "createComment query: x is not described",
    "createComment body: content-type ",
  ]);
});
