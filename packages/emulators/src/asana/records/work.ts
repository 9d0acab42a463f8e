import { iso, isoOrNull } from "../clock.ts";
import type { Attachment, Person, Project, Section, Task } from "../model.ts";
import { Resource } from "../resource.ts";
import { toHtml, toText } from "../rich/render.ts";
import type { World } from "../world.ts";
import { userOrNull, userRecord, workspaceRecord } from "./people.ts";

/** AS-oas ProjectResponse, as far as it is built. */
export function projectRecord(world: World, project: Project): Resource {
  const people = () => [...project.members].map((member) => userRecord(world, member));
  return new Resource(
    {
      gid: () => project.gid,
      resource_type: () => "project",
      name: () => project.name,
      archived: () => false,
      color: () => null,
      completed: () => false,
      completed_at: () => null,
      created_at: () => iso(project.createdAt),
      custom_fields: () => [],
      due_on: () => null,
      followers: people,
      members: people,
      modified_at: () => iso(project.createdAt),
      notes: () => "",
      owner: () => userRecord(world, project.owner),
      permalink_url: () => permalink(world, `project/${project.gid}`),
      privacy_setting: () => (project.isPrivate ? "private" : "public_to_workspace"),
      public: () => !project.isPrivate,
      start_on: () => null,
      workspace: () => workspaceRecord(world),
    },
    ["gid", "resource_type", "name"],
  );
}

function sectionRecord({ gid, name }: Section): Resource {
  const fields = { gid: () => gid, resource_type: () => "section", name: () => name };
  return new Resource(fields, ["gid", "resource_type", "name"]);
}

/** AS-oas TaskResponse. A list shows the compact record. */
export function taskRecord(world: World, task: Task, reader: Person): Resource {
  const { gid, assignee, projects } = task;
  const resolve = world.resolver(reader);
  const home = projects[0] ? `project/${projects[0].gid}/task/${gid}` : `task/${gid}`;
  return new Resource(
    {
      gid: () => gid,
      resource_type: () => "task",
      name: () => task.name,
      resource_subtype: () => task.subtype,
      actual_time_minutes: () => null,
      ...(task.subtype === "approval" ? { approval_status: () => task.approval } : {}),
      assignee: () => userOrNull(world, assignee),
      assignee_status: () => "upcoming",
      completed: () => task.completedAt !== null,
      completed_at: () => isoOrNull(task.completedAt),
      completed_by: () => userOrNull(world, task.completedBy),
      created_at: () => iso(task.createdAt),
      created_by: () => userRecord(world, task.createdBy),
      custom_fields: () => [],
      due_at: () => null,
      due_on: () => task.dueOn,
      followers: () => [...task.followers].map((one) => userRecord(world, one)),
      hearted: () => false,
      hearts: () => [],
      html_notes: () => toHtml(task.notes, resolve),
      liked: () => false,
      likes: () => [],
      memberships: () => projects.map((project) => inProject(world, project)),
      modified_at: () => iso(task.modifiedAt),
      notes: () => toText(task.notes, resolve),
      num_hearts: () => 0,
      num_likes: () => 0,
      num_subtasks: () => task.subtasks.filter(({ deletedAt }) => deletedAt === null).length,
      parent: () => task.parent && taskRecord(world, task.parent, reader),
      permalink_url: () => permalink(world, home),
      projects: () => projects.map((project) => projectRecord(world, project)),
      start_at: () => null,
      start_on: () => null,
      tags: () => [],
      workspace: () => workspaceRecord(world),
    },
    ["gid", "resource_type", "name", "resource_subtype"],
    // AS-oas: [Opt In], and `completed_by`, which recorded answers leave out.
    ["completed_by", "created_by", "html_notes", "num_subtasks"],
    ["approval_status"],
  );
}

function inProject(world: World, project: Project): Resource {
  const fields = {
    project: () => projectRecord(world, project),
    section: () => sectionRecord(project.section),
  };
  return new Resource(fields, ["project", "section"]);
}

/** AS-oas AttachmentResponse. @param link a fresh `download_url` */
export function attachmentRecord(
  world: World,
  attachment: Attachment,
  reader: Person,
  link: () => string,
): Resource {
  const { gid, name, bytes, task } = attachment;
  return new Resource(
    {
      gid: () => gid,
      resource_type: () => "attachment",
      name: () => name,
      resource_subtype: () => "asana",
      created_at: () => iso(attachment.createdAt),
      download_url: link,
      host: () => "asana",
      parent: () => taskRecord(world, task, reader),
      permanent_url: () => `https://app.asana.com/app/asana/-/get_asset?asset_id=${gid}`,
      size: () => bytes.length,
      view_url: link,
    },
    ["gid", "resource_type", "name", "resource_subtype"],
  );
}

/** Recorded in 2026: .../1/<workspace>/project/<project>/task/<task>. */
function permalink(world: World, path: string): string {
  return `https://app.asana.com/1/${world.workspace.gid}/${path}`;
}
