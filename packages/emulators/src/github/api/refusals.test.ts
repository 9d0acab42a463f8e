import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GitHubPost, GitHubRepository, GitHubThread } from "../scene/base.ts";
import { type ApiAnswer, at, type CallOptions, type Place, place } from "../testing.ts";

const PATCH = "@@ -1,2 +1,2 @@\n one\n-two\n+2";

let here: Place;
let issue: GitHubThread;
let pull: GitHubThread;
let comment: GitHubPost;
let inline: GitHubPost;
let reply: GitHubPost;
let locked: GitHubThread;
let deleted: GitHubThread;
let open: GitHubRepository;
let strangers: string;
let token: string;
/** Of the installation, narrowed to reading. */
let reader: string;

beforeAll(async () => {
  here = await place();
  const { github, repo, acme, tess, rob } = here;
  issue = github.issue(repo, tess, { title: "One" });
  comment = github.comment(issue, tess, "hers");
  pull = github.pull(repo, tess, { title: "Two", files: [{ path: "a.ts", patch: PATCH }] });
  inline = github.inline(pull, tess, { path: "a.ts", line: 2, body: "Why?" });
  reply = github.reply(inline, tess, "Because");
  locked = github.issue(repo, tess, { title: "Locked" });
  github.lock(locked, tess);
  deleted = github.issue(repo, tess, { title: "Gone" });
  github.deleteIssue(deleted, tess);
  open = github.repository({ owner: acme, name: "open", people: [[tess, "write"]] });
  github.comment(github.issue(open, tess, { title: "Public" }), tess, "hers too");
  const off = github.repository({ owner: acme, name: "off", issues: false });
  github.issue(off, tess, { title: "Nobody sees it" });
  const old = github.repository({ owner: acme, name: "old" });
  github.issue(old, tess, { title: "Long ago" });
  github.archive(old, tess);
  strangers = github.token(rob);
  token = github.token(tess);
  const narrow = { permissions: { contents: "read" } };
  const { id } = here.installation;
  const made = await here.asApp(`POST /app/installations/${id}/access_tokens`, narrow);
  reader = String(at(made.body, "token"));
  await github.idle();
});
afterAll(() => here.close());

const base = "/repos/acme/shop";
const comments = (): string => `POST ${base}/issues/${issue.number}/comments`;
const asRob = (): CallOptions => ({ token: strangers });
const asTess = (): CallOptions => ({ token });

type Case = readonly [
  what: string,
  source: string,
  ask: () => Promise<ApiAnswer>,
  status: number,
  message: string,
];

const validation = "Validation Failed";

