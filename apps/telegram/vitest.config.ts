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

const calls: string[] = [];

/** Every outgoing call ends here, in Node. What the app has called is listed at `http://calls.test/`. */
function outbound(request: { url: string }): Response {
  const { hostname, pathname } = new URL(request.url);
  if (hostname === "calls.test") return Response.json(calls);
  if (hostname === "lost.test") throw new Error("the connection is cut");
  if (hostname !== "refused.test") calls.push(pathname.split("/").at(-1) ?? "");
  const description = "Bad Request: chat not found";
  return Response.json({ ok: false, error_code: 400, description }, { status: 400 });
}

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          TELEGRAM_BOT_TOKEN: "900:token-of-the-test",
          TELEGRAM_WEBHOOK_SECRET: "s3cret-of-the-test",
          TELEGRAM_ALLOWED_USERS: "7527593",
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
  test: { name: "telegram-workerd", include: ["src/**/*.workerd.test.ts"] },
});
