import type { Fragment } from "@trunkline/transport";
import {
  aroundMessage,
  at,
  beside,
  commentsBelow,
  commentsIn,
  countIn,
  filesIn,
  type GitHubContext,
  headIn,
  only,
  REMARKS,
  THREAD,
  threadIn,
} from "@trunkline/transport/github";
import { perform } from "../src/client.ts";
import type { GitHubSettings } from "../src/env.ts";
import { pages, pagesFromTheEnd } from "./listed.ts";

type Fragments = AsyncGenerator<Fragment>;

/** What stands around a message, the nearest first: what it is about, its thread, the files, the rest. */
export async function* gather(env: GitHubSettings, ctx: GitHubContext): Fragments {
  yield* aroundMessage(ctx);
  if (ctx.kind === "discussion") {
    if (ctx.root !== undefined) yield* discussionThread(env, ctx);
    yield* discussion(env, ctx);
    return;
  }
  if (ctx.kind === "review") yield* thread(env, ctx);
  if (ctx.kind !== "issue") yield* files(env, ctx);
  yield* comments(env, ctx);
}

/** Comments of an issue or pull request, which are listed oldest first. */
async function* comments(env: GitHubSettings, ctx: GitHubContext): Fragments {
  const place = { ...at(ctx), issue_number: ctx.number };
  const call = { route: "GET /repos/{owner}/{repo}/issues/{issue_number}", with: place };
  const count = countIn(await perform(env, only(call), ctx.installation));
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
  for await (const page of pagesFromTheEnd(env, ctx.installation, route, place, count)) {
    yield* beside(commentsIn(page, "comment"), "comment", ctx);
  }
}

/** Comments at the same line, newest first. */
async function* thread(env: GitHubSettings, ctx: GitHubContext): Fragments {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments";
  const newest = { ...at(ctx), pull_number: ctx.number, sort: "created", direction: "desc" };
  for await (const page of pages(env, ctx.installation, route, newest)) {
    const same = commentsIn(page, "review_comment").filter(({ root }) => root === ctx.root);
    yield* beside(same, "comment in this thread", ctx);
  }
}

/** The changed files, unless it is known that others were pushed since. */
async function* files(env: GitHubSettings, ctx: GitHubContext): Fragments {
  const place = { ...at(ctx), pull_number: ctx.number };
  if (ctx.head !== undefined) {
    const call = { route: "GET /repos/{owner}/{repo}/pulls/{pull_number}", with: place };
    const now = headIn(await perform(env, only(call), ctx.installation));
    if (now !== ctx.head) return;
  }
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  for await (const page of pages(env, ctx.installation, route, place)) yield filesIn(page, ctx);
}

async function* discussionThread(env: GitHubSettings, ctx: GitHubContext): Fragments {
  const call = { query: THREAD, with: { id: ctx.message.node } };
  const answer = await perform(env, only(call), ctx.installation);
  yield* beside(threadIn(answer), "comment in this thread", ctx);
}

async function* discussion(env: GitHubSettings, ctx: GitHubContext): Fragments {
  for (let before: string | null = null; ; ) {
    const call = { query: REMARKS, with: { id: ctx.discussion ?? "", before } };
    const page = commentsBelow(await perform(env, only(call), ctx.installation));
    // The top of our own thread was told with it.
    const others = page.remarks.filter(({ id }) => id !== ctx.root);
    yield* beside(others, "comment", ctx);
    before = page.before;
    if (before === null) return;
  }
}
