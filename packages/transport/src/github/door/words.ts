import { withoutMark } from "../mark.ts";
import { type File, type Issue, labelsOf, loginsOf, type Pull } from "./records.ts";

/** What a look has found, or an act has done: the text, and where it can be read. */
export interface Told {
  readonly text: string;
  readonly source?: string;
}

/** One file's changes may not crowd out the others. */
const MOST_OF_A_FILE = 8_000;

export function by(user: Issue["user"]): string {
  return user?.login ?? "somebody";
}

/** `#7 It breaks (open issue by rob; labels: bug)` */
export function line(issue: Issue): string {
  // Asked for as a pull request, it is one by what else it tells.
  const isPull = issue.pull_request !== undefined || "head" in issue;
  const kind = isPull ? "pull request" : "issue";
  return `#${issue.number} ${issue.title} (${issue.state} ${kind} by ${by(issue.user)}${marks(issue)})`;
}

function marks(issue: Issue): string {
  const labels = labelsOf(issue).join(", ");
  const assigned = loginsOf(issue.assignees).join(", ");
  const parts = [
    ...(labels === "" ? [] : [`labels: ${labels}`]),
    ...(assigned === "" ? [] : [`assigned to ${assigned}`]),
    ...(issue.locked ? ["locked"] : []),
  ];
  return parts.length === 0 ? "" : `; ${parts.join("; ")}`;
}

/** A text that somebody wrote, under a line that says who. */
export function said(user: Issue["user"], at: string, body: string | null | undefined): string {
  const text = withoutMark((body ?? "").replaceAll("\r\n", "\n")).trim();
  return `--- ${by(user)}, ${at} ---\n${text === "" ? "(no text)" : text}`;
}

/** How a pull request stands: GitHub itself calls a merged one closed and a draft open. */
export function stateOf(pull: Pull): "merged" | "closed" | "draft" | "open" {
  if (pull.merged || pull.merged_at != null) return "merged";
  if (pull.state !== "open") return "closed";
  return pull.draft ? "draft" : "open";
}

/** A pull request without its text: what goes where, how much, and who is waited for. */
export function aboutPull(pull: Pull): string {
  const waiting = loginsOf(pull.requested_reviewers).join(", ");
  return [
    `#${pull.number} ${pull.title} (${stateOf(pull)} pull request by ${by(pull.user)}${marks(pull)})`,
    `from ${pull.head.ref} (${pull.head.sha}) into ${pull.base.ref}`,
    sizeOf(pull),
    ...(pull.mergeable_state === undefined ? [] : [`mergeable: ${pull.mergeable_state}`]),
    ...(waiting === "" ? [] : [`waiting for a review by ${waiting}`]),
  ].join("\n");
}

/** "1 commit, 2 files, +3 −1" */
export function sizeOf({ commits = 0, changed_files: files = 0, ...pull }: Pull): string {
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
  const lines = `+${pull.additions ?? 0} -${pull.deletions ?? 0}`;
  return `${count(commits, "commit")}, ${count(files, "file")}, ${lines}`;
}

/** `src/a.ts` (modified, +3 -1) */
export function fileLine(file: File): string {
  const from = file.previous_filename === undefined ? "" : `, was ${file.previous_filename}`;
  return `${file.filename} (${file.status}, +${file.additions} -${file.deletions}${from})`;
}

/** @param most - characters of its patch */
export function patchOf(file: File, most = MOST_OF_A_FILE): string {
  const { patch } = file;
  if (patch === undefined) return `${fileLine(file)}\n(GitHub shows no lines of it)`;
  const shown = patch.slice(0, most).toWellFormed();
  const cut = patch.length > most ? `\n(cut: ${patch.length - most} characters more)` : "";
  return `${fileLine(file)}\n${shown}${cut}`;
}
