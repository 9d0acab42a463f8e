import type { Spelling } from "../spelling.ts";

/** Names change: people and bots are known by the `id` of GitHub's REST API, repositories by what they are called now. */
export const spelling: Spelling = {
  person: {
    fits: /^\d+$/,
    like: "a numeric id like 583231, as `gh api users/octocat --jq .id` tells it",
  },
  place: { fits: /^[\w-]+\/[\w.-]+$/, like: "a repository like acme/site" },
};
