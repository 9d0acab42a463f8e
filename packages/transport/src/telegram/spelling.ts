import type { Spelling } from "../spelling.ts";

/** Ids are numbers; who writes as a group or a channel is known by its chat, see `read.ts`. */
export const spelling: Spelling = {
  person: {
    fits: /^(\d+|chat:-?\d+)$/,
    like: "a numeric id like 7527593 (or chat:-1001234567890: a group or a channel)",
  },
};
