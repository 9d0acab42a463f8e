import type { Running, Webhook } from "./kit.ts";

/** What a test inside workerd imports. */
export interface Inside {
  /** The Worker: `exports.default.fetch` of `cloudflare:workers`. */
  fetch(request: Request): Response | Promise<Response>;
  /** `abortAllDurableObjects` of `cloudflare:test`. */
  crash(): Promise<void>;
  /** The objects there are: `listDurableObjectIds` of `cloudflare:test`, of the conversations. */
  objects?(): Promise<readonly { toString(): string }[]>;
  /** As `ADMIN_TOKEN` is set, for what only the operator sees. */
  readonly adminToken?: string;
}

/**
 * An app's Worker as the laws of whole answers reach it.
 *
 * @example
 * ```ts
 * import { type Inside, running } from "@trunkline/transport/testing";
 * declare const exports: { default: Inside };
 * declare const abortAllDurableObjects: () => Promise<void>;
 * const app = running({
 *   fetch: (request) => exports.default.fetch(request),
 *   crash: abortAllDurableObjects,
 * });
 * ```
 */
export function running({ fetch, crash, objects, adminToken }: Inside): Running {
  return {
    deliver: async (webhook) => (await fetch(requestOf(webhook))).status,
    crash,
    ...(objects ? { stored: async () => (await objects()).map(String).toSorted() } : {}),
    ...(adminToken ? { lost: async () => lostIn(await fetch(account(adminToken))) } : {}),
  };
}

/** A webhook as the Worker gets it. */
export function requestOf({ headers, body, registration }: Webhook): Request {
  const path = registration === undefined ? "" : `/${registration}`;
  return new Request(`http://bot.test/webhook${path}`, { method: "POST", headers, body });
}

function account(token: string): Request {
  const headers = { authorization: `Bearer ${token}` };
  return new Request("http://bot.test/admin/account", { headers });
}

async function lostIn(response: Response): Promise<number> {
  const { conversations }: { conversations: readonly Record<string, number>[] } =
    await response.json();
  return conversations.reduce(
    (sum, { dead = 0, undeliverable = 0, uncertain = 0 }) => sum + dead + undeliverable + uncertain,
    0,
  );
}
