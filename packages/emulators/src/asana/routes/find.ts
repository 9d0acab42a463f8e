import { canSeeProject, canSeeTask } from "../access.ts";
import type { ApiCall } from "../call.ts";
import { isGid } from "../data.ts";
import type { Person, Project, Story, Task } from "../model.ts";
import { badRequest, noAccess, notAnId, unknownObject } from "../refusal.ts";
import { COMMENT_TAGS, type RichNode, readRich } from "../rich/rich.ts";
import type { World } from "../world.ts";
import type { Context } from "./route.ts";

// What a call names: 400 for what is no gid, 404 for what is not there, 403 for what is not his.

export function findTask(world: World, gid: string, user: Person, as = "task"): Task {
  const task = world.tasks.get(checked(as, gid));
  if (!task || task.deletedAt !== null) throw unknownObject(as, gid);
  if (!canSeeTask(task, user)) throw noAccess("task");
  return task;
}

export function findProject(world: World, gid: string, user: Person, as = "project"): Project {
  const project = world.projects.get(checked(as, gid));
  if (!project) throw unknownObject(as, gid);
  if (!canSeeProject(project, user)) throw noAccess("project");
  return project;
}

export function findStory(world: World, gid: string, user: Person): Story {
  const story = world.stories.get(checked("story", gid));
  const isGone = !story || story.deletedAt !== null || story.task.deletedAt !== null;
  if (isGone) throw unknownObject("story", gid);
  // As for a task; the wording for stories is not confirmed.
  if (!canSeeTask(story.task, user)) throw noAccess("story");
  return story;
}

/** There is one. */
export function checkWorkspace(world: World, gid: string): void {
  if (checked("workspace", gid) !== world.workspace.gid) throw unknownObject("workspace", gid);
}

function checked(type: string, gid: string): string {
  if (!isGid(gid)) throw notAnId(type, gid);
  return gid;
}

/** `undefined`: neither field was sent. */
export function readContent(
  { world, maxTextChars }: Context,
  { data, user }: ApiCall,
  plainName: "text" | "notes",
  tags: ReadonlySet<string> = COMMENT_TAGS,
): readonly RichNode[] | undefined {
  const plain = data.text(plainName);
  const html = data.text(`html_${plainName}`);
  if (typeof plain === "string" && typeof html === "string") {
    // AS-oas updateStory: "Only one of text and html_text can be specified"; the words are those
    // for due_on and due_at (forum t/808508).
    throw badRequest(`You may only provide one of ${plainName} or html_${plainName}!`);
  }
  for (const [name, value] of [
    [plainName, plain],
    [`html_${plainName}`, html],
  ] as const) {
    // There is a limit, nobody says which, nor in which words.
    if (value && value.length > maxTextChars) throw badRequest(`${name}: Value is too long`);
  }
  if (typeof html === "string") {
    const resolve = world.resolver(user);
    return readRich(html, tags, (gid) => resolve(gid) !== null);
  }
  if (typeof plain === "string") return plain === "" ? [] : [plain.toWellFormed()];
  return undefined;
}
