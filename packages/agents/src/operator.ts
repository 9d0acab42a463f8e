import type { MiddlewareHandler } from "hono";
import { bearerAuth } from "hono/bearer-auth";

/** Lets nobody pass but whoever has the `ADMIN_TOKEN`; without one the routes are closed. */
export function operatorOnly(token: string | null | undefined): MiddlewareHandler {
  if (!token) {
    return async (c) => c.json({ error: "closed: ADMIN_TOKEN is not set" }, 503);
  }
  const message = { error: "wanted: Authorization: Bearer <ADMIN_TOKEN>" };
  return bearerAuth({
    token,
    noAuthenticationHeader: { message },
    invalidAuthenticationHeader: { message },
    invalidToken: { message: { error: "wrong ADMIN_TOKEN" } },
  });
}
