/**
 * Which setting goes to which Worker. To add a platform, add its row to `APPS`.
 *
 * A platform's token is only ever bound to that platform's own Worker: the pool never sees one.
 */
export interface App {
  /** Name of the Worker. */
  name: string;
  /** Relative to the root; absent: the folder of its name below `apps/`. */
  folder?: string;
  port: number;
  /** Overrides `port`. */
  portSetting: string;
  /** Complete sets of required settings; any one of them starts the app. */
  ways: readonly (readonly string[])[];
  /** What else the Worker reads. */
  optional: readonly string[];
}

export const POOL = "shared-agents";

export const APPS: readonly App[] = [
  {
    name: "telegram",
    port: 8801,
    portSetting: "TELEGRAM_PORT",
    ways: [["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET"]],
    optional: ["TELEGRAM_API_ROOT", "TELEGRAM_ALLOWED_USERS", "TELEGRAM_ADMINS"],
  },
  {
    name: "github",
    port: 8802,
    portSetting: "GITHUB_PORT",
    ways: [
      ["GITHUB_WEBHOOK_SECRET", "GITHUB_TOKEN"],
      ["GITHUB_WEBHOOK_SECRET", "GITHUB_APP_ID", "GITHUB_APP_PRIVATE_KEY"],
    ],
    optional: ["GITHUB_API_URL", "GITHUB_BOT_LOGIN", "GITHUB_ALLOWED_BOTS", "GITHUB_DOOR_PLACES"],
  },
  {
    name: "asana",
    port: 8803,
    portSetting: "ASANA_PORT",
    // No webhook secret: Asana chooses it at the handshake.
    ways: [["ASANA_ACCESS_TOKEN"]],
    optional: ["ASANA_API_URL", "ASANA_ALLOWED_USERS", "ASANA_PROJECTS", "ASANA_DOOR_PLACES"],
  },
];

/** An app's folder, relative to the root. @param app its name, or that folder */
export const pathOf = (app: string): string => (app.includes("/") ? app : `apps/${app}`);

const EVERY_WORKER = ["TIMINGS", "ADMIN_TOKEN", "BATCH_WINDOW_MS", "TRUNKLINE_FAILPOINTS"];
const EVERY_APP = ["PUBLIC_URL", "APPROVERS", "APPROVAL_SECOND_PERSON"];
const POOL_ONLY = [
  "ANTHROPIC_API_KEY",
  "ANTHROPIC_BASE_URL",
  "MODEL_FAST",
  "MODEL_MAIN",
  "AGENT",
  "TRUNKLINE_CLOCK_OFFSET_MS",
];

/** Tokens of servers that a definition of the agents names, see docs/agents.md. */
const OF_SERVERS = /^MCP_[A-Z0-9_]+$/;

/**
 * The settings a Worker may see, set or not.
 *
 * @param set names that are set: among them are the pool's that only its owner knows
 * @param further apps that are no row of `APPS`
 */
export function settingsOf(
  worker: string,
  set: readonly string[] = [],
  further: readonly App[] = [],
): string[] {
  if (worker === POOL) {
    return [...POOL_ONLY, ...EVERY_WORKER, ...set.filter((name) => OF_SERVERS.test(name))];
  }
  const app = [...APPS, ...further].find(({ name }) => name === worker);
  if (!app) return [...EVERY_WORKER];
  return [...new Set([...app.ways.flat(), ...app.optional, ...EVERY_APP, ...EVERY_WORKER])];
}
