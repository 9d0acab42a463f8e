import type { Spelling } from "../spelling.ts";

/** Everything is known by its gid, a string of digits (Asana, object hierarchy). */
export const spelling: Spelling = {
  person: { fits: /^\d+$/, like: "a gid like 1201234567890, which is digits only" },
  place: { fits: /^(task\/)?\d+$/, like: "the gid of a project like 1209876543210, or task/<gid>" },
};
