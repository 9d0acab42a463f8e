import * as z from "zod/mini";

// What tools take. Parsed once more, what comes out of them stays as it is: it is what is approved.

/** Names go into paths of the API: what would lead out of its place is none (`labels/..`). */
const isName = (name: string) => !/(?:^|\/)\.{1,2}$/.test(name);

const repository = z.optional(
  z
    .string()
    .check(
      z.regex(/^[\w-]+\/[\w.-]+$/),
      z.refine(isName),
      z.describe("owner/name. Leave it out for the repository of this conversation."),
    ),
);
const number = z.optional(
  z
    .int()
    .check(
      z.positive(),
      z.describe("Of the issue or pull request. Leave it out for the one of this conversation."),
    ),
);
const spot = { repository, number };

const words = (about: string, most: number) =>
  z.string().check(z.minLength(1), z.maxLength(most), z.describe(about));
const list = (about: string, each: z.ZodMiniString) =>
  z._default(z.array(each).check(z.maxLength(10), z.describe(about)), []);

const login = z.string().check(z.regex(/^[\w-]{1,80}(?:\[bot\])?$/));
const label = z.string().check(z.maxLength(50), z.regex(/\S/), z.refine(isName));
const ref = (about: string) => z.optional(words(about, 250).check(z.refine(isName)));
/** Far below the 65,536 characters that GitHub takes: whoever decides is shown all of it, in 64 KiB. */
const MOST_TEXT = 20_000;
const MOST_TITLE = 250;

/** An issue or pull request, and nothing else. */
export const AtSpot = z.object(spot);

/** What a pull request changes, or one file of it. */
export const DiffInput = z.object({
  ...spot,
  path: z.optional(words("One changed file, to see all of its lines.", 500)),
});
/** Whose checks: of a pull request, or of a ref. */
export const ChecksInput = z.object({
  ...spot,
  ref: ref("Branch, tag or commit, instead of a pull request."),
});
/** Which issues or pull requests to list. */
export const ListInput = z.object({
  repository,
  kind: z._default(z.enum(["issues", "pulls"]), "issues"),
  state: z._default(z.enum(["open", "closed", "all"]), "open"),
});
/** What to look for in a repository. */
export const SearchInput = z.object({
  repository,
  kind: z._default(z.enum(["issues", "pulls", "code"]), "issues"),
  query: words("Words, and qualifiers as in GitHub's own search.", 200),
});
/** A file or folder, as it is at a ref. */
export const FileInput = z.object({
  repository,
  path: words("Of a file, or of a folder to see what it holds; `.` for the top.", 500),
  ref: ref("Branch, tag or commit; the default branch if left out."),
});

/** A comment to be written. */
export const CommentInput = z.object({ ...spot, text: words("Markdown.", MOST_TEXT) });
/** An issue to be opened. */
export const IssueInput = z.object({
  repository,
  title: words("One line.", MOST_TITLE),
  body: z._default(z.string().check(z.maxLength(MOST_TEXT), z.describe("Markdown.")), ""),
  labels: list("Labels.", label),
  assignees: list("Logins of people.", login),
});
/** Labels to be put on and taken off. */
export const LabelInput = z.object({
  ...spot,
  add: list("Labels to put on.", label),
  remove: list("Labels to take off.", label),
});
/** People to be assigned and taken off. */
export const AssignInput = z.object({
  ...spot,
  add: list("Logins to assign.", login),
  remove: list("Logins to take off.", login),
});
/** What to close, and why. */
export const CloseInput = z.object({
  ...spot,
  reason: z._default(z.enum(["completed", "not_planned"]), "completed"),
});
/** Who is asked for a review. */
export const ReviewInput = z.object({
  ...spot,
  reviewers: z.array(login).check(z.minLength(1), z.maxLength(10), z.describe("Logins.")),
});
export const METHODS = ["merge", "squash", "rebase"] as const;
export type Method = (typeof METHODS)[number];
/** A pull request to be merged, and how. */
export const MergeInput = z.object({
  ...spot,
  method: z._default(z.enum(METHODS), "merge"),
});

/** What names an issue or pull request; without it, that of the conversation. */
export type SpotInput = z.infer<typeof AtSpot>;
