import type { Vault } from "@trunkline/transport";
import { Hono } from "hono/tiny";
import * as z from "zod/mini";
import type { AccountPort } from "./account/port.ts";
import type { App, CoreEnv } from "./app.ts";
import { operatorOnly } from "./operator.ts";

const Wanted = z.object({ resource: z.string().check(z.regex(/^[\w-]{1,64}$/)) });
const NONE = "there is no such registration: GET /registrations lists them";
const Made = z.object({ gid: z.string(), target: z.string() });

/**
 * Subscriptions to the platform's webhooks, closed without `ADMIN_TOKEN`.
 *
 * - `POST /registrations` with `{"resource": "<id>"}`: 201 `{gid, target}` once the platform has confirmed
 * - `GET /registrations`: all of them, without their secrets, and what the platform refuses
 * - `DELETE /registrations/<id or resource>`: 204 once the platform has ended it, 404 when none is known
 */
export function registrationRoutes<C, E extends CoreEnv>(app: App<C, E>, env: E): Hono {
  const hono = new Hono();
  const guard = operatorOnly(env.ADMIN_TOKEN);
  // A fresh stub each time: one that has seen its object reset stays broken.
  const account = () => env.ACCOUNT.getByName(app.account(env));
  hono.use(async (c, next) => {
    if (!app.connect(env).hooks) return c.json({ error: "not found" }, 404);
    return guard(c, next);
  });
  hono.get("/", async (c) => c.json(await account().registrations()));
  hono.post("/", async (c) => {
    if (!env.PUBLIC_URL) return c.json({ error: "closed: PUBLIC_URL is not set" }, 503);
    const wanted = Wanted.safeParse(await c.req.json().catch(() => null));
    if (!wanted.success) return c.json({ error: 'wanted: {"resource": "<id>"}' }, 400);
    try {
      const { gid, target } = Made.parse(await account().register(wanted.data.resource));
      return c.json({ gid, target }, 201);
    } catch (error) {
      return c.json({ error: wordsOf(error, "not registered") }, 502);
    }
  });
  hono.delete("/:which", async (c) => {
    const { which } = c.req.param();
    if (!/^[\w-]{1,64}$/.test(which)) return c.json({ error: "wanted: an id or a resource" }, 400);
    try {
      const ended = await account().unregister(which);
      if (ended === false) return c.json({ error: NONE }, 404);
      return c.body(null, 204);
    } catch (error) {
      return c.json({ error: wordsOf(error, "not ended yet") }, 502);
    }
  });
  return hono;
}

/** The fault's own words: which setting or resource the platform refuses. */
function wordsOf(error: unknown, otherwise: string): string {
  return error instanceof Error ? error.message : otherwise;
}

/** The secrets that a platform has chosen live in the account object, and nowhere else: one that is ended opens nothing. */
export function accountVault(account: () => AccountPort): Vault {
  return {
    keep: async (registration, secret) =>
      (await account().keepSecret(registration, secret)) === true,
    async secretOf(registration) {
      const secret = await account().secretOf(registration);
      return typeof secret === "string" ? secret : null;
    },
  };
}
