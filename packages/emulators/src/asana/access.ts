import type { Person, Project, Task } from "./model.ts";

/** A token sees what its user sees. */
export function canSeeProject({ isPrivate, members }: Project, person: Person): boolean {
  if (!person.active) return false;
  return members.has(person) || (!isPrivate && person.kind === "member");
}

/** Collaborators always, others by way of a project or of the parent task. */
export function canSeeTask(task: Task, person: Person): boolean {
  if (!person.active) return false;
  if (task.followers.has(person) || task.assignee === person) return true;
  if (task.isPrivate) return false;
  if (task.parent && canSeeTask(task.parent, person)) return true;
  return task.projects.some((project) => canSeeProject(project, person));
}
