import * as z from "zod/mini";

// What GitHub answers, as much of it as tools tell.

const Person = z.nullish(z.object({ id: z.number(), login: z.string() }));
const Label = z.union([z.string(), z.object({ name: z.nullish(z.string()) })]);

/** An issue, or a pull request as the issue that it is as well. */
export const Issue = z.object({
  number: z.number(),
  title: z.string(),
  state: z.string(),
  state_reason: z.nullish(z.string()),
  body: z.nullish(z.string()),
  user: Person,
  labels: z.array(Label),
  assignees: z.nullish(z.array(Person)),
  locked: z.optional(z.boolean()),
  comments: z.optional(z.number()),
  created_at: z.string(),
  html_url: z.string(),
  repository_url: z.optional(z.string()),
  pull_request: z.optional(z.unknown()),
});
export type Issue = z.infer<typeof Issue>;

const Branch = z.object({ ref: z.string(), sha: z.string() });

/** A pull request, with what an issue has. */
export const Pull = z.object({
  ...Issue.shape,
  draft: z.optional(z.boolean()),
  merged: z.optional(z.boolean()),
  merged_at: z.nullish(z.string()),
  mergeable_state: z.optional(z.string()),
  head: Branch,
  base: Branch,
  requested_reviewers: z.nullish(z.array(Person)),
  commits: z.optional(z.number()),
  additions: z.optional(z.number()),
  deletions: z.optional(z.number()),
  changed_files: z.optional(z.number()),
});
export type Pull = z.infer<typeof Pull>;

export const Review = z.object({ user: Person, state: z.string() });

export const File = z.object({
  filename: z.string(),
  status: z.string(),
  additions: z.number(),
  deletions: z.number(),
  patch: z.optional(z.string()),
  previous_filename: z.optional(z.string()),
});
export type File = z.infer<typeof File>;

export const Comment = z.object({
  user: Person,
  body: z.nullish(z.string()),
  created_at: z.string(),
  html_url: z.string(),
});

export const Checks = z.object({
  total_count: z.number(),
  check_runs: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      conclusion: z.nullish(z.string()),
      html_url: z.nullish(z.string()),
    }),
  ),
});

export const FoundIssues = z.object({ items: z.array(Issue) });
export const FoundCode = z.object({
  items: z.array(
    z.object({
      path: z.string(),
      html_url: z.string(),
      repository: z.object({ full_name: z.string() }),
    }),
  ),
});

const Entry = z.object({ type: z.string(), path: z.string(), size: z.optional(z.number()) });
export const Content = z.union([
  z.array(Entry),
  z.object({
    ...Entry.shape,
    encoding: z.optional(z.string()),
    content: z.optional(z.string()),
    html_url: z.nullish(z.string()),
  }),
]);

/** Labels by name; GitHub tells them in two shapes. */
export function labelsOf({ labels }: Pick<Issue, "labels">): string[] {
  return labels.flatMap((one) => (typeof one === "string" ? one : (one.name ?? [])));
}

/** Logins of people; whose account is gone is left out. */
export function loginsOf(people: Issue["assignees"]): string[] {
  return (people ?? []).flatMap((one) => one?.login ?? []);
}
