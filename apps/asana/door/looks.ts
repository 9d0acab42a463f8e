import { type PlatformTool, readTool } from "@trunkline/agents/door";
import {
  dataOf,
  isComment,
  listOf,
  pagesOf,
  STORY_FIELDS,
  Story,
  statusOf,
} from "@trunkline/transport/asana";
import {
  AtTask,
  aboutTask,
  InProject,
  ITEM_FIELDS,
  Item,
  Items,
  line,
  SearchInput,
  said,
} from "@trunkline/transport/asana/door";
import type { Client } from "../src/client.ts";
import type { Rooms } from "./rooms.ts";

const MOST_COMMENTS = 30;
/** A project may hold thousands of tasks; nobody reads on. */
const MOST_PAGES = 5;

/** Guests write in what is shared with them, and no workspace is public. */
const usual = { trust: "untrusted", private: true } as const;

/** What can be looked at. */
export function looks(api: Client, rooms: Rooms): PlatformTool[] {
  /** @returns the tasks that are meant, and whether these were all */
  async function tasksIn(
    project: string,
    query: object,
    isMeant: (item: Item) => boolean = () => true,
  ): Promise<{ readonly found: readonly Item[]; readonly all: boolean }> {
    const pages = pagesOf(Item, (page) =>
      api.tasks.getTasks({ ...page, ...query, project, opt_fields: ITEM_FIELDS }),
    );
    const found: Item[] = [];
    let count = 0;
    for await (const page of pages) {
      found.push(...page.filter(isMeant));
      count += 1;
      if (count === MOST_PAGES) return { found, all: false };
    }
    return { found, all: true };
  }

  return [
    readTool({
      ...usual,
      name: "asana_task",
      about: "Reads a task: description, assignee, due date, subtasks, latest comments.",
      input: AtTask,
      places: (input, { actor }) => rooms.placesOf(input, actor),
      async run(input, { actor }) {
        const gid = rooms.taskOf(input, actor);
        const item = await rooms.item(gid);
        const subtasks = await listOf(Item, (page) =>
          api.tasks.getSubtasksForTask(gid, { ...page, opt_fields: ITEM_FIELDS }),
        );
        const stories = await listOf(Story, (page) =>
          api.stories.getStoriesForTask(gid, { ...page, opt_fields: STORY_FIELDS }),
        );
        const comments = stories.filter(isComment);
        const latest = comments.slice(-MOST_COMMENTS);
        const left = comments.length - latest.length;
        const text = [
          aboutTask(item),
          ...(subtasks.length > 0 ? [`subtasks:\n${subtasks.map(line).join("\n")}`] : []),
          ...(left > 0 ? [`(${left} older comments are left out.)`] : []),
          ...latest.map(said),
        ].join("\n\n");
        return { text, ...(item.permalink_url ? { source: item.permalink_url } : {}) };
      },
    }),
    readTool({
      ...usual,
      name: "asana_search",
      about: "Searches the tasks of one project by words.",
      input: SearchInput,
      places: async (input, { actor }) => [await rooms.projectOf(input, actor)],
      async run(input, { actor }) {
        const project = await rooms.projectOf(input, actor);
        const isIn = ({ projects }: Item) => projects?.some(({ gid }) => gid === project) === true;
        const searched = await search(project, input.text);
        if (searched)
          return { text: searched.filter(isIn).map(line).join("\n") || "nothing found" };
        const words = input.text.toLowerCase().split(/\s+/).filter(Boolean);
        const { found, all } = await tasksIn(project, {}, ({ name, notes }) => {
          const said = `${name ?? ""} ${notes ?? ""}`.toLowerCase();
          return words.every((word) => said.includes(word));
        });
        const more = all ? [] : ["(Not all tasks of the project were looked through.)"];
        return { text: [...found.map(line), ...more].join("\n") || "nothing found" };
      },
    }),
    readTool({
      ...usual,
      name: "asana_project_tasks",
      about: "Lists the tasks of a project: the open ones, or the completed ones as well.",
      input: InProject,
      places: async (input, { actor }) => [await rooms.projectOf(input, actor)],
      async run(input, { actor }) {
        const project = await rooms.projectOf(input, actor);
        // "Only return tasks that are either incomplete or that have been completed since this time."
        const query = input.completed ? {} : { completed_since: "now" };
        const { found, all } = await tasksIn(project, query);
        const more = all ? [] : ["(There are more.)"];
        return { text: [...found.map(line), ...more].join("\n") || "no tasks" };
      },
    }),
  ];

  /** Asana's own search; null where the workspace does not pay for it (402). */
  async function search(project: string, text: string): Promise<readonly Item[] | null> {
    const { workspace } = await rooms.room(project);
    const query = { text, "projects.any": project, opt_fields: ITEM_FIELDS };
    try {
      const gid = workspace?.gid ?? "";
      return dataOf(Items, await api.tasks.searchTasksForWorkspace(gid, query));
    } catch (error) {
      if (statusOf(error) !== 402) throw error;
      return null;
    }
  }
}
