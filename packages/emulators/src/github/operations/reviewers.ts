import { requestReview } from "../acts/pulls.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { GitHubRefusal, notBuilt } from "../api/refusal.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showPullSimple } from "../show/pull.ts";
import { fullName, hasRole, roleIn } from "../state/repo.ts";
import { pullOf } from "./target.ts";

const requestReviewers = repoOperation({
  name: "requestReviewers",
  id: "pulls/request-reviewers",
  verb: "POST",
  path: "/pulls/{pull_number}/requested_reviewers",
  docs: "pulls/review-requests#request-reviewers-for-a-pull-request",
  needs: ["pull_requests"],
  creates: true,
  run({ world, actor, repo, params, body }) {
    const { thread, pull } = pullOf(repo, params);
    if (actor.kind === "user" && !hasRole(repo, actor.user, "triage")) {
      throw new GitHubRefusal(403, "Must have admin rights to Repository.");
    }
    if (body.names("team_reviewers", "slug")?.length) throw notBuilt("reviews by teams");
    const logins = body.names("reviewers", "login") ?? [];
    const users = logins.map((login) => {
      const user = world.hub.findAccount(login);
      // Recorded by many clients.
      if (user === thread.author) {
        throw new GitHubRefusal(422, "Review cannot be requested from pull request author.");
      }
      const isOfRepo = user && (roleIn(repo, user) === "admin" || repo.roles.has(user.id));
      if (!isOfRepo) {
        throw new GitHubRefusal(
          422,
          `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${fullName(repo)} repository.`,
        );
      }
      return user;
    });
    for (const user of users) requestReview(world, thread, byOf(actor), user);
    return { status: 201, body: showPullSimple(world.hub, thread, pull) };
  },
});

export const REVIEWERS: readonly Operation[] = [requestReviewers];
