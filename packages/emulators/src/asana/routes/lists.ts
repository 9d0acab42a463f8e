import { canSeeTask } from "../access.ts";
import type { ApiCall } from "../call.ts";
import type { Person, Task } from "../model.ts";
import { projectRecord, taskRecord } from "../records/work.ts";
import { badRequest, notAnId, notBuilt } from "../refusal.ts";
import { checkWorkspace, findProject, findTask } from "./find.ts";
import type { Answer, Context, Route } from "./route.ts";

const getProject: Route = {
  name: "getProject",
  verb: "GET",
  path: "/projects/{project_gid}",
  run({ world }, { user, params: { project_gid: gid = "" } }) {
    return { kind: "one", resource: projectRecord(world, findProject(world, gid, user)) };
  },
};

const getTasksForProject: Route = {
  name: "getTasksForProject",
  verb: "GET",
  path: "/projects/{project_gid}/tasks",
  query: ["completed_since"],
  run(context, call) {
    const { user, params } = call;
    const project = findProject(context.world, params.project_gid ?? "", user);
    return list(context, call, (task) => task.projects.includes(project));
  },
};

const getSubtasksForTask: Route = {
  name: "getSubtasksForTask",
  verb: "GET",
  path: "/tasks/{task_gid}/subtasks",
  run(context, call) {
    const parent = findTask(context.world, call.params.task_gid ?? "", call.user);
    return list(context, call, (task) => task.parent === parent);
  },
};

const getTasks: Route = {
  name: "getTasks",
  verb: "GET",
  path: "/tasks",
  query: ["assignee", "project", "workspace", "completed_since", "modified_since"],
  run(context, call) {
    const { world } = context;
    const { query, user } = call;
    for (const name of ["section", "tag", "user_task_list"]) {
      if (query.has(name)) throw notBuilt(name);
    }
    const project = query.get("project");
    const workspace = query.get("workspace");
    const assignee = query.get("assignee");
    const byPerson = workspace !== null && assignee !== null;
    // tmacwill/asana-client#5 and forum; the words of today.
    if ((project === null) !== byPerson || (!byPerson && (workspace ?? assignee) !== null)) {
      throw badRequest(
        "Must specify exactly one of project, tag, section, user task list, or assignee + workspace",
      );
    }
    if (project !== null) {
      const found = findProject(world, project, user);
      return list(context, call, (task) => task.projects.includes(found));
    }
    checkWorkspace(world, workspace ?? "");
    const person = findAssignee(context, assignee ?? "", user);
    return list(context, call, (task) => task.assignee === person);
  },
};

function findAssignee({ world }: Context, id: string, user: Person): Person {
  const person = world.findPerson(id, user);
  if (!person) throw notAnId("assignee", id);
  return person;
}

function list(
  { world }: Context,
  { query, user }: ApiCall,
  isMeant: (task: Task) => boolean,
): Answer {
  const modifiedSince = readTime(query, "modified_since", world.now());
  const completedSince = readTime(query, "completed_since", world.now());
  const tasks = [...world.tasks.values()].filter(
    (task) =>
      task.deletedAt === null &&
      isMeant(task) &&
      canSeeTask(task, user) &&
      task.modifiedAt >= modifiedSince &&
      // AS-oas completed_since: "either incomplete or completed since this time".
      (task.completedAt ?? Number.POSITIVE_INFINITY) >= completedSince,
  );
  return { kind: "list", resources: tasks.map((task) => taskRecord(world, task, user)) };
}

function readTime(query: URLSearchParams, name: string, now: number): number {
  const given = query.get(name);
  if (given === null) return 0;
  if (given === "now" && name === "completed_since") return now;
  const time = Date.parse(given);
  // The wording is that for dates (forum t/69643), not confirmed for times.
  if (Number.isNaN(time)) {
    throw badRequest(`${name}: Date must be in ISO-8601 format, not: ${given}`);
  }
  return time;
}

export const LIST_ROUTES: readonly Route[] = [
  getProject,
  getTasksForProject,
  getSubtasksForTask,
  getTasks,
];
