import type { Knowledge } from "@trunkline/transport";
import { classifySlack } from "./classify.ts";
import { conversationOf, SlackContext } from "./context.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { readSlack } from "./read.ts";
import { spelling } from "./spelling.ts";

export { at, content, place, reaction, slackSigned } from "./calls.ts";
export { parseSlack, type SlackContext } from "./context.ts";
export { answered, done, posted } from "./refusal.ts";

/** The account's name. A bot token belongs to one workspace, and there is one for each deployment. */
export const SLACK_ACCOUNT = "slack:token";

/** What is known about Slack without talking to it. */
export const slack: Knowledge<SlackContext> = {
  name: "slack",
  spelling,
  // A status is only shown in the view for assistants; a message that grows is seen everywhere.
  progress: "placeholder",
  // How large a delivery may be is not documented; a message has 40,000 characters at most.
  maxBodyBytes: 1024 * 1024,
  dialect: mrkdwn,
  context: (raw) => SlackContext.parse(raw),
  account: () => SLACK_ACCOUNT,
  conversation: conversationOf,
  // chat.update is of tier 3: 50 calls a minute in a workspace (docs.slack.dev, rate limits).
  writesPerSecond: 0.8,
  writesAtOnce: 10,
  // A message a second in each channel, where a short burst passes (docs.slack.dev, rate limits).
  pace: ({ channel }) => ({ scope: channel, editEverySeconds: 3, gapSeconds: 1 }),
  read: readSlack,
  classify: classifySlack,
};
