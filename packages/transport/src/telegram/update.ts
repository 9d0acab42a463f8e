import * as z from "zod/mini";

/**
 * The parts of an update that we read. Objects are loose: Telegram adds fields and kinds several times
 * a year, and an update that we refuse would be delivered again for 24 hours.
 */
const User = z.object({
  id: z.number(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.optional(z.string()),
  language_code: z.optional(z.string()),
});

const Chat = z.object({ id: z.number(), type: z.string() });

const Message = z.object({
  message_id: z.number(),
  date: z.number(),
  chat: Chat,
  from: z.optional(User),
  sender_chat: z.optional(z.object({ id: z.number() })),
  text: z.optional(z.string()),
});
export type Message = z.infer<typeof Message>;

const Press = z.object({
  id: z.string(),
  from: User,
  data: z.optional(z.string()),
  message: z.optional(z.object({ message_id: z.number(), chat: Chat })),
});
export type Press = z.infer<typeof Press>;

export const Update = z.object({
  update_id: z.number(),
  message: z.optional(Message),
  edited_message: z.optional(Message),
  callback_query: z.optional(Press),
});
