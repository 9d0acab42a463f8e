import * as z from "zod";
import { column, Post } from "./inspection.ts";

/**
 * What the runtime has written down, as it lies on its disk: more than the operator's API tells, and there
 * to be read also while the runtime is dead.
 */
export interface Books {
  /**
   * Rows by table, as they are; parsed here with {@link Entries}.
   *
   * @param conversation - its full name
   * @returns null: nothing is there that was not read before, or it cannot be read right now
   */
  read(conversation: string): unknown;
}

const Person = z.object({ platform: z.string(), userName: z.string() });

const Approval = z.object({
  id: z.string(),
  code: z.string(),
  state: z.string(),
  tool: z.string(),
  title: z.string(),
  target: z.string(),
  actor: column(Person),
  decided_by: column(Person),
  outcome: z.string().nullable(),
  created_at: z.number(),
  expires_at: z.number(),
});
export type Approval = z.infer<typeof Approval>;

/** A line of the trail of an approval. */
const Audit = z.object({
  approval: z.string(),
  at: z.number(),
  event: z.string(),
  by: z.string().nullable(),
  note: z.string().nullable(),
});
export type Audit = z.infer<typeof Audit>;

/** A recorded step of a run. */
const Event = z.object({
  /** Class of the agent that has recorded it. */
  agent: z.string(),
  /** The batch; of a worker also the step. */
  run: z.string(),
  kind: z.string(),
  data: z.string(),
});
export type Event = z.infer<typeof Event>;

/** A message of ours that belongs to no batch: it answers a command or a button. */
const Reply = Post.extend({
  body: column(z.object({ plain: z.string() })),
  created_at: z.number(),
});
export type Reply = z.infer<typeof Reply>;

/** A message of which nobody knows yet whether its writer may use the bot. */
const Unasked = z.object({
  key: z.string(),
  text: z.string().nullable(),
  by: z.string().nullable(),
  /** Epoch milliseconds of its arrival; the row of an admitted one has the time of its admission. */
  at: z.number(),
});
export type Unasked = z.infer<typeof Unasked>;

export const Entries = z.object({
  approvals: z.array(Approval),
  audit: z.array(Audit),
  events: z.array(Event),
  replies: z.array(Reply),
  unasked: z.array(Unasked).default([]),
});
export type Entries = z.infer<typeof Entries>;

export const NO_ENTRIES: Entries = {
  approvals: [],
  audit: [],
  events: [],
  replies: [],
  unasked: [],
};
