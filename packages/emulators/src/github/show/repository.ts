import type { Account } from "../state/account.ts";
import type { Hub } from "../state/hub.ts";
import { fullName, hasRole, type Repo } from "../state/repo.ts";
import { isOpen } from "../state/thread.ts";
import type { Json } from "../types.ts";
import { iso, repoApi, repoWeb } from "./urls.ts";
import { showUser } from "./user.ts";

/** Paths below a repository's address, by the name of their field. */
const LINKS: Readonly<Record<string, string>> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** GH-oas minimal-repository, without its optional fields. */
export function showMinimalRepository(hub: Hub, repo: Repo): Json {
  const api = repoApi(hub, repo);
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
    owner: showUser(hub, repo.owner),
    html_url: repoWeb(hub, repo),
    description: null,
    fork: false,
    url: api,
    ...Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [name, api + path])),
  };
}

/** GH-oas repository and repository-webhooks. */
export function showRepository(hub: Hub, repo: Repo): Json {
  const open = [...repo.threads.values()].filter(isOpen).length;
  const name = fullName(repo);
  return {
    ...showMinimalRepository(hub, repo),
    git_url: `git://github.com/${name}.git`,
    ssh_url: `git@github.com:${name}.git`,
    clone_url: `${hub.web}/${name}.git`,
    svn_url: `${hub.web}/${name}`,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    language: null,
    has_issues: repo.hasIssues,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: repo.hasDiscussions,
    forks_count: 0,
    forks: 0,
    mirror_url: null,
    archived: repo.archived,
    disabled: false,
    open_issues_count: open,
    open_issues: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.private ? "private" : "public",
    default_branch: repo.defaultBranch,
    created_at: iso(repo.createdAt),
    updated_at: iso(repo.updatedAt),
    pushed_at: iso(repo.updatedAt),
  };
}

/** GH-oas full-repository. `viewer`: whose permissions are shown, if any. */
export function showFullRepository(hub: Hub, repo: Repo, viewer: Account | null): Json {
  return {
    ...showRepository(hub, repo),
    network_count: 0,
    subscribers_count: 0,
    ...(viewer ? { permissions: showPermissions(repo, viewer) } : {}),
    ...(repo.owner.type === "Organization" ? { organization: showUser(hub, repo.owner) } : {}),
  };
}

/** GH-oas permissions of a repository and of a collaborator. */
export function showPermissions(repo: Repo, user: Account): Json {
  return {
    admin: hasRole(repo, user, "admin"),
    maintain: hasRole(repo, user, "maintain"),
    push: hasRole(repo, user, "write"),
    triage: hasRole(repo, user, "triage"),
    pull: hasRole(repo, user, "read"),
  };
}
