import * as z from "zod/mini";
import type { Steps } from "../call.ts";
import { classifyGitHub } from "../classify.ts";
import {
  Checks,
  Comment,
  Content,
  File,
  FoundCode,
  FoundIssues,
  Issue,
  Pull,
  Review,
} from "./records.ts";
import { refused, type Site, type Spot } from "./site.ts";
import { aboutPull, by, fileLine, line, patchOf, said, type Told } from "./words.ts";

const PER_PAGE = 100;
/** "A maximum of 3000 files" (REST API, list pull requests files); nobody reads that many. */
const MOST_PAGES = 3;
const MOST_COMMENTS = 50;
const MOST_LISTED = 50;

const repoAt = ({ owner, repo }: Site) => ({ owner, repo });
const pullAt = (at: Spot) => ({ ...repoAt(at), pull_number: at.number });

/** An issue or pull request with its latest comments. */
export function* lookAtIssue(at: Spot): Steps<Told> {
  const issue = yield* issueAt(at);
  const count = issue.comments ?? 0;
  const pages = Math.ceil(count / MOST_COMMENTS);
  const comments: z.infer<typeof Comment>[] = [];
  // The oldest come first, so the latest are on the last two pages.
  for (const page of [pages - 1, pages].filter((one) => one > 0)) {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const place = { ...repoAt(at), issue_number: at.number };
    const call = { route, with: { ...place, per_page: MOST_COMMENTS, page } };
    comments.push(...z.array(Comment).parse(yield call));
  }
  const latest = comments.slice(-MOST_COMMENTS);
  const left = count - latest.length;
  const text = [
    line(issue),
    said(issue.user, issue.created_at, issue.body),
    ...(left > 0 ? [`(${left} older comments are left out.)`] : []),
    ...latest.map((comment) => said(comment.user, comment.created_at, comment.body)),
  ].join("\n\n");
  return { text, source: issue.html_url };
}

/** One issue or pull request. @throws when it has been transferred: then it is in another repository */
export function* issueAt(at: Spot): Steps<Issue> {
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
  const answer = yield { route, with: { ...repoAt(at), issue_number: at.number } };
  const issue = Issue.parse(answer);
  const home = issue.repository_url?.toLowerCase();
  if (home !== undefined && !home.endsWith(`/repos/${at.owner}/${at.repo}`.toLowerCase())) {
    throw refused(`#${at.number} has moved to another repository`);
  }
  return issue;
}

/** One pull request. @throws when it is an issue */
export function* pullAtSpot(at: Spot): Steps<Pull> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  return Pull.parse(yield { route, with: pullAt(at) });
}

/** A pull request: how it stands, who has judged it, what it says. */
export function* lookAtPull(at: Spot): Steps<Told> {
  const pull = yield* pullAtSpot(at);
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
  const reviews = z
    .array(Review)
    .parse(yield { route, with: { ...pullAt(at), per_page: PER_PAGE } });
  const verdicts = new Map(
    reviews
      .filter(({ state }) => state !== "COMMENTED")
      .map(({ user, state }) => [by(user), state.toLowerCase().replaceAll("_", " ")]),
  );
  const judged = [...verdicts].map(([who, state]) => `${who}: ${state}`);
  const text = [
    aboutPull(pull),
    ...(judged.length > 0 ? [`reviews: ${judged.join(", ")}`] : []),
    said(pull.user, pull.created_at, pull.body),
  ].join("\n\n");
  return { text, source: pull.html_url };
}

/** The changed files; those that are too many are counted. */
export function* filesAt(at: Spot): Steps<readonly File[]> {
  const files: File[] = [];
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const call = { route, with: { ...pullAt(at), per_page: PER_PAGE, page } };
    const listed = z.array(File).parse(yield call);
    files.push(...listed);
    if (listed.length < PER_PAGE) break;
  }
  return files;
}

const unlessAll = (files: readonly File[]) =>
  files.length < MOST_PAGES * PER_PAGE ? [] : ["(There may be more files.)"];

/** The changed files of a pull request, a line each. */
export function* lookAtFiles(at: Spot): Steps<Told> {
  const files = yield* filesAt(at);
  return { text: [...files.map(fileLine), ...unlessAll(files)].join("\n") || "no changed files" };
}

/** What a pull request changes. @param path - of the only file that is wanted, which then is shown at length */
export function* lookAtDiff(at: Spot, path?: string): Steps<Told> {
  const files = yield* filesAt(at);
  if (path !== undefined) {
    const file = files.find(({ filename }) => filename === path);
    if (!file) throw refused(`${path} is not among the changed files of #${at.number}`);
    return { text: patchOf(file, Number.POSITIVE_INFINITY) };
  }
  const text = [...files.map((file) => patchOf(file)), ...unlessAll(files)].join("\n\n");
  return { text: text || "no changed files" };
}

