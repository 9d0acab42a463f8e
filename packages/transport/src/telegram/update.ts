import * as z from "zod/mini";

/**
 * The parts of an update that we read. Objects are loose: Telegram adds fields and kinds several times
 * a year, and an update that we refuse would be delivered again for 24 hours.
 */
export const User = z.object({
  id: z.number(),
  is_bot: z.boolean(),
  first_name: z.string(),
  username: z.optional(z.string()),
  language_code: z.optional(z.string()),
});

const Chat = z.object({
  id: z.number(),
  type: z.string(),
  title: z.optional(z.string()),
});

/** Offsets and lengths are UTF-16 code units, as JavaScript's (Bot API, MessageEntity). */
const Entity = z.object({
  type: z.string(),
  offset: z.number(),
  length: z.number(),
  user: z.optional(User),
});
export type Entity = z.infer<typeof Entity>;

const File = z.object({
  file_id: z.string(),
  file_size: z.optional(z.number()),
  file_name: z.optional(z.string()),
  mime_type: z.optional(z.string()),
});
export type File = z.infer<typeof File>;

const Replied = z.object({
  message_id: z.number(),
  from: z.optional(User),
  text: z.optional(z.string()),
  caption: z.optional(z.string()),
  /** Present on the root of a topic: every message of the topic "replies" to it. */
  forum_topic_created: z.optional(z.unknown()),
});

const Message = z.object({
  message_id: z.number(),
  date: z.number(),
  chat: Chat,
  from: z.optional(User),
  sender_chat: z.optional(Chat),
  is_automatic_forward: z.optional(z.boolean()),
  message_thread_id: z.optional(z.number()),
  is_topic_message: z.optional(z.boolean()),
  reply_to_message: z.optional(Replied),
  quote: z.optional(z.object({ text: z.string() })),
  media_group_id: z.optional(z.string()),
  text: z.optional(z.string()),
  entities: z.optional(z.array(Entity)),
  caption: z.optional(z.string()),
  caption_entities: z.optional(z.array(Entity)),
  rich_message: z.optional(z.unknown()),
  photo: z.optional(z.array(File)),
  document: z.optional(File),
  video: z.optional(File),
  animation: z.optional(File),
  audio: z.optional(File),
  voice: z.optional(File),
  video_note: z.optional(File),
  sticker: z.optional(z.object({ emoji: z.optional(z.string()) })),
  migrate_to_chat_id: z.optional(z.number()),
  migrate_from_chat_id: z.optional(z.number()),
});
export type Message = z.infer<typeof Message>;

const Press = z.object({
  id: z.string(),
  from: User,
  data: z.optional(z.string()),
  message: z.optional(
    z.object({
      message_id: z.number(),
      chat: Chat,
      message_thread_id: z.optional(z.number()),
      is_topic_message: z.optional(z.boolean()),
    }),
  ),
});
export type Press = z.infer<typeof Press>;

export const Update = z.object({
  update_id: z.number(),
  message: z.optional(Message),
  edited_message: z.optional(Message),
  callback_query: z.optional(Press),
});
