import type { Fragment, Trust } from "@trunkline/transport";
import {
  type AsanaContext,
  Attached,
  dataOf,
  listOf,
  Membership,
  STORY_FIELDS,
  Story,
  TASK_FIELDS,
  Task,
  timeOf,
  unlessGone,
} from "@trunkline/transport/asana";
import type { Client } from "../src/client.ts";
import { around, type Piece } from "./around.ts";

/** What stands around a message, each piece with how far its authors are trusted. */
export async function* gather(api: Client, ctx: AsanaContext): AsyncGenerator<Fragment> {
  const asked = await api.tasks.getTask(ctx.task, { opt_fields: TASK_FIELDS });
  const task = dataOf(Task, asked);
  const stories = await listOf(Story, (page) =>
    api.stories.getStoriesForTask(ctx.task, { ...page, opt_fields: STORY_FIELDS }),
  );
  const trustOf = members(api, task.workspace?.gid ?? ctx.workspace);
  for (const piece of [...around(ctx, task, stories), ...(await files(api, ctx))]) {
    const { what, text, by, at } = piece;
    const trust = await least(by, trustOf);
    yield { what, text, author: by.at(-1)?.name || "somebody", at, trust };
  }
}

/** The names of what was attached by then; who attached it is not told. */
async function files(api: Client, ctx: AsanaContext): Promise<Piece[]> {
  const attached = await listOf(Attached, (page) =>
    api.attachments.getAttachmentsForObject(ctx.task, { ...page, opt_fields: "name,created_at" }),
  );
  const then = attached.filter((file) => file.name && timeOf(file) <= ctx.at);
  if (then.length === 0) return [];
  const text = then.map((file) => file.name).join("\n");
  return [{ what: "attached files", text, by: [], at: Math.max(...then.map(timeOf)) }];
}

/** Each part counts as much as the least trusted hand in it. */
async function least(by: Piece["by"], trustOf: (gid: string) => Promise<Trust>): Promise<Trust> {
  let members = by.length > 0;
  for (const { gid } of by) members &&= (await trustOf(gid)) === "member";
  return members ? "member" : "untrusted";
}

/** Asks once about each person: full members of the workspace are members, guests and strangers are not. */
function members(api: Client, workspace: string | undefined): (gid: string) => Promise<Trust> {
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
    // Who is not there any more, or not to be asked about, is a stranger.
    const found = (await unlessGone(rows, [400, 402, 403, 404])) ?? [];
    const full = found.some(
      ({ user, is_guest, is_active }) =>
        user?.gid === gid && is_guest === false && is_active !== false,
    );
    const trust = full ? "member" : "untrusted";
    known.set(gid, trust);
    return trust;
  };
}
