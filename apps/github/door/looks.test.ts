import type { Actor } from "@trunkline/agents/door";
import type { GitHubThread } from "@trunkline/emulators";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Desk, faultOf } from "./testing.ts";

/** Every look against a strict GitHub. */
let desk: Desk;
let issue: GitHubThread;
let pull: GitHubThread;
let asker: Actor;

beforeEach(async () => {
  desk = await Desk.begin();
  const { server, repo, tess, rob } = desk.world;
  issue = server.issue(repo, rob, { title: "Milk is sour", body: "Since\r\ntoday." });
  pull = server.pull(repo, rob, {
    title: "Mend it",
    head: "sweet",
    files: [
      { path: "a.ts", patch: "@@ -1 +1 @@\n-a\n+b" },
      { path: "long.ts", patch: `@@ -0,0 +1 @@\n+${"x".repeat(9_000)}`, status: "added" },
      { path: "logo.png" },
    ],
  });
  server.writeFile(repo, "src/milk.ts", "export const milk = 2; // ü\n");
  server.writeFile(repo, "README.md", "# Shop\n");
  server.check(repo, server.headSha(pull), "build", "success");
  server.check(repo, server.headSha(pull), "deploy", null);
  server.label(issue, tess, "bug");
  asker = desk.asker(tess, issue);
});
afterEach(async () => {
  expect(desk.world.server.violations).toEqual([]);
  await desk.world.close();
});

const read = async (tool: string, input: object = {}) => (await desk.read(tool, input, asker)).text;

describe("an issue", () => {
  test("is the conversation's own unless another is named", async () => {
    const { text, source } = await desk.read("github_issue", {}, asker);
    expect(text).toContain("#1 Milk is sour (open issue by rob; labels: bug)");
    expect(text).toContain("Since\ntoday.");
    expect(text).toContain("@trunkline please");
    expect(source).toBe("https://github.com/tess/shop/issues/1");
    expect(await read("github_issue", { number: pull.number })).toContain("open pull request");
  });

  test("has its latest comments, and how many are left out", async () => {
    const { server, tess } = desk.world;
    for (let i = 0; i < 120; i += 1) server.comment(issue, tess, `comment ${i}.`);
    const text = await read("github_issue");
    expect(text).toContain("comment 119.");
    expect(text).toContain("comment 70.");
    expect(text).not.toContain("comment 69.");
    expect(text).toContain("(71 older comments are left out.)");
  });

  test("that is in another repository now is told as such, and not read there", async () => {
    const { server, tess } = desk.world;
    const other = server.repository({ owner: tess, name: "other" });
    server.transferIssue(issue, tess, other);
    expect(await faultOf(read("github_issue", { number: 1 }))).toBe(
      "invalid: #1 has moved to another repository",
    );
  });
});

test("a pull request: branches, size, reviews", async () => {
  const { server, tess } = desk.world;
  server.review(pull, tess, { state: "changes_requested", body: "No." });
  const text = await read("github_pull_request", { number: pull.number });
  expect(text).toContain(`from sweet (${server.headSha(pull)}) into main`);
  expect(text).toContain("1 commit, 3 files, +2 -1");
  expect(text).toContain("reviews: tess: changes requested");
});

test("its changes, each file cut for itself, and one file whole", async () => {
  const text = await read("github_diff", { number: pull.number });
  expect(text).toContain("a.ts (modified, +1 -1)\n@@ -1 +1 @@\n-a\n+b");
  expect(text).toMatch(/\(cut: \d+ characters more\)/);
  expect(text).toContain("logo.png (modified, +0 -0)\n(GitHub shows no lines of it)");
  const whole = await read("github_diff", { number: pull.number, path: "long.ts" });
  expect(whole).toContain("x".repeat(9_000));
  const files = await read("github_files", { number: pull.number });
  expect(files.split("\n")).toHaveLength(3);
});

test("its checks, and those of a branch", async () => {
  const head = desk.world.server.headSha(pull);
  const expected = `2 checks of ${head}\nbuild: success\ndeploy: in_progress`;
  expect(await read("github_checks", { number: pull.number })).toBe(expected);
  expect(await read("github_checks", { ref: "sweet" })).toContain("build: success");
});

test("lists and searches of one repository", async () => {
  const { server, tess, repo } = desk.world;
  server.closeIssue(server.issue(repo, tess, { title: "Old milk" }), tess);
  expect(await read("github_list")).toBe("#1 Milk is sour (open issue by rob; labels: bug)");
  expect(await read("github_list", { state: "closed" })).toContain("Old milk");
  expect(await read("github_list", { kind: "pulls" })).toContain("#2 Mend it (open pull request");
  expect(await read("github_search", { query: "milk is:open" })).toContain("#1 Milk is sour");
  expect(await read("github_search", { query: "milk", kind: "code" })).toBe("src/milk.ts");
  expect(await read("github_search", { query: "butter" })).toBe("nothing found");
});

test("a search that leads elsewhere finds nothing there", async () => {
  const { server, tess } = desk.world;
  const secret = server.repository({ owner: tess, name: "secret", private: true });
  server.issue(secret, tess, { title: "Milk of the boss" });
  server.writeFile(secret, "milk.txt", "milk");
  const query = "milk repo:tess/secret";
  const found = "#1 Milk is sour (open issue by rob; labels: bug)";
  expect(await read("github_search", { query })).toBe(found);
  expect(await read("github_search", { query, kind: "code" })).toBe("src/milk.ts");
});

test("files and folders", async () => {
  const { text, source } = await desk.read("github_file", { path: "src/milk.ts" }, asker);
  expect(text).toBe("export const milk = 2; // ü\n");
  expect(source).toContain("/blob/main/src/milk.ts");
  expect(await read("github_file", { path: "." })).toBe("README.md\nsrc/");
  expect(await faultOf(read("github_file", { path: "../../other/contents/x" }))).toBe(
    "invalid: a path begins at the top, without `..`",
  );
  expect(await faultOf(read("github_file", { path: "none" }))).toBe("gone: 404 Not Found");
});

test("input that does not fit is told in words", async () => {
  await expect(read("github_issue", { number: "seven" })).rejects.toThrow("number: must be");
  await expect(read("github_issue", { repository: "../../x" })).rejects.toThrow("repository");
  await expect(read("github_issue", { repository: "tess/.." })).rejects.toThrow("repository");
  await expect(read("github_checks", { ref: ".." })).rejects.toThrow("ref");
  await expect(desk.preview("github_label", { remove: ["."] }, asker)).rejects.toThrow("remove.0");
  await expect(read("github_search", {})).rejects.toThrow("query");
});
