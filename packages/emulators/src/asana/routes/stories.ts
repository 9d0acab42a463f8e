import { isDeepStrictEqual } from "node:util";
import { current, isComment, type Person, type Story } from "../model.ts";
import { storyRecord } from "../records/story.ts";
import { missing, Refusal } from "../refusal.ts";
import { findStory, findTask, readContent } from "./find.ts";
import type { Route } from "./route.ts";

/** AS-oas StoryResponse: what can be read only. */
const READ_ONLY =
  "gid resource_type resource_subtype created_at created_by type is_editable is_edited hearted hearts num_hearts liked likes num_likes previews source target".split(
    " ",
  );

const getStoriesForTask: Route = {
  name: "getStoriesForTask",
  verb: "GET",
  path: "/tasks/{task_gid}/stories",
  run({ world }, { user, params: { task_gid: gid = "" } }) {
    const { stories } = findTask(world, gid, user);
    const alive = stories.filter(({ deletedAt }) => deletedAt === null);
    return { kind: "list", resources: alive.map((story) => storyRecord(world, story, user)) };
  },
};

const createStoryForTask: Route = {
  name: "createStoryForTask",
  verb: "POST",
  path: "/tasks/{task_gid}/stories",
  data: {
    writable: ["text", "html_text", "is_pinned"],
    readOnly: READ_ONLY,
    unbuilt: ["sticker_name"],
  },
  run(context, call) {
    const { world, deeds } = context;
    const { user, data, params } = call;
    const task = findTask(world, params.task_gid ?? "", user);
    const isPinned = data.flag("is_pinned") ?? false;
    const content = readContent(context, call, "text");
    // AS-docs errors; that an empty comment is one without input is not confirmed.
    if (!content || content.length === 0) throw missing("text");
    const story = deeds.comment(task, user, content);
    story.isPinned = isPinned;
    return {
      kind: "one",
      resource: storyRecord(world, story, user),
      newAt: `/stories/${story.gid}`,
    };
  },
};

const getStory: Route = {
  name: "getStory",
  verb: "GET",
  path: "/stories/{story_gid}",
  run({ world }, { user, params: { story_gid: gid = "" } }) {
    return { kind: "one", resource: storyRecord(world, findStory(world, gid, user), user) };
  },
};

const updateStory: Route = {
  name: "updateStory",
  verb: "PUT",
  path: "/stories/{story_gid}",
  data: createStoryForTask.data ?? { writable: [] },
  run(context, call) {
    const { world, deeds } = context;
    const { user, data, params } = call;
    const story = findStory(world, params.story_gid ?? "", user);
    const isPinned = data.flag("is_pinned");
    if (data.has("text") || data.has("html_text")) checkOwn(story, user, "edit");
    const content = readContent(context, call, "text");
    if (content?.length === 0) throw missing("text");
    if (content && !isDeepStrictEqual(content, current(story).content)) {
      deeds.editComment(story, user, content);
    }
    if (isPinned !== undefined) story.isPinned = isPinned;
    return { kind: "one", resource: storyRecord(world, story, user) };
  },
};

const deleteStory: Route = {
  name: "deleteStory",
  verb: "DELETE",
  path: "/stories/{story_gid}",
  run({ world, deeds }, { user, params: { story_gid: gid = "" } }) {
    const story = findStory(world, gid, user);
    checkOwn(story, user, "delete");
    deeds.deleteStory(story, user);
    return { kind: "empty" };
  },
};

/**
 * AS-oas updateStory: "Only comment stories can have their text updated"; deleteStory: "A user can
 * only delete stories they have created". The wording is not confirmed.
 */
function checkOwn(story: Story, user: Person, what: "edit" | "delete"): void {
  if (isComment(story) && story.createdBy === user) return;
  throw new Refusal(403, `You do not have permission to ${what} this story.`);
}

export const STORY_ROUTES: readonly Route[] = [
  getStoriesForTask,
  createStoryForTask,
  getStory,
  updateStory,
  deleteStory,
];
