import * as z from "zod/mini";
import type { Fragment, Trust } from "../contract.ts";
import type { GitHubContext, Kind } from "./context.ts";
import { withoutMark } from "./mark.ts";
import { Comment } from "./payload.ts";

const NOUN: Readonly<Record<GitHubContext["kind"], string>> = {
  issue: "issue",
  pull: "pull request",
  review: "pull request",
  discussion: "discussion",
};

/** Somebody's words near a message. Times in epoch milliseconds. */
export interface Remark {
  readonly kind: Kind;
  readonly id: number;
  readonly text: string;
  readonly author: string;
  readonly association: string;
  readonly at: number;
  /** When it was changed for the last time. */
  readonly changed: number;
}

/** What the message itself brought along: no call is needed, and no later change can be in it. */
export function aroundMessage(ctx: GitHubContext): Fragment[] {
  const { subject, kind, hunk, path, line, updated } = ctx;
  const noun = NOUN[kind];
  const by = { author: subject.author, at: subject.at, trust: trustOf(subject.association) };
  const labels = subject.labels.length > 0 ? `; labels: ${subject.labels.join(", ")}` : "";
  const place = `diff at ${path ?? "?"}${line === undefined ? "" : `, line ${line}`}`;
  return [
    { what: `${noun} title`, text: subject.title, ...by },
    ...(subject.body ? [{ what: noun, text: subject.body, ...by }] : []),
    // Labels are named by whoever may write.
    {
      what: `${noun} state`,
      text: subject.state + labels,
      author: "GitHub",
      at: updated,
      trust: "member",
    },
    ...(hunk === undefined ? [] : [{ what: place, text: hunk, ...by }]),
  ];
}

const Counted = z.object({ comments: z.number() });

/** How many comments an issue or a pull request has. */
export function countIn(issue: unknown): number {
  return Counted.parse(issue).comments;
}

const Comments = z.array(Comment);

/** The comments on one page of a list, as they come. */
export function commentsIn(page: unknown, kind: Kind): (Remark & { readonly root: number })[] {
  return Comments.parse(page).map((one) => ({
    kind,
    id: one.id,
    root: one.in_reply_to_id ?? one.id,
    text: one.body ?? "",
    author: one.user?.login ?? "ghost",
    association: one.author_association ?? "NONE",
    at: Date.parse(one.created_at),
    changed: Date.parse(one.updated_at),
  }));
}

/**
 * Remarks as they were when the message was written: those that are younger, or were changed since, are left
 * out, and so is the message itself.
 */
export function beside(remarks: readonly Remark[], what: string, ctx: GitHubContext): Fragment[] {
  return (
    remarks
      .filter(({ kind, id }) => kind !== ctx.message.kind || id !== ctx.message.id)
      .filter(({ text }) => text.trim() !== "")
      // GitHub's times are whole seconds: one that was changed in the same second may be younger.
      .filter(({ at, changed }) => changed < ctx.updated || (at === changed && at === ctx.updated))
      .map(({ text, author, association, at }) => ({
        what,
        text: withoutMark(text.replace(/\r\n?/g, "\n")),
        author,
        at,
        trust: trustOf(association),
      }))
  );
}

const Pull = z.object({ head: z.object({ sha: z.string() }) });
const Files = z.array(
  z.object({
    filename: z.string(),
    status: z.string(),
    additions: z.number(),
    deletions: z.number(),
  }),
);

/** The commit that a pull request ends in now. */
export function headIn(pull: unknown): string {
  return Pull.parse(pull).head.sha;
}

/** The files on one page of a list. Their names are of the pull request's author. */
export function filesIn(page: unknown, ctx: GitHubContext): Fragment {
  const lines = Files.parse(page).map(({ filename, status, additions, deletions }) => {
    return `${status} ${filename} (+${additions} -${deletions})`;
  });
  const { author, at, association } = ctx.subject;
  return { what: "changed files", text: lines.join("\n"), author, at, trust: trustOf(association) };
}

/** Only a hint: it is computed without a viewer, so private members show as nobody. */
function trustOf(association: string): Trust {
  return /^(?:OWNER|MEMBER|COLLABORATOR)$/.test(association) ? "member" : "untrusted";
}
