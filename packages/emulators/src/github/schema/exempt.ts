/**
 * What cannot be checked against GitHub's OpenAPI description, and why.
 *
 * | what | why |
 * |---|---|
 * | GraphQL, calls and answers | it has no OpenAPI; `graphql/sdl.ts` is an excerpt of the public schema by hand, every query is validated against it before it runs |
 * | refusals before any operation: 401, 403 of limits and permissions, 415, unknown routes, no User-Agent | described on some operations only; where a status is described, the body is checked |
 * | the wording of `message` | free text in the description; sources stand beside each refusal |
 * | fields of refusals beyond the description | `validation-error` leaves out `status`, which every error carries |
 * | headers: `x-ratelimit-*`, `link`, `etag`, `location` of redirects | named without schema, or not at all |
 * | 3xx of operations other than those that name them | any call on a renamed repository is redirected, few say so |
 * | diffs and raw files | no JSON |
 * | nullable values of webhooks: `comment.user`, `review.body` | allowed to be null in general, never said when |
 * | `GET /app/installations` | the description holds a copy from GitHub Enterprise Server 3.9; its items are checked against the schema `installation` instead |
 * | order, timing and number of deliveries | no schema says anything about it; see the tests of the webhook |
 *
 * Everything below is checked except for single fields:
 */
export interface Exemption {
  /** Beginning of `where` of a violation. */
  readonly where: string;
  /** Beginning of the problem. */
  readonly problem: string;
  readonly why: string;
}

export const EXEMPTIONS: readonly Exemption[] = [
  {
    where: "issue_comment.",
    problem:
      '/issue/user must NOT have unevaluated properties {"unevaluatedProperty":"user_view_type"}',
    why: "this copy of the user schema lacks a field that the others have, and that GitHub sends",
  },
  ...["locked", "unlocked"].map((action) => ({
    where: `pull_request.${action}`,
    problem:
      '/pull_request/assignees/0 must NOT have unevaluated properties {"unevaluatedProperty":"user_view_type"}',
    why: "as above",
  })),
  {
    where: "issues.",
    problem:
      '/issue/performed_via_github_app must NOT have unevaluated properties {"unevaluatedProperty":"client_id"}',
    why: "the events' copies of the schema of an App lack a field that the others have",
  },
];

export function isExempt(where: string, problem: string): boolean {
  return EXEMPTIONS.some((one) => where.startsWith(one.where) && problem.startsWith(one.problem));
}
