import type { Actor } from "@trunkline/agents/door";
import type { GitHubThread } from "@trunkline/emulators";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Desk, faultOf } from "./testing.ts";

/** Every act against a strict GitHub: what is shown, what happens, what is refused, and what is not doubled. */
let desk: Desk;
let issue: GitHubThread;
let pull: GitHubThread;
let asker: Actor;

const FILES = [{ path: "a.ts", patch: "@@ -1 +1 @@\n-a\n+b" }];

beforeEach(async () => {
  desk = await Desk.begin();
  const { server, repo, tess, rob } = desk.world;
  server.grant(repo, rob, "read");
  issue = server.issue(repo, rob, { title: "It breaks", body: "So:" });
  pull = server.pull(repo, rob, { title: "Mend it", files: FILES });
  asker = desk.asker(tess, issue);
});
afterEach(async () => {
  expect(desk.world.server.violations).toEqual([]);
  await desk.world.close();
});

const view = ({ number }: GitHubThread) => desk.world.server.thread(desk.world.repo, number);
const texts = (thread: GitHubThread) => desk.world.posts(thread).map(({ text }) => text);

interface Case {
  readonly tool: string;
  readonly input: () => object;
  readonly title: string;
  /** The call that changes something. */
  readonly call: string;
  /** What can be seen of it, once and twice done. */
  readonly seen: () => unknown;
  readonly after: unknown;
}

const CASES: readonly Case[] = [
  {
    tool: "github_comment",
    input: () => ({ text: "Because of **#1**, @rob. Fixes #2." }),
    title: "Comment on #1",
    call: "createComment",
    seen: () => texts(issue).slice(1),
    after: [
      "Because of **#\u200B1**, @\u200Brob. Fixes #\u200B2.\n\n<!-- trunkline:act:approval-1 -->",
    ],
  },
  {
    tool: "github_create_issue",
    input: () => ({ title: "For @rob", body: "Closes #1", labels: ["bug"], assignees: ["tess"] }),
    title: "Open an issue in tess/shop",
    call: "createIssue",
    seen: () =>
      desk.world.server
        .threads(desk.world.repo)
        .slice(2)
        .map(({ title, text, labels, assignees }) => [title, text, labels, assignees]),
    after: [
      ["For @\u200Brob", "Closes #\u200B1\n\n<!-- trunkline:act:approval-1 -->", ["bug"], ["tess"]],
    ],
  },
  {
    tool: "github_label",
    input: () => ({ add: ["Bug"], remove: ["old"] }),
    title: "Change the labels of #1",
    call: "addLabels",
    seen: () => view(issue).labels,
    after: ["Bug"],
  },
  {
    tool: "github_assign",
    input: () => ({ add: ["tess"] }),
    title: "Change who is assigned to #1",
    call: "addAssignees",
    seen: () => view(issue).assignees,
    after: ["tess"],
  },
  {
    tool: "github_close",
    input: () => ({ reason: "not_planned" }),
    title: "Close #1 as not planned",
    call: "updateIssue",
    seen: () => view(issue).state,
    after: "closed",
  },
  {
    tool: "github_reopen",
    input: () => {
      desk.world.server.closeIssue(issue, desk.world.tess);
      return {};
    },
    title: "Reopen #1",
    call: "updateIssue",
    seen: () => view(issue).state,
    after: "open",
  },
  {
    tool: "github_request_review",
    input: () => ({ number: pull.number, reviewers: ["tess"] }),
    title: "Ask for a review of #2",
    call: "requestReviewers",
    seen: () => desk.world.server.deliveries.filter(isRequest).length,
    after: 1,
  },
  {
    tool: "github_merge",
    input: () => ({ number: pull.number, method: "squash" }),
    title: "Merge #2 into main (squash)",
    call: "mergePull",
    seen: () => view(pull).merged,
    after: true,
  },
];
const isRequest = ({ event, payload }: { event: string; payload: { action?: unknown } }) =>
  event === "pull_request" && payload.action === "review_requested";

test("these are all acts there are", () => {
  const acts = desk.parts.tools
    .filter(({ effect }) => effect === "approve")
    .map(({ name }) => name);
  expect(acts.toSorted()).toEqual(CASES.map(({ tool }) => tool).toSorted());
});

describe.each(CASES)("$tool", ({ tool, input, title, call, seen, after }) => {
  test("is shown, changes nothing before it is run, and happens", async () => {
    const shown = await desk.preview(tool, input(), asker);
    expect(shown.title).toBe(title);
    const calls = desk.world.server.wire.calls.length;
    expect(await desk.done(tool, shown, asker)).toBeNull();
    const told = await desk.run(tool, shown, asker);
    expect(seen()).toEqual(after);
    expect(told.source).toMatch(/^https:\/\/github\.com\/tess\/shop\//);
    const made = desk.world.server.wire.calls.slice(calls).map(({ method }) => method);
    expect(made.filter((method) => method === call)).toHaveLength(1);
  });

  test("is found when its answer was lost, and not made twice", async () => {
    const shown = await desk.preview(tool, input(), asker);
    const { wire } = desk.world.server;
    wire.fault({ method: call, fault: { kind: "cut-after" } });
    expect(await faultOf(desk.run(tool, shown, asker))).toMatch(/^uncertain/);
    expect(await desk.done(tool, shown, asker)).toMatchObject({ text: expect.any(String) });
    expect(seen()).toEqual(after);
  });

  test("is not found when it was cut off before it came there", async () => {
    const shown = await desk.preview(tool, input(), asker);
    desk.world.server.wire.fault({ method: call, fault: { kind: "cut-before" } });
    expect(await faultOf(desk.run(tool, shown, asker))).toMatch(/^uncertain/);
    expect(await desk.done(tool, shown, asker)).toBeNull();
    await desk.run(tool, shown, asker);
    expect(seen()).toEqual(after);
  });

  test("waits as long as GitHub says", async () => {
    const shown = await desk.preview(tool, input(), asker);
    desk.world.server.rateLimit({ kind: "secondary", seconds: 40 });
    expect(await faultOf(desk.run(tool, shown, asker))).toMatch(/^rate_limited/);
    desk.world.server.rateLimit({ kind: "secondary", seconds: 0 });
    expect(seen()).not.toEqual(after);
  });
});
