import type { GitHubContext, Kind } from "./context.ts";
import type { Comment, Payload, Subject, User } from "./payload.ts";

/** What one event says, whatever kind of event it is. */
export interface Said {
  readonly message: { readonly kind: Kind; readonly id: number; readonly node: string };
  /** Of the text itself, whatever delivery brings it. */
  readonly contentKey: string;
  readonly place: Pick<
    GitHubContext,
    | "number"
    | "kind"
    | "root"
    | "discussion"
    | "replyTo"
    | "path"
    | "line"
    | "side"
    | "hunk"
    | "head"
  >;
  readonly author: User | null;
  readonly association: string;
  readonly text: string;
  /** Before an edit; null when this is no edit, or none of the text. */
  readonly was: string | null;
  readonly url: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly updated: number;
  readonly subject: Subject;
  /** Slug of the App it was written through. */
  readonly through: string | undefined;
  /** Of an assignment or a request: who is asked, instead of by a mention. */
  readonly asked?: User | null;
}

/** The last lines of a diff are those that a comment is about. */
const MOST_HUNK = 4000;

/** @returns null when a part is missing that the event always has */
export function saidIn(event: string, payload: Payload): Said | null {
  const { issue, pull_request: pull, discussion } = payload;
  switch (event) {
    case "issues":
      return issue ? opening(payload, issue, "issue") : null;
    case "pull_request":
      return pull ? opening(payload, pull, "pull") : null;
    case "discussion":
      return discussion ? opening(payload, discussion, "discussion") : null;
    case "issue_comment":
      return issue ? onSubject(payload, issue) : null;
    case "pull_request_review":
      return pull ? review(payload, pull) : null;
    case "pull_request_review_comment":
      return pull ? atLine(payload, pull) : null;
    case "discussion_comment":
      return discussion ? inDiscussion(payload, discussion) : null;
    default:
      return null;
  }
}

function opening(payload: Payload, subject: Subject, kind: "issue" | "pull" | "discussion"): Said {
  const { changes, action = "" } = payload;
  const edited = action === "edited" && Boolean(changes?.title ?? changes?.body);
  const title = changes?.title ? (changes.title.from ?? "") : subject.title;
  const body = changes?.body ? changes.body.from : subject.body;
  // The state of the same issue: said again by whoever asks, so it is a message of its own.
  const again = /^(?:assigned|review_requested|ready_for_review)$/.test(action);
  const at = time(again ? subject.updated_at : subject.created_at);
  const asked = action === "assigned" ? payload.assignee : payload.requested_reviewer;
  return {
    message: { kind, id: subject.id, node: subject.node_id },
    contentKey: `${kind}:${subject.id}${again ? `:${action}:${at}` : ""}`,
    place: placeOf(subject, kind),
    author: subject.user ?? null,
    association: subject.author_association ?? "NONE",
    text: worded(subject.title, subject.body),
    was: edited ? worded(title, body) : null,
    url: subject.html_url,
    at,
    updated: time(subject.updated_at),
    subject,
    through: subject.performed_via_github_app?.slug,
    ...(action === "assigned" || action === "review_requested" ? { asked: asked ?? null } : {}),
  };
}

function onSubject(payload: Payload, issue: Subject): Said | null {
  const { comment } = payload;
  if (!comment) return null;
  const kind = issue.pull_request ? "pull" : "issue";
  return { ...commented(payload, comment, issue, "comment"), place: placeOf(issue, kind) };
}

function atLine(payload: Payload, pull: Subject): Said | null {
  const { comment } = payload;
  if (!comment) return null;
  const { path, side, diff_hunk: hunk } = comment;
  // Null on a comment whose code has changed since.
  const line = comment.line ?? comment.original_line;
  return {
    ...commented(payload, comment, pull, "review_comment"),
    place: {
      ...placeOf(pull, "review"),
      // "Replies to replies are not supported" (REST API, pulls/create-reply-for-review-comment).
      root: comment.in_reply_to_id ?? comment.id,
      ...(path === undefined ? {} : { path }),
      ...(line == null ? {} : { line }),
      ...(side == null ? {} : { side }),
      ...(hunk === undefined ? {} : { hunk: hunk.slice(-MOST_HUNK).toWellFormed() }),
    },
  };
}

function inDiscussion(payload: Payload, discussion: Subject): Said | null {
  const { comment } = payload;
  if (!comment) return null;
  // Two levels: who replies to a reply writes into the thread of the top comment.
  const top = comment.parent_id == null;
  return {
    ...commented(payload, comment, discussion, "discussion_comment"),
    place: {
      ...placeOf(discussion, "discussion"),
      root: comment.parent_id ?? comment.id,
      ...(top ? { replyTo: comment.node_id } : {}),
    },
  };
}

function review(payload: Payload, pull: Subject): Said | null {
  const { review: one } = payload;
  if (!one) return null;
  const at = time(one.submitted_at ?? one.updated_at ?? pull.updated_at);
  return {
    message: { kind: "review", id: one.id, node: one.node_id },
    contentKey: `review:${one.id}`,
    place: placeOf(pull, "pull"),
    author: one.user ?? null,
    association: one.author_association ?? "NONE",
    text: normalized(one.body),
    was: before(payload),
    url: one.html_url,
    at,
    updated: time(one.updated_at ?? one.submitted_at ?? pull.updated_at),
    subject: pull,
    through: undefined,
  };
}

function commented(
  payload: Payload,
  comment: Comment,
  subject: Subject,
  kind: Kind,
): Omit<Said, "place"> {
  return {
    message: { kind, id: comment.id, node: comment.node_id },
    contentKey: `${kind}:${comment.id}`,
    author: comment.user ?? null,
    association: comment.author_association ?? "NONE",
    text: normalized(comment.body),
    was: before(payload),
    url: comment.html_url,
    at: time(comment.created_at),
    updated: time(comment.updated_at),
    subject,
    through: comment.performed_via_github_app?.slug,
  };
}

function placeOf(subject: Subject, kind: GitHubContext["kind"]): Said["place"] {
  return {
    number: subject.number,
    kind,
    ...(kind === "discussion" ? { discussion: subject.node_id } : {}),
    // At delivery: what was commented on may be an older commit.
    ...(subject.head ? { head: subject.head.sha } : {}),
  };
}

function before({ action, changes }: Payload): string | null {
  return action === "edited" && changes?.body ? normalized(changes.body.from) : null;
}

function worded(title: string, body: string | null | undefined): string {
  return [title, normalized(body)].filter((part) => part.trim() !== "").join("\n\n");
}

/** What is typed on the web arrives with CRLF. */
function normalized(text: string | null | undefined): string {
  return (text ?? "").toWellFormed().replace(/\r\n?/g, "\n");
}

function time(iso: string): number {
  return Date.parse(iso) || 0;
}
