import * as z from "zod";

/** A new message of a person. */
export const Said = z.object({
  /** Id of the writer. */
  as: z.string(),
  text: z.string(),
  /** The message it answers, in the platform's own numbers. */
  replyTo: z.number().optional(),
});
export type Said = z.infer<typeof Said>;
