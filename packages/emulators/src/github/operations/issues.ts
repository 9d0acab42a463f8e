import { addLabel, assign, removeLabel, unassign } from "../acts/people.ts";
import { editThread, setState } from "../acts/threads.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { GitHubRefusal, invalidRequest, validationFailed } from "../api/refusal.ts";
import { type RepoContext, repoOperation } from "../api/repo-operation.ts";
import { showIssue, showLabel } from "../show/issue.ts";
import type { Actor } from "../state/account.ts";
import { hasRole } from "../state/repo.ts";
import type { Thread } from "../state/thread.ts";
import { isTooLong, threadOf } from "./target.ts";

const NEEDS = ["issues", "pull_requests"];

const getIssue = repoOperation({
  name: "getIssue",
  id: "issues/get",
  verb: "GET",
  path: "/issues/{issue_number}",
  docs: "issues/issues#get-an-issue",
  needs: NEEDS,
  run({ world, repo, params }) {
    return { status: 200, body: showIssue(world.hub, threadOf(world.hub, repo, params, "GET")) };
  },
});

/** State, title and body; the rest is refused loudly. */
const updateIssue = repoOperation({
  name: "updateIssue",
  id: "issues/update",
  verb: "PATCH",
  path: "/issues/{issue_number}",
  docs: "issues/issues#update-an-issue",
  needs: NEEDS,
  run({ world, actor, repo, params, body }) {
    const thread = threadOf(world.hub, repo, params, "PATCH");
    mayEdit(actor, thread);
    const by = byOf(actor);
    const title = body.optionalText("title");
    const text = body.optionalText("body");
    const state = body.optionalText("state");
    if (state !== undefined && state !== "open" && state !== "closed") {
      throw invalidRequest(`"${state}" is not a member of ["open", "closed"].`);
    }
    // A body that is too long is left as it was, with 200 (objectstack#18826).
    const fits = text !== undefined && !isTooLong(text);
    if (title !== undefined || fits) {
      const change = { ...(title === undefined ? {} : { title }), ...(fits ? { body: text } : {}) };
      editThread(world, thread, by, change);
    }
    if (state && state !== thread.state) {
      setState(world, thread, by, state, body.optionalText("state_reason") ?? null);
    }
    return { status: 200, body: showIssue(world.hub, thread) };
  },
});

const listLabels = (context: RepoContext, thread: Thread) =>
  pageOf(context, thread.labels, (label) => showLabel(context.world.hub, thread, label));

const addLabels = repoOperation({
  name: "addLabels",
  id: "issues/add-labels",
  verb: "POST",
  path: "/issues/{issue_number}/labels",
  docs: "issues/labels#add-labels-to-an-issue",
  needs: NEEDS,
  run(context) {
    const { world, actor, repo, params, body } = context;
    const thread = threadOf(world.hub, repo, params, "POST", "/labels");
    mayEdit(actor, thread);
    for (const name of body.names("labels", "name") ?? []) {
      addLabel(world, thread, byOf(actor), name);
    }
    return listLabels(context, thread);
  },
});

const dropLabel = repoOperation({
  name: "removeLabel",
  id: "issues/remove-label",
  verb: "DELETE",
  path: "/issues/{issue_number}/labels/{name}",
  docs: "issues/labels#remove-a-label-from-an-issue",
  needs: NEEDS,
  run(context) {
    const { world, actor, repo, params } = context;
    const thread = threadOf(world.hub, repo, params, "DELETE", `/labels/${params.name}`);
    mayEdit(actor, thread);
    const wanted = params.name?.toLowerCase();
    const label = thread.labels.find(({ name }) => name.toLowerCase() === wanted);
    if (!label) throw new GitHubRefusal(404, "Label does not exist");
    removeLabel(world, thread, byOf(actor), label);
    return listLabels(context, thread);
  },
});

const addAssignees = repoOperation({
  name: "addAssignees",
  id: "issues/add-assignees",
  verb: "POST",
  path: "/issues/{issue_number}/assignees",
  docs: "issues/assignees#add-assignees-to-an-issue",
  needs: NEEDS,
  run({ world, actor, repo, params, body }) {
    const thread = threadOf(world.hub, repo, params, "POST", "/assignees");
    mayEdit(actor, thread);
    for (const login of body.names("assignees", "login") ?? []) {
      const user = world.hub.findAccount(login);
      // GH-docs: whoever cannot be assigned is left out in silence.
      if (user && hasRole(repo, user, "read") && (repo.private || hasRole(repo, user, "triage"))) {
        assign(world, thread, byOf(actor), user);
      }
    }
    return { status: 201, body: showIssue(world.hub, thread) };
  },
});

const removeAssignees = repoOperation({
  name: "removeAssignees",
  id: "issues/remove-assignees",
  verb: "DELETE",
  path: "/issues/{issue_number}/assignees",
  docs: "issues/assignees#remove-assignees-from-an-issue",
  needs: NEEDS,
  run({ world, actor, repo, params, body }) {
    const thread = threadOf(world.hub, repo, params, "DELETE", "/assignees");
    mayEdit(actor, thread);
    const logins = body.names("assignees", "login");
    if (!logins)
      throw validationFailed({ resource: "Issue", code: "missing_field", field: "assignees" });
    for (const user of thread.assignees.filter(({ login }) => logins.includes(login))) {
      unassign(world, thread, byOf(actor), user);
    }
    return { status: 200, body: showIssue(world.hub, thread) };
  },
});

/** Authors may, and people with triage access. @throws GitHubRefusal 403 */
function mayEdit(actor: Actor, { author, repo }: Thread): void {
  if (actor.kind !== "user" || author === actor.user) return;
  if (hasRole(repo, actor.user, "triage")) return;
  throw new GitHubRefusal(403, "Must have admin rights to Repository.");
}

export const ISSUES: readonly Operation[] = [
  getIssue,
  updateIssue,
  addLabels,
  dropLabel,
  addAssignees,
  removeAssignees,
];
