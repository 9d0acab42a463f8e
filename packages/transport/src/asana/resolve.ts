import type { AsanaContext } from "./context.ts";
import type { Story, Task } from "./records.ts";
import { wordsOf } from "./words.ts";

/** A decision on an act of ours. */
const DECISION = /^\/(?:approve|reject)[ \t]+[\w-]+/i;

/** What cards, lists and links tell people to write, as a line of its own. */
const ABOUT_APPROVAL =
  /^\/(?:approvals|unlink|link(?:[ \t]+[a-z\d]{4}-?[a-z\d]{4}(?:[ \t]+yes)?)?)[ \t]*(?:\n|$)/i;

/** Whether somebody has written it; where no subtype is told, the type says it. */
export function isComment({ resource_subtype, type }: Story): boolean {
  return resource_subtype === "comment_added" || (!resource_subtype && type === "comment");
}

/**
 * The message that a comment is.
 *
 * @param bot - our own gid
 * @returns null when it is not for us by itself: not said by a person, no comment, without words. Where it does
 * not mention us, the task decides, see {@link assignedTo}.
 */
export function saidIn(ctx: AsanaContext, story: Story, bot: string): AsanaContext | null {
  const { created_by: author, target } = story;
  const task = ctx.task || target?.gid;
  if (!isComment(story) || !task || !author || author.gid === bot) return null;
  if (author.resource_type && author.resource_type !== "user") return null;
  const { text, mentioned, attached } = story.html_text
    ? wordsOf(story.html_text, bot)
    : { text: story.text?.trim() ?? "", mentioned: false, attached: [] };
  if (text === "" && attached.length === 0) return null;
  return {
    ...ctx,
    bot,
    task,
    user: author.gid,
    name: author.name ?? "",
    text,
    // People answer our question: they need not say our name.
    mentioned: mentioned || DECISION.test(text) || ABOUT_APPROVAL.test(text),
    ...(attached.length === 0 ? {} : { attached }),
  };
}

/** The message with what its task tells; null when the task is not the bot's. */
export function assignedTo(ctx: AsanaContext, task: Task, bot: string): AsanaContext | null {
  if (task.assignee?.gid !== bot) return null;
  const workspace = task.workspace?.gid;
  return { ...ctx, bot, ...(workspace === undefined ? {} : { workspace }) };
}

/**
 * The message that an assignment is: name and description of the task, as far as the person who assigned it
 * has seen them. What somebody else has changed since then is not what was assigned.
 *
 * @param stories - of the task, in order
 */
export function askedBy(
  ctx: AsanaContext,
  task: Task,
  stories: readonly Story[],
  bot: string,
): AsanaContext | null {
  const ours = assignedTo(ctx, task, bot);
  if (!ours) return null;
  const story = stories.findLast(({ resource_subtype }) => resource_subtype === "assigned");
  const by = story?.created_by ?? (task.created_by?.gid === ctx.user ? task.created_by : null);
  const user = by?.gid ?? ctx.user;
  // We have taken it ourselves.
  if (user === bot) return null;
  const at = Math.max(ctx.at, story ? timeOf(story) : 0);
  const stays = (part: string) =>
    !stories.some(
      (one) =>
        one.resource_subtype === `${part}_changed` &&
        timeOf(one) > at &&
        one.created_by?.gid !== user,
    );
  const name = stays("name") ? (task.name ?? "") : "";
  const notes = stays("notes") ? notesOf(task, bot) : "";
  const text = [name, notes].filter((part) => part.trim() !== "").join("\n\n");
  return {
    ...ours,
    user,
    name: by?.name ?? "",
    at,
    text: text || "(a task was assigned to you)",
    ...(story === undefined ? {} : { story: story.gid }),
  };
}

/** A task's description in plain words. @param bot - our own gid */
export function notesOf({ html_notes, notes }: Task, bot: string): string {
  return html_notes ? wordsOf(html_notes, bot).text : (notes?.trim() ?? "");
}

/** Epoch milliseconds; 0 when Asana does not say. */
export function timeOf({ created_at }: { created_at?: string | null | undefined }): number {
  const time = Date.parse(created_at ?? "");
  return Number.isNaN(time) ? 0 : time;
}
