import { type Fault, type Fragment, holdsUp, passes, remark } from "@trunkline/transport";
import {
  aroundMessage,
  at,
  beside,
  commentsBelow,
  commentsIn,
  countIn,
  filesIn,
  type GitHubContext,
  github,
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
    if (ctx.root !== undefined) {
      yield* unless(passes, discussionThread(env, ctx), "thread");
    }
    yield* unless(passes, discussion(env, ctx), "comments");
    return;
  }
  if (ctx.kind === "review") yield* unless(passes, thread(env, ctx), "thread");
  // Who asks leans on what was said: for that a turn waits. The files may be missing.
  if (ctx.kind !== "issue") yield* unless(holdsUp, files(env, ctx), "changed files");
  yield* unless(passes, comments(env, ctx), "comments");
}

/** One list that cannot be read says so, and the next one has its turn. */
async function* unless(fatal: (fault: Fault) => boolean, list: Fragments, name: string): Fragments {
  try {
    yield* list;
  } catch (error) {
    if (fatal(github.classify(error))) throw error;
    yield remark(`(The ${name} cannot be read.)`);
  }
}

/**
 * So many pages without a word for us are read in a row: the core gives each step its own limit of time, and
 * a step ends with a fragment.
 */
const MOST_EMPTY = 3;

/** @returns whether it was left before its end */
async function* within(
  pages: AsyncIterable<readonly Fragment[]>,
): AsyncGenerator<Fragment, boolean> {
  let empty = 0;
  for await (const fragments of pages) {
    yield* fragments;
    empty = fragments.length > 0 ? 0 : empty + 1;
    if (empty === MOST_EMPTY) {
      yield remark("(Older comments may not be read.)");
      return true;
    }
  }
  return false;
}

/** Comments of an issue or pull request, which are listed oldest first. */
async function* comments(env: GitHubSettings, ctx: GitHubContext): Fragments {
  const place = { ...at(ctx), issue_number: ctx.number };
  const call = { route: "GET /repos/{owner}/{repo}/issues/{issue_number}", with: place };
  const count = countIn(await perform(env, only(call), ctx.installation));
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const listed = pagesFromTheEnd(env, ctx.installation, route, place, count);
  yield* within(map(listed, (page) => beside(commentsIn(page, "comment"), "comment", ctx)));
}

/** Comments at the same line, newest first, and the top one if they are too far apart. */
async function* thread(env: GitHubSettings, ctx: GitHubContext): Fragments {
  const same = (page: unknown) =>
    commentsIn(page, "review_comment").filter(({ root }) => root === ctx.root);
  const left = yield* within(
    map(threadPages(env, ctx), (page) => beside(same(page), "comment in this thread", ctx)),
  );
  if (!left || ctx.root === undefined) return;
  const top = "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}";
  const call = only({ route: top, with: { ...at(ctx), comment_id: ctx.root } });
  const found = same([await perform(env, call, ctx.installation)]);
  yield* beside(found, "comment in this thread", ctx);
}

/** The top of a thread is its oldest: nothing of it can come after. */
async function* threadPages(env: GitHubSettings, ctx: GitHubContext) {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments";
  const newest = { ...at(ctx), pull_number: ctx.number, sort: "created", direction: "desc" };
  for await (const page of pages(env, ctx.installation, route, newest)) {
    yield page;
    if (commentsIn(page, "review_comment").some(({ id }) => id === ctx.root)) return;
  }
}

async function* map<P, T>(listed: AsyncIterable<P>, told: (page: P) => T): AsyncGenerator<T> {
  for await (const page of listed) yield told(page);
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
  // The top of our own thread was told with it.
  yield* within(
    map(remarks(env, ctx), (page) =>
      beside(
        page.filter(({ id }) => id !== ctx.root),
        "comment",
        ctx,
      ),
    ),
  );
}

async function* remarks(env: GitHubSettings, ctx: GitHubContext) {
  for (let before: string | null = null; ; ) {
    const call = { query: REMARKS, with: { id: ctx.discussion ?? "", before } };
    const page = commentsBelow(await perform(env, only(call), ctx.installation));
    yield page.remarks;
    before = page.before;
    if (before === null) return;
  }
}
