import type { Context, Operation } from "../api/operation.ts";
import { pageOf } from "../api/paging.ts";
import { GitHubRefusal, notBuilt, validationFailed } from "../api/refusal.ts";
import { canSee } from "../api/repo-operation.ts";
import { showIssue } from "../show/issue.ts";
import { showMinimalRepository } from "../show/repository.ts";
import { repoApi, repoWeb } from "../show/urls.ts";
import { sha } from "../state/ids.ts";
import { textOf } from "../state/post.ts";
import type { Repo } from "../state/repo.ts";
import type { Thread } from "../state/thread.ts";

/** A query as it was written: words, and qualifiers by name. */
interface Asked {
  readonly words: readonly string[];
  readonly is: readonly string[];
  readonly repos: readonly Repo[];
  readonly by: ReadonlyMap<string, string>;
}

/** @throws GitHubRefusal 422 */
function asked({ query, world, actor }: Context, built: readonly string[]): Asked {
  const q = query.get("q")?.trim();
  if (!q) throw validationFailed({ resource: "Search", field: "q", code: "missing" });
  const terms = q.match(/(?:\w+:)?(?:"[^"]*"|\S+)/g) ?? [];
  const is: string[] = [];
  const by = new Map<string, string>();
  const words: string[] = [];
  const seen = [...world.hub.repos.values()].filter((repo) => canSee(actor, repo));
  const named: Repo[] = [];
  for (const term of terms) {
    const [, name = "", value = ""] = /^(\w+):"?([^"]*)"?$/.exec(term) ?? [];
    if (name === "") words.push(term.replaceAll('"', "").toLowerCase());
    else if (name === "repo") {
      const [owner = "", repo = ""] = value.split("/");
      const found = world.hub.findRepo(owner, repo);
      // Recorded by many clients; a repository that cannot be seen is none.
      if (!found || !seen.includes(found)) {
        const message =
          "The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.";
        throw validationFailed({ message, resource: "Search", field: "q", code: "invalid" });
      }
      named.push(found);
    } else if (name === "is") is.push(value === "pr" ? "pull-request" : value);
    else if (built.includes(name)) by.set(name, value.toLowerCase());
    else throw notBuilt(`the qualifier ${name}`);
  }
  // Several are searched together.
  return { words, is, repos: named.length > 0 ? named : seen, by };
}

const searchIssues: Operation = {
  name: "searchIssues",
  id: "search/issues-and-pull-requests",
  verb: "GET",
  path: "/search/issues",
  docs: "search/search#search-issues-and-pull-requests",
  as: "anybody",
  run(context) {
    const { words, is, repos, by } = asked(context, ["state", "author", "label", "assignee"]);
    // Of Apps alone, as recorded by clients since 2023.
    if (context.actor.kind !== "user" && !is.some((one) => KINDS.includes(one))) {
      const message = "Query must include 'is:issue' or 'is:pull-request'";
      throw validationFailed({ message, resource: "Search", field: "q", code: "invalid" });
    }
    const fits = (thread: Thread) => {
      const said = [thread.title, textOf(thread), ...thread.comments.map(textOf)].join("\n");
      return (
        thread.deletedAt === null &&
        words.every((word) => said.toLowerCase().includes(word)) &&
        is.every((one) =>
          KINDS.includes(one) ? (one === "issue") === !thread.pull : one === thread.state,
        ) &&
        (by.get("state") ?? thread.state) === thread.state &&
        (by.get("author") ?? thread.author.login.toLowerCase()) ===
          thread.author.login.toLowerCase() &&
        has(by.get("label"), thread.labels, ({ name }) => name) &&
        has(by.get("assignee"), thread.assignees, ({ login }) => login)
      );
    };
    const found = repos.flatMap(({ threads }) => [...threads.values()].filter(fits));
    const { hub } = context.world;
    return pageOf(
      context,
      found,
      // GH-oas issue-search-result-item: the body is left out where an issue has none.
      (thread) => ({ ...showIssue(hub, thread), body: textOf(thread) || undefined, score: 1 }),
      (items) => ({
        total_count: found.length,
        incomplete_results: false,
        search_type: "lexical",
        items,
      }),
    );
  },
};
const KINDS = ["issue", "pull-request"];

function has<T>(wanted: string | undefined, all: readonly T[], name: (one: T) => string): boolean {
  return wanted === undefined || all.some((one) => name(one).toLowerCase() === wanted);
}

/** Only the default branch is searched, and only with words (GH-docs, considerations for code search). */
const searchCode: Operation = {
  name: "searchCode",
  id: "search/code",
  verb: "GET",
  path: "/search/code",
  docs: "search/search#search-code",
  as: "anybody",
  run(context) {
    const { words, repos } = asked(context, []);
    if (words.length === 0) {
      throw new GitHubRefusal(422, "ERROR_TYPE_QUERY_PARSING_FATAL unable to parse query!");
    }
    const { hub } = context.world;
    const found = repos.flatMap((repo) =>
      [...repo.files]
        .filter(([path, text]) => {
          const all = `${path}\n${text}`.toLowerCase();
          return words.every((word) => all.includes(word));
        })
        .map(([path, text]) => ({ repo, path, text })),
    );
    return pageOf(
      context,
      found,
      ({ repo, path, text }) => {
        const encoded = path.split("/").map(encodeURIComponent).join("/");
        const blob = sha(path + text);
        return {
          name: path.split("/").at(-1),
          path,
          sha: blob,
          url: `${repoApi(hub, repo)}/contents/${encoded}?ref=${repo.defaultBranch}`,
          git_url: `${repoApi(hub, repo)}/git/blobs/${blob}`,
          html_url: `${repoWeb(hub, repo)}/blob/${repo.defaultBranch}/${encoded}`,
          repository: showMinimalRepository(hub, repo),
          score: 1,
        };
      },
      (items) => ({ total_count: found.length, incomplete_results: false, items }),
    );
  },
};

export const SEARCH: readonly Operation[] = [searchIssues, searchCode];
