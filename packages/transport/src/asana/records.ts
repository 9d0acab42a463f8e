import * as z from "zod/mini";

/** What Asana answers, as much of it as we read. What is asked for by `opt_fields` may still be null. */
const text = z.optional(z.nullable(z.string()));

const Ref = z.object({ gid: z.string() });
const Person = z.object({ gid: z.string(), name: text, resource_type: text });

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

export const Task = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  html_notes: text,
  created_at: text,
  created_by: z.optional(z.nullable(Person)),
  assignee: z.optional(z.nullable(Ref)),
  workspace: z.optional(z.nullable(Ref)),
  projects: z.optional(z.nullable(z.array(z.object({ gid: z.string(), name: text })))),
  custom_fields: z.optional(
    z.nullable(z.array(z.object({ name: text, display_value: z.optional(z.unknown()) }))),
  ),
});
export type Task = z.infer<typeof Task>;

/** The fields of {@link Story} that are not given unasked: `html_text` is opt-in (Asana, rich text). */
export const STORY_FIELDS = [
  "resource_subtype,type,text,html_text,created_at,is_edited,target.gid",
  "created_by.gid,created_by.name,created_by.resource_type",
].join();
export const TASK_FIELDS = [
  "name,notes,html_notes,created_at,assignee.gid,workspace.gid,projects.gid,projects.name",
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

/** One page of a list, and where the next one begins. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly offset: string | null;
}

/** @throws when it is no page of these */
export function pageOf<T>(schema: z.ZodMiniType<T>, answer: unknown): Page<T> {
  const data = dataOf(z.array(schema), answer);
  return { data, offset: Answer.parse(answer).next_page?.offset ?? null };
}
