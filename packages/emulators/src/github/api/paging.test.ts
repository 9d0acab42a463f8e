import { afterEach, beforeEach, expect, test } from "vitest";
import type { GitHubThread } from "../scene/base.ts";
import { type ApiAnswer, at, type Place, place } from "../testing.ts";

let here: Place;
let now: number;
let issue: GitHubThread;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21, 12);
  here = await place({ now: () => now });
  const { github, repo, tess } = here;
  issue = github.issue(repo, tess, { title: "One" });
  for (let n = 1; n <= 5; n += 1) {
    now += 1000;
    github.comment(issue, tess, `comment ${n}`);
  }
});
afterEach(() => here.close());

const list = (query: string): Promise<ApiAnswer> =>
  here.call(`GET /repos/acme/shop/issues/${issue.number}/comments${query}`);
const bodies = ({ body }: ApiAnswer): unknown[] =>
  Array.isArray(body) ? body.map((one) => at(one, "body")) : [];

/** `next` and so on with their addresses. */
function links({ headers }: ApiAnswer): Record<string, string> {
  const all = [...(headers.get("link") ?? "").matchAll(/<([^>]+)>; rel="(\w+)"/g)];
  return Object.fromEntries(all.map(([, address = "", rel = ""]) => [rel, address]));
}

test("pages, and links to the others by the id of the repository", async () => {
  const first = await list("?per_page=2");
  expect(bodies(first)).toEqual(["comment 1", "comment 2"]);
  const { next = "", last = "", prev } = links(first);
  const there = `${here.github.wire.origin}/repositories/700/issues/${issue.number}/comments`;
  expect(next).toBe(`${there}?per_page=2&page=2`);
  expect(last).toBe(`${there}?per_page=2&page=3`);
  expect(prev).toBeUndefined();
  const second = await here.call(`GET ${next}`);
  expect(bodies(second)).toEqual(["comment 3", "comment 4"]);
  const third = await here.call(`GET ${links(second).next}`);
  expect(bodies(third)).toEqual(["comment 5"]);
  expect(Object.keys(links(third)).toSorted()).toEqual(["first", "prev"]);
});

test("one page has no links; a page behind the last is empty", async () => {
  expect(links(await list(""))).toEqual({});
  expect(bodies(await list("?page=9"))).toEqual([]);
  expect(bodies(await list("?per_page=0"))).toHaveLength(5);
});

test("`since` counts edits, and the second itself", async () => {
  const stamp = (ms: number): string => new Date(ms).toISOString();
  expect(bodies(await list(`?since=${stamp(now)}`))).toEqual(["comment 5"]);
  now += 5000;
  const [first] = here.github.thread(here.repo, issue.number).posts;
  if (!first) throw new Error("there are five");
  here.github.editComment(first, here.tess, "edited");
  expect(bodies(await list(`?since=${stamp(now)}`))).toEqual(["edited"]);
});

test("all comments of a repository, sorted either way", async () => {
  const other = here.github.issue(here.repo, here.tess, { title: "Two" });
  now += 1000;
  here.github.comment(other, here.tess, "elsewhere");
  const path = "GET /repos/acme/shop/issues/comments";
  expect(bodies(await here.call(`${path}?per_page=1`))).toEqual(["comment 1"]);
  const newest = await here.call(`${path}?sort=created&direction=desc&per_page=2`);
  expect(bodies(newest)).toEqual(["elsewhere", "comment 5"]);
});

test("what has not changed is 304", async () => {
  const etag = (await list("")).headers.get("etag") ?? "";
  const headers = { "if-none-match": etag };
  const route = `GET /repos/acme/shop/issues/${issue.number}/comments`;
  expect((await here.call(route, undefined, { headers })).status).toBe(304);
  here.github.comment(issue, here.tess, "news");
  expect((await here.call(route, undefined, { headers })).status).toBe(200);
});
