export type { GitHubLimits, GitHubRateLimit } from "./api/limits.ts";
export { GITHUB_LIMITS } from "./api/limits.ts";
export type {
  GitHubApp,
  GitHubAppOptions,
  GitHubInstallation,
  GitHubWebhook,
} from "./scene/apps.ts";
export type { GitHubPost, GitHubRepository, GitHubThread } from "./scene/base.ts";
export type { GitHubRepositoryOptions, GitHubUserOptions } from "./scene/people.ts";
export type { GitHubLineComment, GitHubPullOptions, GitHubReviewOptions } from "./scene/pulls.ts";
export type { GitHubDiscussionOptions } from "./scene/scene.ts";
export type { GitHubViolation } from "./schema/checker.ts";
export { type GitHubOptions, GitHubServer, graphqlCall } from "./server.ts";
export type { GitHubChange } from "./state/hub.ts";
export {
  GITHUB_REACTIONS,
  type GitHubAccountType,
  type GitHubAssociation,
  type GitHubFile,
  type GitHubPermissions,
  type GitHubReaction,
  type GitHubReviewState,
  type GitHubRole,
  type GitHubUser,
  type GitHubVersion,
} from "./types.ts";
export type {
  GitHubPostKind,
  GitHubPostView,
  GitHubReactionView,
  GitHubSeen,
  GitHubThreadView,
} from "./view.ts";
export type { GitHubDelivery, Told as GitHubTold } from "./webhook/delivery.ts";
