import type { AsanaServer, AsanaStoryView } from "../../asana/index.ts";
import type { AsanaRoom } from "./room.ts";
import { retyped } from "./words.ts";

/** A task as a colleague sees it; for `page/asana/stage.js`. */
export interface AsanaScene {
  readonly bot: Named;
  readonly name: string;
  readonly projects: readonly string[];
  readonly assignee: Named | null;
  readonly completed: boolean;
  /** The description, as rich text. */
  readonly notes: string;
  readonly stories: readonly StoryView[];
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface StoryView {
  readonly id: string;
  /** `system`: Asana tells what somebody has done. */
  readonly kind: "comment" | "system";
  readonly by: Named & { readonly bot: boolean };
  /** Rich text; of a system's story without its body. */
  readonly html: string;
  /** As it was typed, mentions by name. */
  readonly typed: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many earlier texts it had. */
  readonly edits: number;
}

/** More would make every push heavy; what is above stays in the emulator. */
const MOST_STORIES = 120;

/** A deleted comment is gone, as in Asana. */
export function sceneOf(server: AsanaServer, { task }: AsanaRoom): AsanaScene {
  const view = server.task(task.gid);
  const { gid: id, name } = server.bot;
  return {
    bot: { id, name },
    name: view.name,
    projects: view.projects.map((project) => project.name),
    assignee: view.assignee && { id: view.assignee.gid, name: view.assignee.name },
    completed: view.completed,
    notes: view.htmlNotes,
    stories: view.stories
      .filter(({ deleted }) => !deleted)
      .slice(-MOST_STORIES)
      .map((story) => storyView(story, id)),
  };
}

function storyView(story: AsanaStoryView, bot: string): StoryView {
  const { gid, isComment, createdBy, html, createdAt, seen } = story;
  return {
    id: gid,
    kind: isComment ? "comment" : "system",
    by: {
      id: createdBy?.gid ?? "",
      name: createdBy?.name ?? "Asana",
      bot: createdBy?.gid === bot,
    },
    html,
    typed: isComment ? retyped(html) : "",
    at: createdAt,
    edits: seen.length - 1,
  };
}
