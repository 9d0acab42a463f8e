import {
  type Delivery,
  type Identity,
  type Inbound,
  type Knowledge,
  type Transport,
  type Verify,
  webhookApp,
} from "@trunkline/transport";
import type { Hono } from "hono";
import * as z from "zod/mini";
import { AccountAgent } from "./account/agent.ts";
import type { AccountPort } from "./account/port.ts";
import { adminRoutes } from "./admin.ts";
import type { ApprovalPort } from "./approvals/protocol.ts";
import { ChatAgent, type ChatPort } from "./chat/agent.ts";
import { dispatch } from "./dispatch.ts";
import type { DoorParts } from "./door/act.ts";
import { DoorEntry } from "./door/door.ts";
import { type Log, logger } from "./log.ts";
import type { RouterPort } from "./pool/rules.ts";
import { readiness } from "./ready.ts";
import { registrationRoutes } from "./registrations.ts";
import type { RunPort } from "./runs/protocol.ts";
import { withTimeout } from "./timeout.ts";

const Known = z.object({ id: z.string(), name: z.optional(z.string()) });

/** Intake does not wait longer for an account that cannot be reached. */
const IDENTITY_MS = 1_000;
/** While the platform has not said who we are, it is asked for this often. */
const IDENTITY_AGAIN_MS = 500;

/** A Durable Object namespace, as much as we need of it. */
export interface Named<P> {
  getByName(name: string): P;
}

/** What every platform's Worker is bound to and set to. */
export interface CoreEnv {
  readonly CHAT: Named<ChatPort>;
  readonly ACCOUNT: Named<AccountPort>;
  readonly ROUTER: Named<RouterPort>;
  readonly SIMPLE: Named<RunPort>;
  readonly ORCHESTRATOR: Named<RunPort>;
  readonly HITL: Named<RunPort & ApprovalPort>;
  readonly RESEARCHER: Named<RunPort>;
  readonly INFO: Named<RunPort>;
  /** Comma-separated ids, `platform:id` or plain, of who may decide about acts; unset: whoever may ask. */
  readonly APPROVERS?: string | null;
  /** `1`: whoever has asked for an act may not decide about it. */
  readonly APPROVAL_SECOND_PERSON?: string | null;
  readonly ADMIN_TOKEN?: string | null;
  /** Where the platform reaches this Worker, without a slash at the end. */
  readonly PUBLIC_URL?: string | null;
  readonly BATCH_WINDOW_MS?: string | null;
  readonly TIMINGS?: string | null;
  readonly TRUNKLINE_FAILPOINTS?: string | null;
}

/** A platform's app: its knowledge, its door, its credentials. */
export interface App<C, E extends CoreEnv> {
  readonly platform: Knowledge<C>;
  readonly path?: "/webhook" | "/webhook/:registration";
  readonly verify: (env: E) => Verify;
  /** Who we are as far as the settings say; the account learns the rest from the platform. */
  readonly identity: (env: E) => Identity;
  /** The account's name, the same as `platform.account` gives for its messages. */
  readonly account: (env: E) => string;
  readonly connect: (env: E) => Transport<C>;
  /** Comma-separated ids of the people who are answered; `*`: everybody. Unset: nobody. */
  readonly people: (env: E) => string | null | undefined;
  /** Comma-separated ids of the people who see route, model, tokens and time below an answer. */
  readonly admins?: (env: E) => string | null | undefined;
  /** Resources that the account subscribes to by itself. */
  readonly resources?: (env: E) => readonly string[];
  /** What the pool may read and do here; absent: its door only speaks. */
  readonly door?: (env: E) => DoorParts;
  /** Values that must never appear in a log. */
  readonly secrets: (env: E) => readonly (string | null | undefined)[];
  /** Settings without which the app does not work; `/ready` names those that are missing. */
  readonly required: readonly (keyof E & string)[];
  /** Base URLs that `/ready` checks: name to value. */
  readonly urls: (env: E) => Readonly<Record<string, string | null | undefined>>;
}

/** What a Worker's entry exports; its classes are the Durable Objects and the door of `wrangler.jsonc`. */
export interface AppWorker<C, E extends CoreEnv> {
  readonly worker: { fetch(request: Request, env: E): Response | Promise<Response> };
  /** A conversation. */
  readonly Chat: new (
    ctx: DurableObjectState,
    env: E,
  ) => ChatAgent<C, E>;
  /** A bot, an installation or a token. */
  readonly Account: new (
    ctx: DurableObjectState,
    env: E,
  ) => AccountAgent<C, E>;
  /** The one way in which the pool reads, acts and speaks there. */
  readonly Door: new (
    ctx: ExecutionContext,
    env: E,
  ) => DoorEntry<C, E>;
}

