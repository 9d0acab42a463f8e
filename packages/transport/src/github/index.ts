import type { Knowledge } from "../contract.ts";
import { classifyGitHub } from "./classify.ts";
import { accountOf, conversationOf, GitHubContext } from "./context.ts";
import { gitHubMarkdown } from "./gfm.ts";
import { readGitHub } from "./read.ts";
import { spelling } from "./spelling.ts";

export { aroundMessage, beside, commentsIn, countIn, filesIn, headIn } from "./around.ts";
export { at, type By, type Call, only, type Steps } from "./call.ts";
export { type GitHubContext, type Kind, parseGitHub } from "./context.ts";
export { commentsBelow, threadIn } from "./discussed.ts";
export { finding } from "./find.ts";
export { keyOf } from "./key.ts";
export { deleting, editing, sending } from "./messages.ts";
export {
  type Attempt,
  attemptsIn,
  cursorAt,
  cursorSince,
  deliveriesOf,
  due,
  leastTried,
  type Stirred,
  stirredIn,
  sweptFrom,
  type Told,
  triedOnce,
} from "./missed.ts";
export { asking, identifying, permitted } from "./people.ts";
export { REMARKS, THREAD } from "./queries.ts";
export { reacting } from "./reaction.ts";
export { type Me, meOf } from "./who.ts";

/** What is known about GitHub without talking to it. */
export const github: Knowledge<GitHubContext> = {
  name: "github",
  spelling,
  // Mail carries the first version of a comment only: a final is a new comment.
  progress: "reaction",
  // A task list in a comment of ours; GitHub tells us of the edit that ticks a box.
  actions: "checklist",
  // "Payloads are capped at 25 MB" (webhook events and payloads).
  maxBodyBytes: 25 * 1024 * 1024,
  dialect: gitHubMarkdown,
  // Comments in HTML, titles of links and more are not seen by readers.
  markup: "markdown",
  context: (raw) => GitHubContext.parse(raw),
  account: accountOf,
  conversation: conversationOf,
  as: (ctx, { userId, userName }) => ({
    ...ctx,
    actor: { id: Number(userId), login: userName, type: "User" },
  }),
  // "Pause at least one second between requests" that write; 80 a minute make content (REST API, rate
  // limits). Both are counted by installation or user, which is the account.
  writesPerSecond: 1,
  pace: () => ({ scope: "content", editEverySeconds: 15, writesPerMinute: 80 }),
  read: readGitHub,
  classify: (error) => classifyGitHub(error),
};
