import * as z from "zod";

/**
 * What the operator's API tells, as far as the page shows it. The runtime is another process, so its
 * answers are parsed; what it adds later is ignored.
 */
const Route = z.object({
  route: z.string(),
  tier: z.string(),
  reason: z.string(),
  tookMs: z.number(),
});

/** A JSON column: its text becomes what it holds. */
export const column = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .nullable()
    .transform((text): unknown => (text === null ? null : JSON.parse(text)))
    .pipe(shape.nullable());

const Item = z.object({
  text: z.string(),
  by: z.string(),
  at: z.number(),
  /** When its writer was known to be allowed, if it had to wait for that; see `arrivals.ts`. */
  known: z.number().optional(),
});
export type Item = z.infer<typeof Item>;

/** Each platform names its messages in its own way. */
const Id = z.union([z.string(), z.number()]);
const Ref = z.union([
  z.object({ message: Id }),
  z.object({ id: Id }).transform(({ id }) => ({ message: id })),
  z.object({ story: Id }).transform(({ story }) => ({ message: story })),
  // The most particular part of an address stands last.
  z.record(z.string(), Id).transform((ref) => ({ message: Object.values(ref).at(-1) ?? "?" })),
]);

export const Post = z.object({
  key: z.string(),
  part: z.number(),
  role: z.string(),
  /** Which message it is; null until it is there. */
  ref: column(Ref),
  shown: z.number(),
  visible: z.number(),
  op: z.string().nullable(),
  doubt_at: z.number().nullable(),
  tries: z.number(),
  not_before: z.number(),
  plain: z.number(),
  muted: z.number(),
  state: z.string(),
  error: z.string().nullable(),
});
export type Post = z.infer<typeof Post>;

const Batch = z.object({
  id: z.string(),
  state: z.string(),
  kind: z.string(),
  attempt: z.number(),
  epoch: z.number(),
  failures: z.number(),
  stalls: z.number(),
  outages: z.number(),
  /** Recorded steps of the run. */
  seq: z.number(),
  /** True while somebody works on it in memory. */
  held: z.boolean(),
  /** Characters of the answer so far. */
  streamed: z.number(),
  ending: z.string().nullable(),
  error: z.string().nullable(),
  retry_at: z.number().nullable(),
  route: column(Route),
  usage: column(z.object({ model: z.string(), input: z.number(), output: z.number() })),
  created_at: z.number(),
  started_at: z.number().nullable(),
  ended_at: z.number().nullable(),
  said: z.array(Item),
  posts: z.array(Post),
});
export type Batch = z.infer<typeof Batch>;

/** `GET /admin/conversations/:conversation`. */
export const Conversation = z.object({
  /** Its full name, with the account in front. */
  name: z.string().optional(),
  /** Until when the platform makes us wait here; 0: it does not. */
  blockedUntil: z.number(),
  pending: z.array(Item),
  batches: z.array(Batch),
});
export type Conversation = z.infer<typeof Conversation>;

/** `GET /admin/account`. */
export const Account = z.object({
  blocked: z.array(z.object({ scope: z.string(), until: z.number() })),
  pace: z.object({
    perSecond: z.number(),
    nextAt: z.number(),
    minute: z.array(z.object({ scope: z.string(), writes: z.number() })),
  }),
  /** Events that hold ids only, and have not been looked up yet. */
  references: z.object({ open: z.number() }),
});
export type Account = z.infer<typeof Account>;

const OPEN = ["waiting", "active"];

/** Is anything still to be done? Then it is worth looking often. */
export function isOpen({
  pending,
  batches,
}: {
  readonly pending: readonly unknown[];
  readonly batches: readonly { readonly state: string }[];
}): boolean {
  return pending.length > 0 || batches.some(({ state }) => OPEN.includes(state));
}