/** Sources: platforms.md, GitHub's OpenAPI (GH-oas), its documentation (GH-docs), or who recorded it. */
const CASES: readonly Case[] = [
  [
    "no token",
    "GH-docs Authentication",
    () => here.call("GET /user", undefined, { token: null }),
    401,
    "Requires authentication",
  ],
  [
    "a wrong token",
    "platforms.md 2.8",
    () => here.call("GET /user", undefined, { token: "x" }),
    401,
    "Bad credentials",
  ],
  [
    "an App's token as a person's",
    "platforms.md 2.3",
    () => here.call("GET /user"),
    403,
    "Resource not accessible by integration",
  ],
  [
    "an App's token for the inbox",
    "GH-oas activity",
    () => here.call("GET /notifications"),
    403,
    "Resource not accessible by integration",
  ],
  [
    "an installation's token as the App's",
    "octokit/auth-app",
    () => here.call("GET /app"),
    401,
    "A JSON web token could not be decoded",
  ],
  [
    "an unknown route",
    "GH-docs Troubleshooting",
    () => here.call("GET /repos/acme/shop/nothing"),
    404,
    "Not Found",
  ],
  [
    "a number that is none",
    "GH-docs Troubleshooting",
    () => here.call(`GET ${base}/issues/one`),
    404,
    "Not Found",
  ],
  [
    "a private repository of others",
    "GH-docs Troubleshooting",
    () => here.call(`GET ${base}`, undefined, asRob()),
    404,
    "Not Found",
  ],
  [
    "a private repository without installation",
    "platforms.md 2.4",
    () => secret(),
    404,
    "Not Found",
  ],
  [
    "no such issue",
    "GH-oas issues/get",
    () => here.call(`GET ${base}/issues/999`),
    404,
    "Not Found",
  ],
  [
    "a deleted issue",
    "GH-oas issues/get",
    () => here.call(`GET ${base}/issues/${deleted.number}`),
    410,
    "This issue was deleted",
  ],
  [
    "a comment on a deleted issue",
    "GH-oas issues/create-comment",
    () => here.call(`POST ${base}/issues/${deleted.number}/comments`, { body: "x" }),
    410,
    "This issue was deleted",
  ],
  [
    "disabled issues",
    "ossf/allstar#64",
    () => here.call("GET /repos/acme/off/issues/1"),
    410,
    "Issues are disabled for this repo",
  ],
  [
    "an archived repository",
    "platforms.md 2.4",
    () => here.call("POST /repos/acme/old/issues/1/comments", { body: "x" }, asTess()),
    403,
    "Repository was archived so is read-only.",
  ],
  [
    "a locked issue, for an App",
    "renovatebot/renovate#6215",
    () => here.call(`POST ${base}/issues/${locked.number}/comments`, { body: "x" }),
    403,
    "Unable to create comment because issue is locked.",
  ],
  [
    "a public repository without installation",
    "GH-docs App permissions",
    () => here.call("POST /repos/acme/open/issues/1/comments", { body: "x" }),
    403,
    "Resource not accessible by integration",
  ],
  [
    "no body at all",
    "hexlet; deftai/directive#2324",
    () => here.call(comments()),
    422,
    "Invalid request.\n\nFor 'links/0/schema', nil is not an object.",
  ],
  [
    "a JSON string as body",
    "adcontextprotocol/adcp#3478",
    () => here.call(comments(), "x"),
    422,
    "Invalid request.\n\nFor 'links/0/schema', \"x\" is not an object.",
  ],
  [
    "a body without text",
    "recorded against GitHub",
    () => here.call(comments(), {}),
    422,
    'Invalid request.\n\n"body" wasn\'t supplied.',
  ],
  [
    "null as text",
    "recorded against GitHub",
    () => here.call(comments(), { body: null }),
    422,
    "Invalid request.\n\nFor 'properties/body', nil is not a string.",
  ],
  [
    "an empty text",
    "recorded against GitHub",
    () => here.call(comments(), { body: "" }),
    422,
    validation,
  ],
  [
    "262,145 bytes",
    "objectstack#18826",
    () => here.call(comments(), { body: "a".repeat(262_145) }),
    422,
    validation,
  ],
  [
    "65,536 characters of 4 bytes and one more",
    "dead-claudia/github-limits#13",
    () => here.call(comments(), { body: `${"🌈".repeat(65_536)}a` }),
    422,
    validation,
  ],
  [
    "not JSON",
    "GH-docs Client errors",
    () => here.call(comments(), undefined, { raw: "{" }),
    400,
    "Problems parsing JSON",
  ],
  [
    "half a character",
    "no UTF-8 [unconfirmed]",
    () => here.call(comments(), undefined, { raw: '{"body":"\\ud83d"}' }),
    400,
    "Problems parsing JSON",
  ],
  [
    "an inline comment as an issue's",
    "platforms.md 2.4",
    () => here.call(`PATCH ${base}/issues/comments/${inline.id}`, { body: "x" }),
    404,
    "Not Found",
  ],
  [
    "an issue's comment as an inline one",
    "platforms.md 2.4",
    () => here.call(`PATCH ${base}/pulls/comments/${comment.id}`, { body: "x" }),
    404,
    "Not Found",
  ],
  [
    "a comment of another repository",
    "GH-oas",
    () => here.call(`GET /repos/acme/open/issues/comments/${comment.id}`),
    404,
    "Not Found",
  ],
  [
    "an answer to an answer",
    "GH-oas pulls/create-reply",
    () =>
      here.call(`POST ${base}/pulls/${pull.number}/comments/${reply.id}/replies`, { body: "x" }),
    404,
    "Not Found",
  ],
  [
    "an answer below another pull request",
    "GH-oas",
    () =>
      here.call(`POST ${base}/pulls/${issue.number}/comments/${inline.id}/replies`, { body: "x" }),
    404,
    "Not Found",
  ],
  [
    "another's comment, by a stranger",
    "GH-docs",
    () =>
      here.call(`PATCH /repos/acme/open/issues/comments/${comment.id + 1}`, { body: "x" }, asRob()),
    403,
    "Must have admin rights to Repository.",
  ],
  [
    "an unknown reaction",
    "GH-oas reactions",
    () => here.call(`POST ${base}/issues/${issue.number}/reactions`, { content: "tada" }),
    422,
    'Invalid request.\n\n"tada" is not a member of ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"].',
  ],
  [
    "a reaction that is not there",
    "GH-oas reactions",
    () => here.call(`DELETE ${base}/issues/${issue.number}/reactions/1`),
    404,
    "Not Found",
  ],
  [
    "the permission of an App",
    "platforms.md 2.2",
    () => here.call(`GET ${base}/collaborators/trunkline%5Bbot%5D/permission`),
    404,
    "trunkline[bot] is not a user",
  ],
  [
    "the permission of nobody",
    "platforms.md 2.2",
    () => here.call(`GET ${base}/collaborators/nobody/permission`),
    404,
    "nobody is not a user",
  ],
  [
    "permissions, asked by a stranger",
    "GH-docs Collaborators",
    () => here.call("GET /repos/acme/open/collaborators/tess/permission", undefined, asRob()),
    403,
    "Must have push access to view collaborator permission.",
  ],
  [
    "XML",
    "GH-docs Media types",
    () => here.call(`GET ${base}`, undefined, { headers: { accept: "text/xml" } }),
    415,
    "Unsupported 'Accept' header: [\"text/xml\"]. Must accept 'application/json'.",
  ],
  [
    "a cursor that was made up",
    "GH-oas apps",
    () => here.asApp("GET /app/hook/deliveries?cursor=x"),
    400,
    "Invalid cursor",
  ],
  [
    "a label that is not there",
    "GH-oas issues",
    () => here.call(`DELETE ${base}/issues/${issue.number}/labels/no`),
    404,
    "Label does not exist",
  ],
  [
    "a merge of something older",
    "GH-oas pulls/merge",
    () => here.call(`PUT ${base}/pulls/${pull.number}/merge`, { sha: "0".repeat(40) }, asTess()),
    409,
    "Head branch was modified. Review and try the merge again.",
  ],
  [
    "a merge by an App that only reads",
    "GH-docs App permissions",
    () => here.call(`PUT ${base}/pulls/${pull.number}/merge`, {}, { token: reader }),
    403,
    "Resource not accessible by integration",
  ],
  [
    "a merge by a stranger",
    "GH-docs",
    () => here.call("PUT /repos/acme/open/pulls/1/merge", {}, asRob()),
    404,
    "Not Found",
  ],
];

