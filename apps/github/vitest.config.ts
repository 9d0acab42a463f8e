import { createVerify, generateKeyPairSync } from "node:crypto";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** The pool, as much as a conversation needs: it takes every run and never gets anywhere. */
const POOL = `
  import { DurableObject } from "cloudflare:workers";
  const snapshot = { v: 1, state: "running", seq: 0, text: "", alive: true, final: null };
  export class RouterAgent extends DurableObject {
    route() { return { v: 1, route: "simple", tier: "pattern", reason: "test", tookMs: 0 }; }
    ping() { return "ok"; }
  }
  export class SimpleAgent extends DurableObject {
    start() { return { v: 1, seq: 0 }; }
    async attach() { await scheduler.wait(1_000); return snapshot; }
    cancel() {}
    settle() {}
    ping() { return "ok"; }
  }
  export class OrchestratorAgent extends SimpleAgent {}
  export class LeadResearcherAgent extends SimpleAgent {}
  export class InfoAgent extends SimpleAgent {}
  export class HITLAgent extends SimpleAgent {
    propose() { return { ok: false, error: "test" }; }
    decide() { return { state: "unknown" }; }
    pending() { return []; }
    approval() { return null; }
  }
  export default { fetch: () => new Response(null, { status: 404 }) };
`;

/** An App's key as GitHub gives it, and converted. */
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY_PKCS1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const KEY_PKCS8 = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** What each host was asked. A host is a test's own; the first part of its name says how it behaves. */
const calls = new Map<string, string[]>();

/**
 * Every outgoing call ends here, in Node. What a host was asked is listed at `http://calls.test/<host>`.
 *
 * - `app*.test` gives an App tokens and takes comments by their bearers;
 * - `stale*.test` takes back the first token that it has given;
 * - `moved*.test` has another address for everything;
 * - all others fail without an answer of GitHub's.
 */
async function outbound(request: Request): Promise<Response> {
  const { hostname, pathname } = new URL(request.url);
  if (hostname === "calls.test") return Response.json(calls.get(pathname.slice(1)) ?? []);
  const [kind] = /^(?:app|stale|moved)/.exec(hostname) ?? [];
  if (!kind) throw new Error("the connection is cut");
  const asked = calls.get(hostname) ?? [];
  calls.set(hostname, [...asked, `${request.method} ${pathname}`]);
  const bearer = request.headers.get("authorization") ?? "";
  const says = (status: number, body: unknown, headers = {}) =>
    Response.json(body, { status, headers });
  if (pathname.endsWith("/access_tokens")) {
    if (!isSigned(bearer)) return says(401, { message: "A JSON web token could not be decoded" });
    const given = asked.filter((one) => one.endsWith("/access_tokens")).length + 1;
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    return says(201, { token: `ghs_${given}`, expires_at });
  }
  if (kind === "moved" && !pathname.startsWith("/repositories/")) {
    const location = `http://${hostname}/repositories/9/issues/7/comments`;
    return says(307, { message: "Moved Permanently" }, { location });
  }
  const dead = kind === "stale" && bearer.endsWith("ghs_1");
  if (!/ghs_\d+$/.test(bearer) || dead) return says(401, { message: "Bad credentials" });
  const { body } = (await request.json()) as { body: string };
  return says(201, { id: 701, node_id: `IC_701 ${body} ${bearer}` });
}

/** Whether a token of an App was made with its key (RS256). */
function isSigned(authorization: string): boolean {
  const [head, claims, signature = ""] = authorization.replace(/^bearer /i, "").split(".");
  const verify = createVerify("RSA-SHA256").update(`${head}.${claims}`);
  return verify.verify(publicKey, signature, "base64url");
}

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          GITHUB_APP_ID: "55",
          GITHUB_APP_PRIVATE_KEY: KEY_PKCS1,
          KEY_PKCS8,
          GITHUB_API_URL: "http://lost.test",
          GITHUB_WEBHOOK_SECRET: "s3cret-of-the-test",
          GITHUB_BOT_LOGIN: "trunkline",
        },
        outboundService: outbound,
        workers: [
          {
            name: "shared-agents",
            modules: true,
            script: POOL,
            compatibilityDate: "2026-11-01",
            durableObjects: {
              ROUTER: { className: "RouterAgent", useSQLite: true },
              SIMPLE: { className: "SimpleAgent", useSQLite: true },
              ORCHESTRATOR: { className: "OrchestratorAgent", useSQLite: true },
              HITL: { className: "HITLAgent", useSQLite: true },
              RESEARCHER: { className: "LeadResearcherAgent", useSQLite: true },
              INFO: { className: "InfoAgent", useSQLite: true },
            },
          },
        ],
      },
    }),
  ],
  test: { name: "github-workerd", include: ["src/**/*.workerd.test.ts"] },
});
