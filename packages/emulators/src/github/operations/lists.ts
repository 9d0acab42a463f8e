import { addLabel, assign } from "../acts/people.ts";
import { openThread } from "../acts/threads.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { pageOf, since } from "../api/paging.ts";
import { GitHubRefusal, notBuilt, validationFailed } from "../api/refusal.ts";
import { type RepoContext, repoOperation } from "../api/repo-operation.ts";
import { showIssue } from "../show/issue.ts";
import { showPullSimple } from "../show/pull.ts";
import { hasRole } from "../state/repo.ts";
import type { Thread } from "../state/thread.ts";
import { checkText } from "./target.ts";

/** What is open, closed or both, newest first (GH-oas: `sort=created`, `direction=desc`). */
function listed({ repo, query }: RepoContext): Thread[] {
  for (const name of query.keys()) {
    if (!BUILT.includes(name)) throw notBuilt(`the parameter ${name}`);
  }
  const state = query.get("state") ?? "open";
  const all = [...repo.threads.values()].filter(({ deletedAt }) => deletedAt === null);
  return all
    .filter((thread) => state === "all" || thread.state === state)
    .toSorted((one, other) => other.createdAt - one.createdAt || other.number - one.number);
}
const BUILT = ["state", "since", "labels", "assignee", "per_page", "page"];

/** "GitHub's REST API considers every pull request an issue" (GH-docs): both are listed. */
const listIssues = repoOperation({
  name: "listIssues",
  id: "issues/list-for-repo",
  verb: "GET",
  path: "/issues",
  docs: "issues/issues#list-repository-issues",
  needs: ["issues", "pull_requests"],
  run(context) {
    const { world, query } = context;
    const labels = (query.get("labels") ?? "").toLowerCase().split(",").filter(Boolean);
    const assignee = query.get("assignee");
    const shown = since(query, listed(context)).filter(
      (thread) =>
        labels.every((name) => thread.labels.some((label) => label.name.toLowerCase() === name)) &&
        (assignee === null || thread.assignees.some(({ login }) => login === assignee)),
    );
    return pageOf(context, shown, (thread) => showIssue(world.hub, thread));
  },
});

const listPulls = repoOperation({
  name: "listPulls",
  id: "pulls/list",
  verb: "GET",
  path: "/pulls",
  docs: "pulls/pulls#list-pull-requests",
  needs: ["pull_requests"],
  run(context) {
    const pulls = listed(context).flatMap((thread) =>
      thread.pull ? [{ thread, pull: thread.pull }] : [],
    );
    return pageOf(context, pulls, ({ thread, pull }) =>
      showPullSimple(context.world.hub, thread, pull),
    );
  },
});

const createIssue = repoOperation({
  name: "createIssue",
  id: "issues/create",
  verb: "POST",
  path: "/issues",
  docs: "issues/issues#create-an-issue",
  needs: ["issues"],
  creates: true,
  run({ world, actor, repo, body }) {
    const title = body.text("title");
    const text = body.optionalText("body") ?? "";
    if (!repo.hasIssues) throw new GitHubRefusal(410, "Issues are disabled for this repo");
    if (title.trim() === "") {
      throw validationFailed({ resource: "Issue", code: "missing_field", field: "title" });
    }
    if (text !== "") checkText("Issue", text);
    const by = byOf(actor);
    const { thread } = openThread(world, repo, by, { title, body: text });
    // GH-oas: without push access they are "silently dropped".
    const isTrusted = actor.kind !== "user" || hasRole(repo, actor.user, "write");
    for (const name of isTrusted ? (body.names("labels", "name") ?? []) : []) {
      addLabel(world, thread, by, name);
    }
    for (const login of isTrusted ? (body.names("assignees", "login") ?? []) : []) {
      const user = world.hub.findAccount(login);
      // As recorded of clients: one who cannot be assigned refuses the whole.
      if (!user || !hasRole(repo, user, "triage")) {
        throw validationFailed({
          resource: "Issue",
          code: "invalid",
          field: "assignees",
          value: login,
        });
      }
      assign(world, thread, by, user);
    }
    const shown = showIssue(world.hub, thread);
    return { status: 201, body: shown, headers: { location: String(shown.url) } };
  },
});

export const LISTS: readonly Operation[] = [listIssues, listPulls, createIssue];