async function secret(): Promise<ApiAnswer> {
  const { github, acme } = here;
  const name = `secret-${github.wire.calls.length}`;
  github.repository({ owner: acme, name, private: true });
  return here.call(`GET /repos/acme/${name}`);
}

describe("refused", () => {
  test.each(CASES)("%s (%s)", async (_what, _source, ask, status, message) => {
    const before = JSON.stringify(here.github.everVisible());
    const answer = await ask();
    expect([answer.status, at(answer.body, "message")]).toEqual([status, message]);
    expect(at(answer.body, "status")).toBe(String(status));
    expect(at(answer.body, "documentation_url")).toMatch(/^https:\/\/docs\.github\.com\//);
    expect(answer.headers.get("x-github-request-id")).toBeTruthy();
    expect(JSON.stringify(here.github.everVisible())).toBe(before);
  });

  test("a text that is refused names the field, as recorded", async () => {
    const blank = await here.call(comments(), { body: " \n" });
    expect(at(blank.body, "errors")).toEqual([
      {
        resource: "IssueComment",
        code: "unprocessable",
        field: "data",
        message: "Body cannot be blank",
      },
    ]);
    const long = await here.call(comments(), { body: "a".repeat(262_145) });
    const message = "Body is too long (maximum is 65536 characters)";
    expect(at(long.body, "errors")).toEqual([
      { resource: "IssueComment", code: "unprocessable", field: "data", message },
    ]);
  });

  test("262,144 bytes are taken, in characters of one byte or of four", async () => {
    for (const body of ["a".repeat(262_144), "🌈".repeat(65_536)]) {
      expect((await here.call(comments(), { body })).status).toBe(201);
    }
  });

  test("a refusal names the page of its operation", async () => {
    const { body } = await here.call(`PATCH ${base}/issues/comments/1`, { body: "x" });
    expect(at(body, "documentation_url")).toBe(
      "https://docs.github.com/rest/issues/comments#update-an-issue-comment",
    );
  });

  test("without a User-Agent nothing is answered", async () => {
    const reply = await here.call(`GET ${base}`, undefined, { headers: { "user-agent": "" } });
    expect(reply.status).toBe(403);
    expect(reply.body).toContain("Please make sure your request has a User-Agent header");
  });
});

describe("not refused", () => {
  test("a person with write access comments on what is locked, others do not", async () => {
    const route = `POST ${base}/issues/${locked.number}/comments`;
    expect((await here.call(route, { body: "x" }, asTess())).status).toBe(201);
    const path = "/repos/acme/open/issues/1";
    const strange = await here.call(`POST ${path}/comments`, { body: "x" }, asRob());
    expect(strange.status).toBe(201);
    here.github.lock({ id: 0, nodeId: here.github.thread(open, 1).nodeId }, here.tess);
    const refused = await here.call(`POST ${path}/comments`, { body: "x" }, asRob());
    expect(at(refused.body, "message")).toMatch(/locked/);
  });

  test("pull requests are open to comments where issues are disabled", async () => {
    const { github, acme, tess } = here;
    const repo = github.repository({ owner: acme, name: "pulls-only", issues: false });
    const only = github.pull(repo, tess, { title: "Only" });
    const route = `POST /repos/acme/pulls-only/issues/${only.number}/comments`;
    expect((await here.call(route, { body: "x" }, asTess())).status).toBe(201);
  });

  test("an App reads what is public, installed or not", async () => {
    expect((await here.call("GET /repos/acme/open/issues/1")).status).toBe(200);
  });
});

describe("moved", () => {
  test("a renamed repository: 301 to read, 307 to write, to its id", async () => {
    const { github, repo, tess } = here;
    github.renameRepository(repo, tess, "store");
    const read = await here.call(`GET ${base}/issues/${issue.number}?x=1`);
    expect([read.status, read.headers.get("location")]).toEqual([
      301,
      `${github.wire.origin}/repositories/700/issues/${issue.number}?x=1`,
    ]);
    const write = await here.call(comments(), { body: "moved" });
    expect([write.status, at(write.body, "message")]).toEqual([307, "Moved Permanently"]);
    const there = write.headers.get("location") ?? "";
    expect(at(write.body, "url")).toBe(there);
    expect((await here.call(`POST ${there}`, { body: "moved" })).status).toBe(201);
    github.renameRepository(repo, tess, "shop");
    expect((await here.call(`GET ${base}`)).status).toBe(200);
  });

  test("a transferred issue: to its new number; 404 for whoever does not see it", async () => {
    const { github, repo, acme, tess } = here;
    const goal = github.repository({ owner: acme, name: "goal", private: true });
    const moved = github.issue(repo, tess, { title: "Moves" });
    github.comment(moved, tess, "with its comments");
    const there = github.transferIssue(moved, tess, goal);
    const answer = await here.call(`POST ${base}/issues/${moved.number}/comments`, { body: "x" });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      307,
      `${github.wire.origin}/repositories/${goal.id}/issues/${there.number}/comments`,
    ]);
    const follow = `POST ${answer.headers.get("location")}`;
    expect((await here.call(follow, { body: "x" })).status).toBe(404);
  });
});
