import type { Spelling } from "@trunkline/transport";

/** Ids of members begin with U, or with W in an Enterprise organization (docs.slack.dev, user object). */
export const spelling: Spelling = {
  person: { fits: /^[UW][A-Z0-9]+$/, like: "the id of a member like U012AB3CD" },
};
