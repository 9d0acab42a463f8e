import { iso } from "../clock.ts";
import { current, isComment, type Person, type Story } from "../model.ts";
import { Resource } from "../resource.ts";
import { toFragment, toHtml, toText } from "../rich/render.ts";
import type { World } from "../world.ts";
import { userOrNull, userRecord } from "./people.ts";
import { projectRecord, taskRecord } from "./work.ts";

/** AS-oas StoryResponse: each is there for some subtypes only. */
const CONDITIONAL: readonly string[] = [
  ..."assignee custom_field dependency duplicate_of duplicated_from follower project".split(" "),
  ..."is_edited is_pinned previews sticker_name story tag task".split(" "),
  ..."approval_status date_value dates enum_value multi_enum_values name number_value people_value resource_subtype section text_value"
    .split(" ")
    .flatMap((name) => [`old_${name}`, `new_${name}`]),
];

/** AS-oas StoryResponse. A list shows the compact record. */
export function storyRecord(world: World, story: Story, reader: Person): Resource {
  const { gid, about } = story;
  const { assignee, project } = about;
  const comment = isComment(story);
  const { content } = current(story);
  const resolve = world.resolver(reader);
  const mine = story.createdBy === reader;
  return new Resource(
    {
      gid: () => gid,
      resource_type: () => "story",
      created_at: () => iso(story.createdAt),
      created_by: () => userOrNull(world, story.createdBy),
      resource_subtype: () => story.subtype,
      text: () => toText(content, resolve),
      // AS-oas StoryBase: [Opt In]. What the system says is no document (recorded answer).
      html_text: () => (comment ? toHtml(content, resolve) : toFragment(content, resolve)),
      type: () => (comment ? "comment" : "system"),
      hearted: () => story.likes.has(reader),
      hearts: () => likes(world, story),
      num_hearts: () => story.likes.size,
      liked: () => story.likes.has(reader),
      likes: () => likes(world, story),
      num_likes: () => story.likes.size,
      is_editable: () => comment && mine,
      ...(comment ? commentFields(story) : {}),
      ...(assignee ? { assignee: () => userRecord(world, assignee) } : {}),
      ...(project ? { project: () => projectRecord(world, project) } : {}),
      source: () => story.source,
      target: () => taskRecord(world, story.task, reader),
    },
    ["gid", "resource_type", "created_at", "created_by", "resource_subtype", "text"],
    ["html_text"],
    CONDITIONAL,
  );
}

/** AS-oas: "*Conditional*". */
function commentFields(story: Story) {
  return {
    is_edited: () => story.versions.length > 1,
    is_pinned: () => story.isPinned,
    previews: () => [],
    sticker_name: () => null,
  };
}

/** AS-oas Like. */
function likes(world: World, { gid, likes: people }: Story): Resource[] {
  return [...people].map((person, n) => {
    const fields = { gid: () => `${gid}${n}`, user: () => userRecord(world, person) };
    return new Resource(fields, ["gid", "user"]);
  });
}
