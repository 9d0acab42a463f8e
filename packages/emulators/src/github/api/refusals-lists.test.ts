import { afterAll, beforeAll, expect, test } from "vitest";
import type { GitHubThread } from "../scene/base.ts";
import { type ApiAnswer, at, type Place, place } from "../testing.ts";

let here: Place;
let pull: GitHubThread;
let token: string;

beforeAll(async () => {
  here = await place();
  const { github, repo, tess, acme, rob } = here;
  pull = github.pull(repo, tess, { title: "Two", files: [{ path: "a.ts" }] });
  github.issue(repo, tess, { title: "Milk is sour" });
  github.writeFile(repo, "src/milk.ts", "export const milk = 2;\n");
  github.repository({ owner: acme, name: "off", issues: false, people: [[tess, "write"]] });
  github.repository({ owner: rob, name: "secret", private: true });
  token = github.token(tess);
  await github.idle();
});
afterAll(() => here.close());

const base = "/repos/acme/shop";
const search = (kind: "issues" | "code", q: string) =>
  here.call(`GET /search/${kind}?q=${encodeURIComponent(q)}`);
const UNSEEN =
  "The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.";
const KIND = "Query must include 'is:issue' or 'is:pull-request'";

/** Words as many clients have recorded them; GH-docs has none. */
test.each<[string, () => Promise<ApiAnswer>, number, string, string?]>([
  ["a search for nothing", () => search("issues", " "), 422, "Validation Failed"],
  [
    "a search where one may not look",
    () => search("issues", "is:issue repo:rob/secret x"),
    ...([422, "Validation Failed", UNSEEN] as const),
  ],
  [
    "a search by an App that names no kind",
    () => search("issues", "milk"),
    ...([422, "Validation Failed", KIND] as const),
  ],
  [
    "a search of code without words",
    () => search("code", "repo:acme/shop"),
    422,
    "ERROR_TYPE_QUERY_PARSING_FATAL unable to parse query!",
  ],
  [
    "an issue without a title",
    () => here.call(`POST ${base}/issues`, { body: "x" }),
    422,
    'Invalid request.\n\n"title" wasn\'t supplied.',
  ],
  [
    "an issue with an empty title",
    () => here.call(`POST ${base}/issues`, { title: " " }),
    422,
    "Validation Failed",
  ],
  [
    "an issue where there are none",
    () => here.call("POST /repos/acme/off/issues", { title: "x" }, { token }),
    410,
    "Issues are disabled for this repo",
  ],
  [
    "a review by the author",
    () =>
      here.call(`POST ${base}/pulls/${pull.number}/requested_reviewers`, { reviewers: ["tess"] }),
    422,
    "Review cannot be requested from pull request author.",
  ],
  [
    "a review by a stranger",
    () =>
      here.call(`POST ${base}/pulls/${pull.number}/requested_reviewers`, { reviewers: ["rob"] }),
    422,
    "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the acme/shop repository.",
  ],
])("%s is refused", async (_name, ask, status, message, detail) => {
  const answer = await ask();
  expect([answer.status, at(answer.body, "message")]).toEqual([status, message]);
  if (detail !== undefined) expect(at(answer.body, "errors", 0, "message")).toBe(detail);
});

test("what is searched for is found, and only where one may look", async () => {
  const found = await search("issues", "sour is:issue is:open");
  expect(at(found.body, "items", 0, "title")).toBe("Milk is sour");
  expect(at((await search("issues", "sour is:pull-request")).body, "total_count")).toBe(0);
  const code = await search("code", "MILK repo:acme/shop");
  expect(at(code.body, "items", 0, "path")).toBe("src/milk.ts");
});
