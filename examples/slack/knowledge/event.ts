import * as z from "zod/mini";

const File = z.object({
  id: z.string(),
  name: z.nullish(z.string()),
  mimetype: z.nullish(z.string()),
  size: z.nullish(z.number()),
});

/** A message, in an event or inside of one (docs.slack.dev, message event and app_mention event). */
export const Message = z.object({
  ts: z.string().check(z.regex(/^\d+\.\d{6}$/)),
  /** Absent on some messages of bots. */
  user: z.optional(z.string()),
  /** Whoever has it is no person. */
  bot_id: z.optional(z.string()),
  text: z.optional(z.string()),
  thread_ts: z.optional(z.string()),
  edited: z.optional(z.object({ ts: z.string() })),
  files: z.optional(z.array(File)),
});
export type Message = z.infer<typeof Message>;

const Mention = z.extend(Message, { type: z.literal("app_mention"), channel: z.string() });
const Said = z.extend(Message, {
  type: z.literal("message"),
  subtype: z.optional(z.enum(["file_share", "thread_broadcast"])),
  channel: z.string(),
  channel_type: z.string(),
});
const Changed = z.object({
  type: z.literal("message"),
  subtype: z.literal("message_changed"),
  channel: z.string(),
  channel_type: z.string(),
  message: Message,
  previous_message: z.optional(z.object({ text: z.optional(z.string()) })),
});
export type Changed = z.infer<typeof Changed>;

/** What we read of a delivery; other kinds of events do not match. */
export const Callback = z.object({
  type: z.literal("event_callback"),
  event_id: z.string(),
  /** One of those who may see the event: with one token it is us (docs.slack.dev, Events API, authorizations). */
  authorizations: z.optional(z.array(z.object({ user_id: z.string() }))),
  event: z.union([Mention, Changed, Said]),
});
export type Callback = z.infer<typeof Callback>;

/** Sent once, when the address is saved (docs.slack.dev, url_verification event). */
const Challenge = z.object({ type: z.literal("url_verification"), challenge: z.string() });

/** What Slack wants to hear before it delivers anything; null: it does not ask. */
export function challengeIn(body: unknown): string | null {
  const asked = Challenge.safeParse(body);
  return asked.success ? asked.data.challenge : null;
}
