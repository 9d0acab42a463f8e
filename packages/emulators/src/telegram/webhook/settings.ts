import type { Args } from "../args.ts";
import { badRequest } from "../refusal.ts";

export interface Settings {
  readonly url: string;
  /** "" for none. */
  readonly secret: string;
  readonly maxConnections: number;
  readonly allowedUpdates: AllowedUpdates;
}

/** `null`: everything except what must be asked for by name. */
export type AllowedUpdates = readonly string[] | null;

/** TG-types setWebhook.allowed_updates. */
const ONLY_BY_NAME = ["chat_member", "message_reaction", "message_reaction_count"];

export function isAllowed(allowed: AllowedUpdates, kind: string): boolean {
  return allowed === null ? !ONLY_BY_NAME.includes(kind) : allowed.includes(kind);
}

/** Reads `setWebhook`; `null` when the webhook is to be removed. */
export function readSettings(args: Args, previous: AllowedUpdates): Settings | null {
  const url = args.text("url").trim();
  const secret = args.text("secret_token");
  // TG-server Client.cpp:16015.
  if (secret.length > 256) throw badRequest("secret token is too long");
  if (/[^A-Za-z0-9_-]/.test(secret)) throw badRequest("secret token contains unallowed characters");
  if (url === "") return null;
  checkUrl(url);
  const connections = args.has("max_connections") ? args.integer("max_connections") : 40;
  return {
    url,
    secret,
    maxConnections: Math.min(100, Math.max(1, connections)),
    allowedUpdates: readAllowed(args, previous),
  };
}

/**
 * The real server takes only https on a public address. Here plain http to this machine is the
 * one thing allowed, because the emulator must never call anybody else; the rest is refused in
 * the real words, a public host as one that cannot be resolved.
 */
function checkUrl(given: string): void {
  const url = URL.parse(given);
  // TG-server WebhookActor.cpp / Client.cpp: every fault of the URL starts with "bad webhook: ".
  if (!url?.hostname) throw badRequest("bad webhook: Invalid webhook URL specified");
  const local = isLoopback(url.hostname);
  if (url.protocol === "http:" && local) return;
  if (url.protocol !== "https:") {
    // TG-server WebhookActor.cpp start_up.
    throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  }
  if (!["", "443", "80", "88", "8443"].includes(url.port)) {
    // TG-server WebhookActor.cpp start_up.
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
  // TG-server WebhookActor.cpp check_ip_address.
  if (local) throw badRequest(`bad webhook: IP address ${url.hostname} is reserved`);
  // TDLib GetHostByNameActor, as the Bot API shows it.
  throw badRequest("bad webhook: Failed to resolve host: Name or service not known");
}

/** The only hosts the emulator connects to. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function readAllowed(args: Args, previous: AllowedUpdates): AllowedUpdates {
  const given = args.json("allowed_updates");
  // TG-types setWebhook: left out, the previous setting stays; an empty list is the default.
  if (!Array.isArray(given)) return previous;
  return given.length === 0 ? null : given.map(String);
}
