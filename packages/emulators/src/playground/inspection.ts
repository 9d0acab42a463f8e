import * as z from "zod";

/**
 * What `GET /admin/conversations/:conversation` tells, as far as the page shows it. The runtime is
 * another process, so its answer is parsed; what it adds later is ignored.
 */
const Route = z.object({
  route: z.string(),
  tier: z.string(),
  reason: z.string(),
  tookMs: z.number(),
});

/** A JSON column: its text becomes what it holds. */
const column = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .nullable()
    .transform((text): unknown => (text === null ? null : JSON.parse(text)))
    .pipe(shape.nullable());

const Post = z.object({
  key: z.string(),
  part: z.number(),
  role: z.string(),
  /** Which message of the chat it is. */
  ref: column(z.object({ message: z.union([z.string(), z.number()]) })),
  shown: z.number(),
  op: z.string().nullable(),
  doubt_at: z.number().nullable(),
  tries: z.number(),
  state: z.string(),
  error: z.string().nullable(),
});

const Batch = z.object({
  id: z.string(),
  n: z.number(),
  state: z.string(),
  kind: z.string(),
  attempt: z.number(),
  epoch: z.number(),
  failures: z.number(),
  stalls: z.number(),
  /** True while somebody works on it in memory. */
  held: z.boolean(),
  ending: z.string().nullable(),
  error: z.string().nullable(),
  retry_at: z.number().nullable(),
  route: column(Route),
  usage: column(z.object({ model: z.string(), input: z.number(), output: z.number() })),
  started_at: z.number().nullable(),
  ended_at: z.number().nullable(),
  text: z.array(z.string()),
  posts: z.array(Post),
});

export const Conversation = z.object({
  blockedUntil: z.number(),
  pending: z.array(z.object({ text: z.string(), at: z.number() })),
  batches: z.array(Batch),
});
export type Conversation = z.infer<typeof Conversation>;

const OPEN = ["waiting", "active"];

/** Is anything still to be done? Then it is worth looking often. */
export function isOpen({ pending, batches }: Conversation): boolean {
  return pending.length > 0 || batches.some(({ state }) => OPEN.includes(state));
}
