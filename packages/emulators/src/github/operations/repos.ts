import type { Operation } from "../api/operation.ts";
import { repoOperation } from "../api/repo-operation.ts";
import { showFullRepository } from "../show/repository.ts";

const getRepo = repoOperation({
  name: "getRepo",
  id: "repos/get",
  verb: "GET",
  path: "",
  docs: "repos/repos#get-a-repository",
  needs: ["metadata"],
  run({ world, actor, repo }) {
    const viewer = actor.kind === "user" ? actor.user : null;
    return { status: 200, body: showFullRepository(world.hub, repo, viewer) };
  },
});

/** Of the caller's own limits; the call itself does not count. */
const getRateLimit: Operation = {
  name: "getRateLimit",
  id: "rate-limit/get",
  verb: "GET",
  path: "/rate_limit",
  docs: "rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user",
  as: "anybody",
  run({ actor, limits }) {
    const core = limits.state(actor, "core");
    const graphql = limits.state(actor, "graphql");
    return { status: 200, body: { resources: { core, graphql, search: core }, rate: core } };
  },
};

export const REPOS: readonly Operation[] = [getRepo, getRateLimit];
