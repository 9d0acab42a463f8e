import type { ApiCall } from "../call.ts";
import type { TaskDraft } from "../deeds.ts";
import { APPROVALS, type Task } from "../model.ts";
import { taskRecord } from "../records/work.ts";
import { badRequest, missing } from "../refusal.ts";
import { NOTES_TAGS } from "../rich/rich.ts";
import { checkWorkspace, findProject, findTask, readContent } from "./find.ts";
import type { Answer, Context, Route } from "./route.ts";

/** AS-oas TaskRequest: what this emulator has no place for. */
const UNBUILT =
  "assignee_section assignee_status custom_fields due_at external liked start_at start_on".split(
    " ",
  );

/** AS-oas TaskResponse: what can be read only. */
const READ_ONLY =
  "gid resource_type created_at created_by completed_at completed_by modified_at permalink_url num_subtasks hearted hearts num_hearts likes num_likes memberships is_rendered_as_separator actual_time_minutes dependencies dependents".split(
    " ",
  );

const EDITABLE = ["name", "notes", "html_notes", "assignee", "completed", "due_on"];

/** Set once, changed by `addProject`, `addFollowers` and the like afterwards (AS-oas). */
const CREATE_ONLY = ["followers", "parent", "projects", "resource_subtype", "tags", "workspace"];

const getTask: Route = {
  name: "getTask",
  verb: "GET",
  path: "/tasks/{task_gid}",
  run({ world }, { user, params: { task_gid: gid = "" } }) {
    return { kind: "one", resource: taskRecord(world, findTask(world, gid, user), user) };
  },
};

const updateTask: Route = {
  name: "updateTask",
  verb: "PUT",
  path: "/tasks/{task_gid}",
  data: {
    writable: [...EDITABLE, "approval_status"],
    readOnly: [...READ_ONLY, ...CREATE_ONLY],
    unbuilt: UNBUILT,
  },
  run(context, call) {
    const { world, deeds } = context;
    const { user, data, params } = call;
    const task = findTask(world, params.task_gid ?? "", user);
    const name = data.text("name");
    const assignee = data.person("assignee", (id) => world.findPerson(id, user));
    const completed = data.flag("completed");
    const approval = readApproval(call, task.subtype);
    const dueOn = readDueOn(call);
    const notes = readContent(context, call, "notes", NOTES_TAGS);
    if (typeof name === "string") deeds.rename(task, user, name);
    if (notes) deeds.describe(task, user, notes);
    if (assignee !== undefined) deeds.assign(task, user, assignee);
    if (dueOn !== undefined) deeds.due(task, user, dueOn);
    if (completed !== undefined) deeds.complete(task, user, completed);
    if (approval) deeds.decide(task, user, approval);
    return { kind: "one", resource: taskRecord(world, task, user) };
  },
};

const createTask: Route = {
  name: "createTask",
  verb: "POST",
  path: "/tasks",
  data: {
    writable: [...EDITABLE, "approval_status", ...CREATE_ONLY.filter((name) => name !== "tags")],
    readOnly: READ_ONLY,
    unbuilt: [...UNBUILT, "tags"],
  },
  run(context, call) {
    const { world } = context;
    const { data, user } = call;
    const workspace = data.gid("workspace");
    const parentGid = data.gid("parent");
    const projects = data.gids("projects");
    // forum t/44096.
    if (!workspace && !parentGid && !projects?.length) {
      throw badRequest("You should specify one of workspace, parent, projects");
    }
    if (workspace) checkWorkspace(world, workspace);
    const parent = parentGid ? findTask(world, parentGid, user, "parent") : null;
    return create(context, call, {
      parent,
      projects: (projects ?? []).map((gid) => findProject(world, gid, user, "projects")),
    });
  },
};

const createSubtaskForTask: Route = {
  name: "createSubtaskForTask",
  verb: "POST",
  path: "/tasks/{task_gid}/subtasks",
  data: {
    writable: [...EDITABLE, "approval_status", "followers", "resource_subtype"],
    readOnly: READ_ONLY,
    unbuilt: [...UNBUILT, "tags", "parent", "projects", "workspace"],
  },
  run(context, call) {
    const parent = findTask(context.world, call.params.task_gid ?? "", call.user);
    return create(context, call, { parent });
  },
};

function create(context: Context, call: ApiCall, where: Partial<TaskDraft>): Answer {
  const { world, deeds } = context;
  const { data, user } = call;
  const find = (id: string) => world.findPerson(id, user);
  const subtype = data.choice("resource_subtype", ["default_task", "approval"]) ?? "default_task";
  const approval = readApproval(call, subtype);
  const draft: TaskDraft = {
    ...where,
    name: data.text("name") ?? "",
    notes: readContent(context, call, "notes", NOTES_TAGS) ?? [],
    assignee: data.person("assignee", find) ?? null,
    followers: data.people("followers", find) ?? [],
    dueOn: readDueOn(call) ?? null,
    subtype,
  };
  const completed = data.flag("completed");
  const task = deeds.createTask(user, draft);
  if (completed) deeds.complete(task, user, true);
  if (approval) deeds.decide(task, user, approval);
  return { kind: "one", resource: taskRecord(world, task, user), newAt: `/tasks/${task.gid}` };
}

function readApproval({ data }: ApiCall, subtype: Task["subtype"]) {
  const approval = data.choice("approval_status", APPROVALS);
  // AS-oas approval_status: "*Conditional*", of approvals. The wording is not confirmed.
  if (approval && subtype !== "approval") {
    throw badRequest("approval_status: Cannot write this property");
  }
  return approval;
}

function readDueOn({ data }: ApiCall): string | null | undefined {
  const dueOn = data.text("due_on");
  if (!dueOn || (/^\d{4}-\d{2}-\d{2}$/.test(dueOn) && !Number.isNaN(Date.parse(dueOn)))) {
    return dueOn;
  }
  // forum t/69643.
  throw badRequest(`due_on: Date must be in ISO-8601 (yyyy-mm-dd) format, not: ${dueOn}`);
}

const addFollowersForTask: Route = {
  name: "addFollowersForTask",
  verb: "POST",
  path: "/tasks/{task_gid}/addFollowers",
  data: { writable: ["followers"] },
  run({ world, deeds }, { user, data, params: { task_gid: gid = "" } }) {
    const task = findTask(world, gid, user);
    const people = data.people("followers", (id) => world.findPerson(id, user));
    if (!people) throw missing("followers");
    deeds.follow(task, user, people);
    return { kind: "one", resource: taskRecord(world, task, user) };
  },
};

export const TASK_ROUTES: readonly Route[] = [
  getTask,
  updateTask,
  createTask,
  createSubtaskForTask,
  addFollowersForTask,
];
