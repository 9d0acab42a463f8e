import type { Operation } from "../api/operation.ts";
import { graphql } from "../graphql/operation.ts";
import { APPS } from "./apps.ts";
import { CONTENTS } from "./contents.ts";
import { DELIVERIES } from "./deliveries.ts";
import { ISSUE_COMMENTS } from "./issue-comments.ts";
import { ISSUES } from "./issues.ts";
import { LISTS } from "./lists.ts";
import { MERGE } from "./merge.ts";
import { NOTIFICATIONS } from "./notifications.ts";
import { PULLS } from "./pulls.ts";
import { REACTION_OPERATIONS } from "./reactions.ts";
import { REPOS } from "./repos.ts";
import { REVIEW_COMMENTS } from "./review-comments.ts";
import { REVIEWERS } from "./reviewers.ts";
import { SEARCH } from "./search.ts";
import { USERS } from "./users.ts";

/** Everything that is built of GitHub's API. */
export const OPERATIONS: readonly Operation[] = [
  ...APPS,
  ...DELIVERIES,
  ...USERS,
  ...REPOS,
  ...ISSUES,
  ...LISTS,
  ...ISSUE_COMMENTS,
  ...REACTION_OPERATIONS,
  ...PULLS,
  ...REVIEW_COMMENTS,
  ...REVIEWERS,
  ...MERGE,
  ...CONTENTS,
  ...SEARCH,
  ...NOTIFICATIONS,
  graphql,
];
