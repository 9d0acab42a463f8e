import { type Fragment, holdsUp, remark, type Trust } from "@trunkline/transport";
import {
  type AsanaContext,
  Attached,
  asana,
  dataOf,
  listOf,
  Membership,
  MOST_ROWS,
  pagesOf,
  STORY_FIELDS,
  Story,
  TASK_FIELDS,
  Task,
  timeOf,
} from "@trunkline/transport/asana";
import type { Client } from "../src/client.ts";
import { around, type Piece, projectsOf, untouched } from "./around.ts";

/** So many pages are read between two yields: the core gives each step its own limit of time. */
const PAGES_AT_ONCE = 3;
const MOST_PAGES = 20;

/** What stands around a message, each piece with how far its authors are trusted. */
export async function* gather(api: Client, ctx: AsanaContext): AsyncGenerator<Fragment> {
  const asked = await api.tasks.getTask(ctx.task, { opt_fields: TASK_FIELDS });
  const task = dataOf(Task, asked);
  const trustOf = members(api, task.workspace?.gid ?? ctx.workspace);
  const { stories, whole, early } = yield* history(api, ctx, task);
  const told = around(ctx, task, stories);
  const isSaid = ({ what }: Piece) => what === "comment";
  const inOrder = [
    ...told.filter((piece) => !isSaid(piece)),
    ...projectsOf(task),
    ...told.filter(isSaid),
  ];
  for (const piece of inOrder) {
    if (early.some(({ what }) => what === piece.what)) continue;
    // What may have been changed later cannot be told apart without all stories.
    if (whole || isSaid(piece) || piece.what === "projects")
      yield weighed(piece, await least(piece.by, trustOf));
  }
  yield* files(api, ctx);
}

interface History {
  readonly stories: readonly Story[];
  readonly whole: boolean;
  /** What has been told before they were read. */
  readonly early: readonly Piece[];
}

/** The stories of a task: the newest are told first, and they come last. So in a long history the task comes first. */
async function* history(
  api: Client,
  ctx: AsanaContext,
  task: Task,
): AsyncGenerator<Fragment, History> {
  const pages = pagesOf(Story, (page) =>
    api.stories.getStoriesForTask(ctx.task, { ...page, opt_fields: STORY_FIELDS }),
  );
  const stories: Story[] = [];
  let early: readonly Piece[] = [];
  let count = 0;
  for await (const page of pages) {
    stories.push(...page);
    count += 1;
    if (count === 1 && page.length >= MOST_ROWS) {
      early = untouched(ctx, task);
      for (const piece of early) yield weighed(piece, "untrusted");
    }
    if (count > MOST_PAGES) {
      const lost = early.length > 0 ? "" : "description, fields and ";
      yield remark(`(The task's ${lost}latest comments cannot be read: too much.)`);
      return { stories, whole: false, early };
    }
    if (count % PAGES_AT_ONCE === 0) {
      yield remark(`(The task has a long history of ${stories.length} entries or more.)`);
    }
  }
  return { stories, whole: true, early };
}

/** The names of what was attached by then; who attached it is not told. */
async function* files(api: Client, ctx: AsanaContext): AsyncGenerator<Fragment> {
  const pages = pagesOf(Attached, (page) =>
    api.attachments.getAttachmentsForObject(ctx.task, { ...page, opt_fields: "name,created_at" }),
  );
  const attached: Attached[] = [];
  let count = 0;
  try {
    for await (const page of pages) {
      attached.push(...page);
      count += 1;
      if (count === PAGES_AT_ONCE) break;
    }
  } catch (error) {
    if (holdsUp(asana.classify(error))) throw error;
    // Nobody's answer hangs on the names of files.
    yield remark("(The names of the attached files cannot be read.)");
  }
  const then = attached.filter((file) => file.name && timeOf(file) <= ctx.at);
  if (then.length === 0) return;
  const text = then.map((file) => file.name).join("\n");
  const at = Math.max(...then.map(timeOf));
  yield { what: "attached files", text, author: "somebody", at, trust: "untrusted" };
}

type TrustOf = (gid: string) => Promise<Trust>;

function weighed({ what, text, by, at }: Piece, trust: Trust): Fragment {
  return { what, text, author: by.at(-1)?.name || "somebody", at, trust };
}

/** Each part counts as much as the least trusted hand in it. */
async function least(by: Piece["by"], trustOf: TrustOf): Promise<Trust> {
  let members = by.length > 0;
  for (const { gid } of by) members &&= (await trustOf(gid)) === "member";
  return members ? "member" : "untrusted";
}

/** Asks once about each person: full members of the workspace are members, guests and strangers are not. */
function members(api: Client, workspace: string | undefined): TrustOf {
  const known = new Map<string, Trust>();
  return async (gid) => {
    const before = known.get(gid);
    if (before !== undefined || workspace === undefined) return before ?? "untrusted";
    const opt_fields = "user.gid,is_guest,is_active";
    const rows = listOf(Membership, (page) =>
      api.memberships.getWorkspaceMembershipsForWorkspace(workspace, {
        ...page,
        user: gid,
        opt_fields,
      }),
    );
    // Who is not there any more, or cannot be asked about, is a stranger.
    const found = await rows.catch((error: unknown) => {
      if (holdsUp(asana.classify(error))) throw error;
      return [];
    });
    const full = found.some(
      ({ user, is_guest, is_active }) =>
        user?.gid === gid && is_guest === false && is_active !== false,
    );
    const trust = full ? "member" : "untrusted";
    known.set(gid, trust);
    return trust;
  };
}
