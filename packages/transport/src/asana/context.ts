import * as z from "zod/mini";
import type { ParsedInput } from "../contract.ts";

const Attached = z.object({
  kind: z.enum(["image", "document", "audio", "other"]),
  id: z.string(),
  name: z.optional(z.string()),
});

/**
 * One Asana message as it is persisted. Webhooks carry ids only, so it begins as a reference, and what is
 * optional is there once `resolve` has asked Asana. A gid is a string: it is compared, never added.
 */
export const AsanaContext = z.object({
  /** Gid of the bot's user; absent while we do not know who we are. */
  bot: z.optional(z.string()),
  /** Empty while the event has not told on which task the comment stands. */
  task: z.string(),
  workspace: z.optional(z.string()),
  /** The comment; of an assignment the system's story about it, which only some tasks have. */
  story: z.optional(z.string()),
  started: z.enum(["comment", "assigned"]),
  /** Gid of the person who wrote, or who assigned. */
  user: z.string(),
  name: z.optional(z.string()),
  text: z.optional(z.string()),
  /** Whether the comment mentions the bot, by gid; otherwise its task is assigned to the bot. */
  mentioned: z.optional(z.boolean()),
  /** When it was said, epoch milliseconds. */
  at: z.number(),
  attached: z.optional(z.array(Attached)),
});
export type AsanaContext = z.infer<typeof AsanaContext>;

/**
 * Dedup key of the message itself. A task is assigned again and again, and one assignment can make several
 * events: the system's story about it, where there is one, tells them apart.
 */
export function contentKeyOf({ started, story, task }: AsanaContext): string {
  if (story !== undefined) return `story:${story}`;
  return `${started}:${task}`;
}

/** The same in the words of the core. */
export function parseAsana(ctx: AsanaContext): ParsedInput {
  const { task, story, workspace, started } = ctx;
  return {
    text: ctx.text ?? "",
    userId: ctx.user,
    userName: ctx.name ?? "",
    chatId: task,
    messageRef: { task, ...(story === undefined ? {} : { story }) },
    attachments: ctx.attached ?? [],
    metadata: { started, ...(workspace === undefined ? {} : { workspace }) },
  };
}
