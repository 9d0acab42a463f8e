import * as z from "zod/mini";

/** What Asana answers, as much of it as we read. What is asked for by `opt_fields` may still be null. */
const text = z.optional(z.nullable(z.string()));

const Ref = z.object({ gid: z.string() });
const Person = z.object({ gid: z.string(), name: text, resource_type: text });

/** Something that happened to a task: a comment, a change. */
export const Story = z.object({
  gid: z.string(),
  resource_subtype: text,
  type: text,
  text,
  html_text: text,
  created_at: text,
  created_by: z.optional(z.nullable(Person)),
  target: z.optional(z.nullable(Ref)),
  is_edited: z.optional(z.nullable(z.boolean())),
});
export type Story = z.infer<typeof Story>;

/** A task as a conversation reads it. */
export const Task = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  html_notes: text,
  created_at: text,
  modified_at: text,
  created_by: z.optional(z.nullable(Person)),
  assignee: z.optional(z.nullable(Ref)),
  workspace: z.optional(z.nullable(Ref)),
  projects: z.optional(z.nullable(z.array(z.object({ gid: z.string(), name: text })))),
  custom_fields: z.optional(
    z.nullable(z.array(z.object({ name: text, display_value: z.optional(z.unknown()) }))),
  ),
});
export type Task = z.infer<typeof Task>;

/** Who a token belongs to. */
export const Me = z.object({
  gid: z.string(),
  name: text,
  workspaces: z.optional(z.nullable(z.array(Ref))),
});

/** A person in a workspace. */
export const Membership = z.object({
  user: z.optional(z.nullable(Ref)),
  is_guest: z.optional(z.nullable(z.boolean())),
  is_active: z.optional(z.nullable(z.boolean())),
});

/** A file at a task. */
export const Attached = z.object({ gid: z.string(), name: text, created_at: text });
export type Attached = z.infer<typeof Attached>;

/** A subscription to what happens to a resource. */
export const Webhook = z.object({
  gid: z.string(),
  target: z.string(),
  resource: z.optional(z.nullable(Ref)),
});

/** The secret is told here, and during the handshake, and never again. */
export const NewWebhook = z.object({ data: Ref, "X-Hook-Secret": z.string() });

/** What has happened to a resource since a sync token was given. */
export const Happened = z.object({
  data: z.optional(z.nullable(z.array(z.unknown()))),
  sync: z.string(),
  has_more: z.optional(z.nullable(z.boolean())),
});

/** The fields of {@link Story} that are not given unasked: `html_text` is opt-in (Asana, rich text). */
export const STORY_FIELDS = [
  "resource_subtype,type,text,html_text,created_at,is_edited,target.gid",
  "created_by.gid,created_by.name,created_by.resource_type",
].join();
/** The fields of {@link Task}, for `opt_fields`. */
export const TASK_FIELDS = [
  "name,notes,html_notes,created_at,modified_at,assignee.gid,workspace.gid,projects.gid,projects.name",
  "created_by.gid,created_by.name,created_by.resource_type",
  "custom_fields.name,custom_fields.display_value",
].join();

const Answer = z.object({
  data: z.unknown(),
  next_page: z.optional(z.nullable(z.object({ offset: z.string() }))),
});

/** An answer's `data`. @throws when it is something else: the call may have been applied */
export function dataOf<T>(schema: z.ZodMiniType<T>, answer: unknown): T {
  return schema.parse(Answer.parse(answer).data);
}

/** The most that a page may hold (Asana, pagination). */
export const MOST_ROWS = 100;
const PAGE = { limit: MOST_ROWS };

interface Page {
  readonly limit: number;
  readonly offset?: string;
}

/**
 * A list, page by page. Lists of stories begin with the oldest one, and there is no other order.
 *
 * @param ask - asks for one page
 * @throws when an answer is no page of these
 */
export async function* pagesOf<T>(
  schema: z.ZodMiniType<T>,
  ask: (page: Page) => Promise<unknown>,
): AsyncGenerator<readonly T[]> {
  for (let next: Page | null = PAGE; next !== null; ) {
    // The client adds to what it is given.
    const answer = await ask({ ...next });
    yield dataOf(z.array(schema), answer);
    const offset: string | undefined = Answer.parse(answer).next_page?.offset;
    next = offset === undefined ? null : { ...PAGE, offset };
  }
}

/** The whole of a list. */
export async function listOf<T>(
  schema: z.ZodMiniType<T>,
  ask: (page: Page) => Promise<unknown>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pagesOf(schema, ask)) found.push(...page);
  return found;
}
