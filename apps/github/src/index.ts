import { Webhooks } from "@octokit/webhooks";
import { createApp } from "@trunkline/agents";
import type { Verify } from "@trunkline/transport";
import { github, meOf } from "@trunkline/transport/github";
import { door, secretsOf } from "../door/index.ts";
import type { GitHubEnv } from "./env.ts";
import { connect } from "./transport.ts";

const app = createApp({
  platform: github,
  verify:
    (env: GitHubEnv): Verify =>
    async ({ headers, raw }) => {
      const secret = env.GITHUB_WEBHOOK_SECRET;
      if (!secret) return { kind: "closed", setting: "GITHUB_WEBHOOK_SECRET" };
      const given = headers.get("x-hub-signature-256") ?? "";
      const text = new TextDecoder("utf-8", { ignoreBOM: true, fatal: false }).decode(raw);
      // What is no signature at all makes it throw.
      const genuine = await new Webhooks({ secret }).verify(text, given).catch(() => false);
      return { kind: genuine ? "genuine" : "forged" };
    },
  identity: (env) => meOf(env.GITHUB_BOT_LOGIN, env.GITHUB_ALLOWED_BOTS),
  account: (env) => (env.GITHUB_APP_ID ? "github:app" : "github:token"),
  connect,
  door,
  // Who may ask is asked from GitHub: `mayAsk`.
  people: () => "*",
  secrets: (env) => [env.ADMIN_TOKEN, ...secretsOf(env)],
  required: ["GITHUB_WEBHOOK_SECRET"],
  urls: (env) => ({ GITHUB_API_URL: env.GITHUB_API_URL }),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
