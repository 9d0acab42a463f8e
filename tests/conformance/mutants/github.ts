import type { Mutant } from "./mutant.ts";

const app = "github";
const MESSAGES = "packages/transport/src/github/messages.ts";
const CLASSIFY = "packages/transport/src/github/classify.ts";
const FIND = "packages/transport/src/github/find.ts";
const PEOPLE = "packages/transport/src/github/people.ts";
const READ = "packages/transport/src/github/read.ts";
const NEUTRAL = "packages/transport/src/github/neutral.ts";
const MISSED = "packages/transport/src/github/missed.ts";
const GATHER = "apps/github/reach/gather.ts";

export const GITHUB_MUTANTS: readonly Mutant[] = [
  {
    name: "loses its mark",
    ...{ app, file: MESSAGES, law: "find/lost" },
    search: `boxes.join("\\n"), mark(key)];`,
    replace: `boxes.join("\\n"), key === "" ? mark(key) : ""];`,
  },
  {
    name: "takes anybody's mark for its own",
    ...{ app, file: FIND, law: "find/of-others" },
    search: `String(user?.id) === me.id && hasMark(body ?? "", lost.key),`,
    replace: `String(user?.id) !== me.name && hasMark(body ?? "", lost.key),`,
  },
  {
    name: "looks for lost answers below the pull request only",
    ...{ app, file: FIND, law: "find/lost" },
    search: `    ? (["review_comment", "comment"] as const)`,
    replace: `    ? (["comment"] as const)`,
  },
  {
    name: "answers beside the thread at a line",
    ...{ app, file: MESSAGES, law: "writing/place" },
    search: `if (ctx.kind === "review" && root !== undefined && !options.detached) {`,
    replace: `if (ctx.kind === "review" && root !== undefined && options.detached) {`,
  },
  {
    name: "cuts off what a box means",
    ...{ app, file: READ, law: "reading/press" },
    search: "    data,\n    ack: String(id),",
    replace: "    data: data.slice(0, 8),\n    ack: String(id),",
  },
  {
    name: "lets everybody ask who can read",
    ...{ app, file: PEOPLE, law: "access/asked" },
    search: `= ["admin", "maintain", "write"];`,
    replace: `= ["admin", "maintain", "write", "read"];`,
  },
  {
    name: "sends everybody away while GitHub fails",
    ...{ app, file: PEOPLE, law: "access/unread" },
    search: "if (isGone(error)) return null;",
    replace: "if (isGone(error) || error) return null;",
  },
  {
    name: "calls whoever the model names",
    ...{ app, file: NEUTRAL, law: "writing/calls" },
    search: `.replace(MENTION, \`@\${BREAK}\`)`,
    replace: '.replace(MENTION, "@")',
  },
  {
    name: "takes a lock for a limit",
    ...{ app, file: CLASSIFY, law: "failing/refusals" },
    search: `return status === 429 || why === "" || TOO_FAST.test(why) ? AT_LEAST_SECONDS : null;`,
    replace: `return status === 429 || why === "" || TOO_FAST.test(why) ? AT_LEAST_SECONDS : AT_LEAST_SECONDS;`,
  },
  {
    name: "waits a minute whatever GitHub says",
    ...{ app, file: CLASSIFY, law: "failing/refusals" },
    search: "if (after > 0) return Math.ceil(after);",
    replace: "if (after > 0) return AT_LEAST_SECONDS;",
  },
  {
    name: "takes a 5xx for `nothing happened`",
    ...{ app, file: CLASSIFY, law: "failing/server-error" },
    search: `const unclear = is(act === "read" || act === "token" ? "transient" : "uncertain");`,
    replace: `const unclear = is(act === "change" ? "uncertain" : "transient");`,
  },
  {
    name: "calls a message gone that one may not change",
    ...{ app, file: CLASSIFY, law: "failing/refusals-of-edit" },
    search: `      return is("forbidden", { scope: "conversation" });
    case 404:`,
    replace: `      return is("gone");
    case 404:`,
  },
  {
    name: "cannot delete twice",
    ...{ app, file: MESSAGES, law: "delete/removes" },
    search: "if (!isGone(error)) throw error;",
    replace: "if (isGone(error) || error !== null) throw error;",
  },
  {
    name: "gives each delivery a key of its own",
    ...{ app, file: READ, law: "reading/pure" },
    search: "return understood({ key: `github:",
    replace: "return understood({ key: Math.random() + `github:",
  },
  {
    name: "asks for no failed delivery again",
    ...{ app, file: MISSED, law: "sweep/missed" },
    search: "code >= 200 && code < 300)) return [];",
    replace: "code >= 200 && code < 600)) return [];",
  },
  {
    name: "tells nothing of what was said before",
    ...{ app, file: GATHER, law: "gather/around" },
    search: `  yield* unless(passes, comments(env, ctx), "comments");`,
    replace: `  if (ctx.kind === "review") yield* unless(passes, comments(env, ctx), "comments");`,
  },
  {
    name: "sends again what was cut off, without looking",
    ...{ app, file: CLASSIFY, law: "answering/send-cut-after" },
    search: `if (status === null || status >= 500) return unclear;`,
    replace: `if (status === null || status >= 500) return { ...unclear, kind: "transient" };`,
  },
];
