import type { ParsedInput } from "@trunkline/transport";
import * as z from "zod/mini";

const Attached = z.object({
  kind: z.enum(["image", "document", "audio", "other"]),
  id: z.string(),
  name: z.optional(z.string()),
  mime: z.optional(z.string()),
  size: z.optional(z.number()),
});

/** One Slack message as it is persisted. A `ts` is a string: it names a message, and a number would round it. */
export const SlackContext = z.object({
  channel: z.string(),
  /** A conversation with the bot alone. */
  direct: z.boolean(),
  /** `ts` of the message that the thread hangs below; absent where the answer stands beside the question. */
  thread: z.optional(z.string()),
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  attached: z.optional(z.array(Attached)),
});
export type SlackContext = z.infer<typeof SlackContext>;

/** The conversation: a direct one, or a thread. */
export function conversationOf({ channel, thread }: SlackContext): string {
  return thread === undefined ? channel : `${channel}:${thread}`;
}

/** The same in the words of the core. */
export function parseSlack(ctx: SlackContext): ParsedInput {
  return {
    text: ctx.text,
    userId: ctx.user,
    // Events carry no names, and looking one up needs a scope of its own.
    userName: ctx.user,
    chatId: conversationOf(ctx),
    messageRef: { channel: ctx.channel, ts: ctx.ts },
    attachments: ctx.attached ?? [],
    metadata: { private: ctx.direct },
  };
}
