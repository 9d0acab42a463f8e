import { type Found, fenced, guard, type PlatformTool } from "@trunkline/agents/door";
import { plainTwin, type Rendered } from "@trunkline/transport";
import {
  asana,
  content,
  dataOf,
  isLost,
  listOf,
  ownerIn,
  STORY_FIELDS,
  Story,
  timeOf,
} from "@trunkline/transport/asana";
import {
  AssignInput,
  CommentInput,
  CompleteInput,
  DueInput,
  ITEM_FIELDS,
  Item,
  nameOf,
  oneLine,
  SubtaskInput,
} from "@trunkline/transport/asana/door";
import type { Client } from "../src/client.ts";
import { actingAt } from "./act.ts";
import { personIn } from "./people.ts";
import { type Rooms, refused } from "./rooms.ts";

/** Clocks differ. */
const SLACK_MS = 10_000;
const NOBODY = "nobody";
const NOTHING: Rendered = { text: "", plain: "", format: "plain" };

/** What can be done, each after a person has approved it. @param secrets - never leave, whoever wrote them */
export function acts(api: Client, rooms: Rooms, secrets: readonly string[]): PlatformTool[] {
  const safe = (text: string) => guard(text, { secrets }).text;
  const actAt = actingAt(rooms);
  const whoWeAre = async () => ownerIn(await api.users.getUser("me", { opt_fields: "name" })).id;
  const told = (text: string, { permalink_url: url }: Item): Found => {
    return { text, ...(url ? { source: url } : {}) };
  };

  /** Changes one field; done when it is so. */
  async function update(task: string, data: object, text: (item: Item) => string): Promise<Found> {
    const answer = await api.tasks.updateTask({ data }, task, { opt_fields: ITEM_FIELDS });
    const item = dataOf(Item, answer);
    return told(text(item), item);
  }

  return [
    actAt({
      name: "asana_comment",
      about: "Writes a comment on a task; its followers are notified.",
      input: CommentInput,
      async draw(_now, asked) {
        const input = { ...asked, text: safe(asked.text) };
        return { title: "Comment on a task", preview: fenced(written(input.text).plain), input };
      },
      async run(task, { text }) {
        await unlessMarkup(written(text), (body) =>
          api.stories.createStoryForTask(content(body), task),
        );
        return { text: "The comment stands there." };
      },
      async done(task, { text }, { key, since }) {
        const bot = await whoWeAre();
        const stories = await listOf(Story, (page) =>
          api.stories.getStoriesForTask(task, { ...page, opt_fields: STORY_FIELDS }),
        );
        const lost = { key, since, text: written(text).plain, known: [] };
        const found = stories.some((story) => isLost(story, lost, bot));
        return found ? { text: "The comment stands there." } : null;
      },
    }),
    actAt({
      name: "asana_complete",
      about: "Marks a task as completed, or as open again.",
      input: CompleteInput,
      async draw({ completed }, { completed: wanted }) {
        const words = wanted ? "completed" : "open";
        if ((completed === true) === wanted) throw refused(`the task is ${words} already`);
        return { title: `Mark a task as ${words}`, preview: "" };
      },
      state: ({ completed }) => (completed ? "completed" : "open"),
      run: (task, { completed }) => update(task, { completed }, doneWords),
      async done(task, { completed }) {
        const now = await rooms.item(task);
        return (now.completed === true) === completed ? told(doneWords(now), now) : null;
      },
    }),
    actAt({
      name: "asana_assign",
      about: "Assigns a task to somebody, who is notified, or to nobody.",
      input: AssignInput,
      async draw(now, asked) {
        const { assignee } = asked;
        const person = assignee === null ? null : await personIn(api, now.workspace?.gid, assignee);
        if ((now.assignee?.gid ?? null) === (person?.gid ?? null)) {
          throw refused(`the task is assigned to ${person ? nameOf(person) : NOBODY} already`);
        }
        const title = person ? "Assign a task" : "Take a task from its assignee";
        const preview = person ? `To:\n${fenced(`${nameOf(person)} (${person.gid})`)}` : "";
        return { title, preview, input: { ...asked, assignee: person?.gid ?? null } };
      },
      state: ({ assignee }) => assignee?.gid ?? NOBODY,
      run: (task, { assignee }) => update(task, { assignee }, assignedWords),
      async done(task, { assignee }) {
        const now = await rooms.item(task);
        return (now.assignee?.gid ?? null) === assignee ? told(assignedWords(now), now) : null;
      },
    }),
    actAt({
      name: "asana_due",
      about: "Sets the day on which a task is due, or takes it away.",
      input: DueInput,
      async draw(now, { due_on: day }) {
        if ((now.due_on ?? null) === day)
          throw refused(`the task is due ${day ?? "never"} already`);
        const title = day === null ? "Take the due date from a task" : `Make a task due on ${day}`;
        return { title, preview: "" };
      },
      state: ({ due_on }) => due_on ?? "none",
      run: (task, { due_on }) => update(task, { due_on }, dueWords),
      async done(task, { due_on: day }) {
        const now = await rooms.item(task);
        return (now.due_on ?? null) === day ? told(dueWords(now), now) : null;
      },
    }),
    actAt({
      name: "asana_subtask",
      about: "Makes a new task below a task.",
      input: SubtaskInput,
      async draw(now, asked) {
        const { assignee, due_on: day } = asked;
        const person = assignee === null ? null : await personIn(api, now.workspace?.gid, assignee);
        const name = oneLine(safe(asked.name));
        const notes = safe(asked.notes);
        const parts = [
          fenced(name),
          ...(notes === "" ? [] : [fenced(written(notes).plain)]),
          ...(person ? [`Assigned to:\n${fenced(`${nameOf(person)} (${person.gid})`)}`] : []),
          ...(day === null ? [] : [`Due on ${day}`]),
        ];
        const input = { ...asked, name, notes, assignee: person?.gid ?? null };
        return { title: "Make a subtask", preview: parts.join("\n\n"), input };
      },
      async run(task, { name, notes, assignee, due_on }) {
        const rest = { name, assignee, due_on };
        const body = notes === "" ? NOTHING : written(notes);
        const made = await unlessMarkup(body, ({ text, format }) => {
          const described = format === "markup" ? { html_notes: text } : { notes: text };
          const data = { ...rest, ...described };
          return api.tasks.createSubtaskForTask({ data }, task, { opt_fields: ITEM_FIELDS });
        });
        const item = dataOf(Item, made);
        return told(`Made the subtask ${item.gid}.`, item);
      },
      async done(task, { name }, { since }) {
        const bot = await whoWeAre();
        const subtasks = await listOf(Item, (page) =>
          api.tasks.getSubtasksForTask(task, { ...page, opt_fields: ITEM_FIELDS }),
        );
        const own = subtasks.find(
          (item) =>
            item.created_by?.gid === bot &&
            item.name === name &&
            timeOf(item) >= since.getTime() - SLACK_MS,
        );
        return own ? told(`Made the subtask ${own.gid}.`, own) : null;
      },
    }),
  ];
}

const doneWords = ({ completed }: Item) => `The task is ${completed ? "completed" : "open"} now.`;
const assignedWords = ({ assignee }: Item) =>
  `The task is assigned to ${assignee ? nameOf(assignee) : NOBODY} now.`;
const dueWords = ({ due_on: day }: Item) => `The task is due ${day ?? "on no day"} now.`;

/** Markdown as it will stand there: it mentions nobody. */
function written(markdown: string): Rendered {
  const rendered = asana.dialect.render(markdown);
  if (!asana.dialect.fits(rendered)) throw refused("the text is too long for one comment");
  if (rendered.plain.trim() === "") throw refused("nothing would be left of the text");
  return rendered;
}

/** The plain words, where Asana does not take the markup: one refused tag costs the whole. */
async function unlessMarkup(
  rendered: Rendered,
  call: (body: Rendered) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await call(rendered);
  } catch (error) {
    if (asana.classify(error).kind !== "rejected_markup") throw error;
    return call(plainTwin(rendered));
  }
}
