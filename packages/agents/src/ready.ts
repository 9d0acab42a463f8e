import * as z from "zod/mini";
import type { App, CoreEnv } from "./app.ts";
import { partsOf } from "./door/parts.ts";
import { misspelt } from "./spelling.ts";
import { withTimeout } from "./timeout.ts";
import { timings } from "./timings.ts";

const PROBE_MS = 5_000;
/** Of the account's view. */
const Listed = z.object({ refused: z.nullish(z.object({ kind: z.string() })) });

/** What `GET /ready` checks: settings, own storage, whether the platform takes the credentials, the pool, base URLs. */
export async function readiness<C, E extends CoreEnv>(
  app: App<C, E>,
  env: E,
): Promise<Readonly<Record<string, string>>> {
  const probe = async (what: string, call: () => Promise<unknown>): Promise<string> => {
    try {
      const said = await withTimeout(call(), PROBE_MS, what);
      return typeof said === "string" ? said : "ok";
    } catch {
      return `${what} cannot be reached`;
    }
  };
  const account = () => env.ACCOUNT.getByName(app.account(env));
  const [storage, pool, router] = await Promise.all([
    probe("own storage", () => account().ping()),
    probe("shared-agents", () => env.SIMPLE.getByName("ready").ping()),
    probe("shared-agents router", () => env.ROUTER.getByName("router-0").ping()),
  ]);
  // After the ping, which has asked the platform if that was due.
  const credentials = await probe("own account", async () => refusal(await account().list()));
  const urls = Object.entries(app.urls(env)).map(([name, url]) => [name, urlCheck(name, url)]);
  const missing = app.required.filter((name) => !env[name]).map((name) => `${name} is not set`);
  return {
    settings: [...missing, ...misspeltIn(app, env)].join("; ") || settings(env),
    storage,
    credentials,
    pool,
    router,
    ...Object.fromEntries(urls),
  };
}

/** Its kind only: what the platform has said is for the operator, see `GET /admin/account`. */
function refusal(view: unknown): string {
  const { refused } = Listed.parse(view);
  return refused ? `the platform has refused the credentials (${refused.kind})` : "ok";
}

/** By number: whoever can see this page need not see what the settings say. */
function misspeltIn<C, E extends CoreEnv>(app: App<C, E>, env: E): string[] {
  const tools = () => partsOf(app, env)?.tools.map(({ name }) => name) ?? [];
  const { name: platform, spelling } = app.platform;
  return misspelt({ platform, spelling, tools }, env).map(
    ({ setting, nth, must }) => `${setting}: entry ${nth} must be ${must}`,
  );
}

function settings(env: CoreEnv): string {
  try {
    timings(env.TIMINGS, env.BATCH_WINDOW_MS);
    return "ok";
  } catch (error) {
    return error instanceof Error ? error.message : "broken";
  }
}

function urlCheck(name: string, url: string | null | undefined): string {
  if (!url) return "ok";
  if (url.endsWith("/")) return `${name} must not end in a slash`;
  return URL.canParse(url) ? "ok" : `${name} is not a URL`;
}
