import {
  type AsanaContext,
  isComment,
  notesOf,
  type Story,
  type Task,
  timeOf,
  wordsOf,
} from "@trunkline/transport/asana";

type Person = NonNullable<Story["created_by"]>;

/** A piece of context, before it is known how far its authors are trusted. */
export interface Piece {
  readonly what: string;
  readonly text: string;
  /** Everybody who has had a hand in it, the last one at the end; nobody: it cannot be said. */
  readonly by: readonly Person[];
  readonly at: number;
}

/**
 * What stood around a message when it was written, the most important first. What was changed later is left
 * out: a description or a field by the system's stories about it. Asana does not say when a comment was edited,
 * so every edited one is left out.
 *
 * @param stories - of the task, the oldest first
 */
export function around(ctx: AsanaContext, task: Task, stories: readonly Story[]): Piece[] {
  const bot = ctx.bot ?? "";
  const asTold = ({ what, text, changes }: Draft): Piece[] => {
    const changed = stories.filter(({ resource_subtype }) => changes.test(resource_subtype ?? ""));
    if (text.trim() === "" || changed.some((story) => timeOf(story) > ctx.at)) return [];
    const hands = [task, ...changed];
    // One that nobody can be named for is worth as much as one by a stranger.
    const by = hands.flatMap(({ created_by }) => created_by ?? []);
    const at = Math.max(...hands.map(timeOf));
    return [{ what, text, by: by.length === hands.length ? by : [], at }];
  };
  // What was assigned is what was said.
  const own = ctx.started === "assigned" ? [] : [name(task), description(task, bot)];
  const comments = stories
    .filter((story) => isComment(story) && story.gid !== ctx.story && timeOf(story) <= ctx.at)
    // Ours are in the history of the conversation.
    .filter(({ created_by, is_edited }) => created_by?.gid !== bot && !is_edited)
    .reverse();
  return [
    ...[...own, fields(task)].flatMap(asTold),
    ...comments.flatMap((story): Piece[] => {
      const text = story.html_text ? wordsOf(story.html_text, "").text : (story.text ?? "");
      const by = story.created_by ? [story.created_by] : [];
      return text.trim() === "" ? [] : [{ what: "comment", text, by, at: timeOf(story) }];
    }),
  ];
}

/**
 * What the task itself says, when nothing has touched it since the message: who has had a hand in it is not known
 * before all stories are, so it is nobody's. An addition to a task changes it, too (Asana, `modified_since`).
 */
export function untouched(ctx: AsanaContext, task: Task): Piece[] {
  const modified = Date.parse(task.modified_at ?? "");
  return modified <= ctx.at ? around(ctx, task, []).map((piece) => ({ ...piece, by: [] })) : [];
}

/** The projects of a task: no stories are needed for them. */
export function projectsOf(task: Task): Piece[] {
  const text = (task.projects ?? []).flatMap((project) => project.name ?? []).join(", ");
  return text === "" ? [] : [{ what: "projects", text, by: [], at: timeOf(task) }];
}

interface Draft {
  readonly what: string;
  readonly text: string;
  /** Which of the system's stories tell of a change. */
  readonly changes: RegExp;
}

function name(task: Task): Draft {
  return { what: "task name", text: task.name ?? "", changes: /^name_changed$/ };
}

function description(task: Task, bot: string): Draft {
  return { what: "task description", text: notesOf(task, bot), changes: /^notes_changed$/ };
}

function fields({ custom_fields }: Task): Draft {
  const lines = (custom_fields ?? []).flatMap(({ name, display_value: value }) =>
    name && (typeof value === "string" || typeof value === "number") ? `${name}: ${value}` : [],
  );
  return { what: "custom fields", text: lines.join("\n"), changes: /custom_field_changed$/ };
}
