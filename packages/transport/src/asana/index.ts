import type { Knowledge } from "../contract.ts";
import { classifyAsana } from "./classify.ts";
import { AsanaContext, contentKeyOf } from "./context.ts";
import { readAsana } from "./read.ts";
import { spelling } from "./spelling.ts";
import { asanaXml } from "./xml.ts";

export { asanaHandshake, content, isLost, ownerIn, removed, unlessGone } from "./calls.ts";
export { freshTokenOf, statusOf } from "./classify.ts";
export { type AsanaContext, contentKeyOf, parseAsana } from "./context.ts";
export { type Cursor, cursorOf, type Swept } from "./cursor.ts";
export {
  Attached,
  dataOf,
  Happened,
  listOf,
  Me,
  Membership,
  MOST_ROWS,
  NewWebhook,
  pagesOf,
  STORY_FIELDS,
  Story,
  TASK_FIELDS,
  Task,
  Webhook,
} from "./records.ts";
export { askedBy, assignedTo, isComment, notesOf, saidIn, timeOf } from "./resolve.ts";
export { wordsOf } from "./words.ts";

/**
 * The account's name. Events carry no bot, so it must be known without asking Asana; there is one token for
 * each deployment.
 */
export const ASANA_ACCOUNT = "asana:token";

/** What is known about Asana without talking to it. */
export const asana: Knowledge<AsanaContext> = {
  name: "asana",
  spelling,
  // It has no typing signal, and its API cannot react (Asana, stories). Each new comment notifies all followers.
  progress: "note",
  // How large a delivery may be is not documented: an event takes about 400 bytes, and they come in batches.
  maxBodyBytes: 1024 * 1024,
  dialect: asanaXml,
  context: (raw) => AsanaContext.parse(raw),
  // A free plan takes 150 requests a minute (Asana, rate limits), and most of ours only read.
  writesPerSecond: 1,
  // More are refused while so many are being worked on (Asana, rate limits).
  writesAtOnce: 15,
  account: () => ASANA_ACCOUNT,
  conversation: ({ task }) => task,
  // Looked up, an assignment is known by the story that tells of it: one of many to the same task.
  contentKey: contentKeyOf,
  pace: ({ task }) => ({ scope: task, editEverySeconds: 5 }),
  read: readAsana,
  classify: classifyAsana,
};
