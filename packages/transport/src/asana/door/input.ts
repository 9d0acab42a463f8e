import * as z from "zod/mini";

// What tools take. Parsed once more, what comes out of them stays as it is: it is what is approved.

const gid = (about: string) => z.string().check(z.regex(/^\d{1,40}$/), z.describe(about));
const task = z.optional(gid("Of the task. Leave it out for the one of this conversation."));
const project = z.optional(gid("Of the project. Leave it out for the one of this conversation."));
const words = (about: string, most: number) =>
  z.string().check(z.minLength(1), z.maxLength(most), z.regex(/\S/), z.describe(about));
const day = z.nullable(
  z.string().check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/),
    z.refine((text) => !Number.isNaN(Date.parse(text))),
    z.describe("YYYY-MM-DD; null for none."),
  ),
);
const person = z.nullable(
  words("A person's id, e-mail address or whole name; null for nobody.", 200),
);

/** How long a comment may be is not documented; this is as much as we send elsewhere in one. */
const MOST_TEXT = 8_000;

/** A task, and nothing else. */
export const AtTask = z.object({ task });
/** Which tasks of a project to list. */
export const InProject = z.object({ project, completed: z._default(z.boolean(), false) });
/** What to look for, and in which project. */
export const SearchInput = z.object({
  project,
  text: words("Words that name or description hold.", 200),
});
/** A comment to be written below a task. */
export const CommentInput = z.object({ task, text: words("Markdown.", MOST_TEXT) });
/** A task to be completed, or opened again. */
export const CompleteInput = z.object({ task, completed: z._default(z.boolean(), true) });
/** Whom a task goes to. */
export const AssignInput = z.object({ task, assignee: person });
/** When a task is due. */
export const DueInput = z.object({ task, due_on: day });
/** A task to be made below another one. */
export const SubtaskInput = z.object({
  task,
  name: words("One line.", 250),
  notes: z._default(z.string().check(z.maxLength(MOST_TEXT), z.describe("Markdown.")), ""),
  assignee: z._default(person, null),
  due_on: z._default(day, null),
});

/** What names a task; without it, that of the conversation. */
export interface TaskInput {
  readonly task?: string | undefined;
}
/** What names a project; without it, that of the conversation. */
export interface ProjectInput {
  readonly project?: string | undefined;
}
