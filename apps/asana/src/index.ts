import { accountVault, createApp } from "@trunkline/agents";
import { ASANA_ACCOUNT, asana, asanaHandshake } from "@trunkline/transport/asana";
import { door } from "../door/index.ts";
import { listed } from "../reach/resources.ts";
import type { AsanaEnv } from "./env.ts";
import { connect } from "./transport.ts";

const app = createApp({
  platform: asana,
  path: "/webhook/:registration",
  verify: (env: AsanaEnv) =>
    asanaHandshake(accountVault(() => env.ACCOUNT.getByName(ASANA_ACCOUNT))),
  // Only Asana knows whose token it is.
  identity: () => ({ id: "" }),
  account: () => ASANA_ACCOUNT,
  connect,
  door,
  people: (env) => env.ASANA_ALLOWED_USERS,
  resources: (env) => listed(env.ASANA_PROJECTS),
  secrets: (env) => [env.ASANA_ACCESS_TOKEN, env.ADMIN_TOKEN],
  required: ["ASANA_ACCESS_TOKEN"],
  urls: (env) => ({ ASANA_API_URL: env.ASANA_API_URL, PUBLIC_URL: env.PUBLIC_URL }),
});

export class Chat extends app.Chat {}
export class Account extends app.Account {}
export class Door extends app.Door {}
export default app.worker;
