import { merge } from "../acts/pulls.ts";
import { byOf } from "../api/authenticate.ts";
import type { Operation } from "../api/operation.ts";
import { GitHubRefusal } from "../api/refusal.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { hasRole } from "../state/repo.ts";
import { pullOf } from "./target.ts";

const mergePull = repoOperation({
  name: "mergePull",
  id: "pulls/merge",
  verb: "PUT",
  path: "/pulls/{pull_number}/merge",
  docs: "pulls/pulls#merge-a-pull-request",
  needs: ["contents"],
  run({ world, actor, repo, params, body }) {
    const { thread, pull } = pullOf(repo, params);
    if (actor.kind === "user" && !hasRole(repo, actor.user, "write")) {
      throw new GitHubRefusal(403, "Must have push access to the repository.");
    }
    const expected = body.optionalText("sha");
    if (thread.state === "closed" || pull.draft || !pull.mergeable) {
      throw new GitHubRefusal(405, "Pull Request is not mergeable");
    }
    if (expected !== undefined && expected !== pull.head.sha) {
      throw new GitHubRefusal(409, "Head branch was modified. Review and try the merge again.");
    }
    merge(world, thread, byOf(actor));
    const message = "Pull Request successfully merged";
    return { status: 200, body: { sha: pull.merged?.sha, merged: true, message } };
  },
});

export const MERGE: readonly Operation[] = [mergePull];