/**
 * Makes the Worker of a platform from its parts.
 *
 * @example
 * ```ts
 * import { createApp } from "@trunkline/agents";
 * import type { App, CoreEnv } from "@trunkline/agents";
 * declare const parts: App<unknown, CoreEnv>;
 * const app = createApp(parts);
 * export class Chat extends app.Chat {}
 * export class Account extends app.Account {}
 * export class Door extends app.Door {}
 * export default app.worker;
 * ```
 */
export function createApp<C, E extends CoreEnv>(app: App<C, E>): AppWorker<C, E> {
  class Chat extends ChatAgent<C, E> {
    constructor(ctx: DurableObjectState, env: E) {
      super(ctx, env, app);
    }
  }
  class Account extends AccountAgent<C, E> {
    constructor(ctx: DurableObjectState, env: E) {
      super(ctx, env, app);
    }
  }
  class Door extends DoorEntry<C, E> {
    constructor(ctx: ExecutionContext, env: E) {
      super(ctx, env, app);
    }
  }
  let built: { readonly env: E; readonly hono: Hono } | null = null;
  const worker = {
    fetch(request: Request, env: E): Response | Promise<Response> {
      if (built?.env !== env) built = { env, hono: routes(app, env) };
      return built.hono.fetch(request);
    },
  };
  return { worker, Chat, Account, Door };
}

function routes<C, E extends CoreEnv>(app: App<C, E>, env: E): Hono {
  const log = logger(app.platform.name, app.secrets(env));
  const me = identityOf(app, env);
  // A delivery is only read here and calls nobody: it needs no client of its own.
  let transport: Transport<C> | null = null;
  const once: App<C, E> = { ...app, connect: () => (transport ??= app.connect(env)) };
  const hono = webhookApp({
    path: app.path ?? "/webhook",
    maxBodyBytes: app.platform.maxBodyBytes,
    verify: app.verify(env),
    accept: (delivery) => accept(once, env, delivery, me, log),
    ready: () => readiness(app, env),
    onRefused: (why) => log("webhook.refused", { why }),
  });
  hono.route("/admin", adminRoutes(app, env));
  hono.route("/registrations", registrationRoutes(app, env));
  return hono;
}

/** Reads a delivery and commits each event: in its conversation, or, where it holds ids only, in the account. */
async function accept<C, E extends CoreEnv>(
  app: App<C, E>,
  env: E,
  delivery: Delivery,
  me: () => Promise<Identity>,
  log: Log,
): Promise<void> {
  const references: (Inbound<C> & { kind: "reference" })[] = [];
  for (const inbound of app.platform.read(delivery, await me())) {
    if (inbound.kind === "ignore") {
      log("inbound.ignored", { why: inbound.why });
      if (inbound.heartbeat) {
        await env.ACCOUNT.getByName(app.account(env)).heard(delivery.registration ?? "");
      }
      // Not acknowledged: the platform sends it again, and by then we know.
      if (inbound.unsure) throw new Error(inbound.why);
    } else if (inbound.kind === "reference") {
      references.push(inbound);
    } else {
      await dispatch(app, env, inbound, log);
    }
  }
  if (references.length === 0) return;
  await env.ACCOUNT.getByName(app.account(env)).keep(JSON.stringify(references));
}

/** What the settings say, plus what the account has learned; asked once per isolate. */
function identityOf<C, E extends CoreEnv>(app: App<C, E>, env: E): () => Promise<Identity> {
  const configured = app.identity(env);
  let learned: Identity | null = null;
  let askedAt = 0;
  return async () => {
    if (learned?.name && learned.id !== "") return learned;
    if (Math.abs(Date.now() - askedAt) < IDENTITY_AGAIN_MS) return learned ?? configured;
    try {
      const asked = env.ACCOUNT.getByName(app.account(env)).identity();
      const known = await withTimeout(asked, IDENTITY_MS, "identity");
      learned = { ...configured, ...said(known, configured) };
      askedAt = Date.now();
    } catch {
      return configured;
    }
    return learned;
  };
}

/** The platform's word fills what the settings leave open, and has the last word about our name. */
function said(known: unknown, { id }: Identity): Partial<Identity> {
  const { data } = Known.safeParse(known);
  if (!data) return {};
  return { ...(id === "" ? { id: data.id } : {}), ...(data.name ? { name: data.name } : {}) };
}
