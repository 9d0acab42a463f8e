import type { Context, MiddlewareHandler } from "hono";
import { Hono } from "hono/tiny";
import * as z from "zod/mini";
import type { App, CoreEnv } from "./app.ts";
import { operatorOnly } from "./operator.ts";

const Introduced = z.object({ accounts: z.array(z.string()) });
/** Of a conversation, see `chat/inspect.ts`. */
const Seen = z.object({ known: z.boolean() });

/**
 * The operator's routes, closed without `ADMIN_TOKEN`: the account's directory, one conversation, and
 * what may be done about a dead letter. Where a bot has several accounts, the directory lists them under
 * `accounts`, and `?account=` names another one; the log names it before the last slash of a conversation.
 * What nobody has heard of is 404.
 *
 * - `GET /admin/account`
 * - `POST /admin/references/replay`: events that hold ids only and were given up are looked up once more
 * - `GET /admin/acts`: what was done through the door, and what was done about each
 * - `GET /admin/conversations/:conversation`
 * - `POST /admin/conversations/:conversation/batches/:batch/replay` and `/drop`
 */
export function adminRoutes<C, E extends CoreEnv>(app: App<C, E>, env: E): Hono {
  const hono = new Hono();
  hono.use(operatorOnly(env.ADMIN_TOKEN));
  const accountOf = (c: Context) => c.req.query("account") || app.account(env);
  const nameOf = (c: Context) => `${accountOf(c)}/${c.req.param("conversation")}`;
  const chat = (c: Context) => env.CHAT.getByName(nameOf(c));
  // Asked first: an object that is looked at has storage from then on.
  const isAccount: MiddlewareHandler = async (c, next) => {
    const [asked, first] = [accountOf(c), app.account(env)];
    if (asked !== first) {
      const { accounts } = Introduced.parse(await env.ACCOUNT.getByName(first).list());
      if (!accounts.includes(asked)) return c.json({ error: NO_ACCOUNT }, 404);
    }
    return next();
  };
  hono.get("/account", isAccount, async (c) => {
    return c.json(await env.ACCOUNT.getByName(accountOf(c)).list());
  });
  hono.post("/references/replay", isAccount, async (c) => {
    return c.json({ ok: true, references: await env.ACCOUNT.getByName(accountOf(c)).revive() });
  });
  hono.get("/acts", isAccount, async (c) =>
    c.json(await env.ACCOUNT.getByName(accountOf(c)).acts()),
  );
  hono.get("/conversations/:conversation", async (c) => {
    const seen = await chat(c).inspect();
    return Seen.parse(seen).known ? c.json(seen) : c.json({ error: NOBODY }, 404);
  });
  hono.post("/conversations/:conversation/batches/:batch/:act", async (c) => {
    const { batch, act } = c.req.param();
    if (act !== "replay" && act !== "drop") return c.json({ error: "not found" }, 404);
    const done = await chat(c)[act](batch);
    return done ? c.json({ ok: true }) : c.json({ error: "no such dead letter" }, 409);
  });
  // Crash tests only: one-sided resets. The objects ignore it without their own setting.
  hono.post("/conversations/:conversation/abort/:side", async (c) => {
    if (!env.TRUNKLINE_FAILPOINTS) return c.json({ error: "not found" }, 404);
    const { side } = c.req.param();
    const leads = [env.ORCHESTRATOR, env.RESEARCHER, env.HITL].map((lead) =>
      lead.getByName(nameOf(c)),
    );
    const sides = new Map<string, () => Promise<unknown>[]>([
      ["pool", () => [env.SIMPLE.getByName(nameOf(c)).abort()]],
      ["lead", () => leads.map((lead) => lead.abort())],
      ["workers", () => leads.map((lead) => lead.abort("workers"))],
      ["account", () => [env.ACCOUNT.getByName(accountOf(c)).abort()]],
    ]);
    const aborted = sides.get(side) ?? (() => [chat(c).abort()]);
    // A reset object cannot answer: the rejection is the success.
    await Promise.allSettled(aborted());
    return c.json({ ok: true });
  });
  return hono;
}
const NOBODY = "nobody has spoken here";
const NO_ACCOUNT = "there is no such account: GET /admin/account lists the others under accounts";