/** The checks of a commit. @param ref - branch, tag or commit, or the pull request whose head it is */
export function* lookAtChecks(at: Site, ref: string | Spot): Steps<Told> {
  const sha = typeof ref === "string" ? ref : (yield* pullAtSpot(ref)).head.sha;
  const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
  const { total_count: count, check_runs: runs } = Checks.parse(
    yield { route, with: { ...repoAt(at), ref: sha, per_page: PER_PAGE } },
  );
  const lines = runs.map(({ name, status, conclusion }) => `${name}: ${conclusion ?? status}`);
  const more = count > runs.length ? [`(${count - runs.length} more)`] : [];
  return { text: [`${count} checks of ${sha}`, ...lines, ...more].join("\n") };
}

/** How the checks of a commit stand, in a line; a token that may not read them hides nothing else. */
export function* checksOf(at: Site, sha: string): Steps<string> {
  try {
    const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
    const place = { ...repoAt(at), ref: sha, per_page: PER_PAGE };
    const { check_runs: runs } = Checks.parse(yield { route, with: place });
    const counts = new Map<string, number>();
    for (const { conclusion, status } of runs) {
      const outcome = (conclusion ?? status).replaceAll("_", " ");
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
    return `Checks: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ") || "none"}`;
  } catch (error) {
    if (!["forbidden", "gone"].includes(classifyGitHub(error).kind)) throw error;
    return "Checks: they cannot be read";
  }
}

/** What a repository has lists of. */
export type Kind = "issues" | "pulls";

/** The latest issues or pull requests, a line each. */
export function* listed(at: Site, kind: Kind, state: "open" | "closed" | "all"): Steps<Told> {
  // As issues, pull requests come with fewer fields, all that a line needs.
  const route = kind === "issues" ? "issues" : "pulls";
  const answer = yield {
    route: `GET /repos/{owner}/{repo}/${route}`,
    with: { ...repoAt(at), state, per_page: MOST_LISTED },
  };
  const all = z.array(Issue).parse(answer);
  const lines = (
    kind === "pulls"
      ? all.map((one) => ({ ...one, pull_request: {} }))
      : all.filter(({ pull_request }) => pull_request === undefined)
  ).map(line);
  const more = all.length < MOST_LISTED ? [] : ["(There are older ones.)"];
  return { text: [...lines, ...more].join("\n") || "none" };
}

/**
 * Searches one repository. Its qualifiers are the asker's, so what is found elsewhere is dropped: `OR` and
 * brackets can lead out of `repo:`.
 */
export function* searched(at: Site, kind: Kind | "code", query: string): Steps<Told> {
  const name = `${at.owner}/${at.repo}`;
  const only = kind === "code" ? "" : ` is:${kind === "issues" ? "issue" : "pull-request"}`;
  const where = kind === "code" ? "code" : "issues";
  const answer = yield {
    route: `GET /search/${where}`,
    with: { q: `repo:${name}${only} ${query}`, per_page: MOST_LISTED },
  };
  const lines =
    kind === "code"
      ? FoundCode.parse(answer)
          .items.filter(({ repository }) => isSame(repository.full_name, name))
          .map(({ path }) => path)
      : FoundIssues.parse(answer)
          .items.filter(({ repository_url: url = "" }) =>
            isSame(url.replace(/^.*\/repos\//, ""), name),
          )
          .map(line);
  return { text: lines.join("\n") || "nothing found" };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A file, or what a folder holds. @param ref - branch, tag or commit; absent: the default branch */
export function* lookAtFile(at: Site, asked: string, ref?: string): Steps<Told> {
  const steps = asked.split("/").filter((step) => step !== "" && step !== ".");
  if (steps.includes("..")) throw refused("a path begins at the top, without `..`");
  const path = steps.join("/");
  const route = "GET /repos/{owner}/{repo}/contents/{path}";
  const place = { ...repoAt(at), path, ...(ref === undefined ? {} : { ref }) };
  const found = Content.parse(yield { route, with: place });
  if (Array.isArray(found)) {
    return { text: found.map(({ path, type }) => (type === "dir" ? `${path}/` : path)).join("\n") };
  }
  if (found.type !== "file") throw refused(`${path} is a ${found.type}`);
  // Above a megabyte the content is left out (REST API, get repository content).
  if (found.encoding !== "base64") throw refused(`${path} is too large: ${found.size ?? 0} bytes`);
  const bytes = Uint8Array.from(atob((found.content ?? "").replaceAll("\n", "")), (char) =>
    char.charCodeAt(0),
  );
  if (bytes.includes(0)) throw refused(`${path} is no text`);
  const text = new TextDecoder().decode(bytes);
  return { text, ...(found.html_url ? { source: found.html_url } : {}) };
}
