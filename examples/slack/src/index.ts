import { createApp } from "@trunkline/agents";
import { SLACK_ACCOUNT, slack, slackSigned } from "../knowledge/index.ts";
import type { SlackEnv } from "./env.ts";
import { connect } from "./transport.ts";

const app = createApp({
  platform: slack,
  verify: (env: SlackEnv) => slackSigned("SLACK_SIGNING_SECRET", env.SLACK_SIGNING_SECRET),
  // Each delivery says who we are.
  identity: () => ({ id: "" }),
  account: () => SLACK_ACCOUNT,
  connect,
  people: (env) => env.SLACK_ALLOWED_USERS,
  secrets: (env) => [env.SLACK_BOT_TOKEN, env.SLACK_SIGNING_SECRET, env.ADMIN_TOKEN],
  required: ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"],
  urls: (env) => ({ SLACK_API_URL: env.SLACK_API_URL }),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
