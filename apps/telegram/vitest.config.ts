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
  export default { fetch: () => new Response(null, { status: 404 }) };
`;

/** Every outgoing call ends here, in Node: it is refused, and listed at \`http://calls.test/\`. */
const calls: string[] = [];
function outbound(request: { url: string }): Response {
  if (new URL(request.url).hostname === "calls.test") return Response.json(calls);
  calls.push(new URL(request.url).pathname.split("/").at(-1) ?? "");
  return Response.json({ ok: false, error_code: 500, description: "test" }, { status: 500 });
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
            },
          },
        ],
      },
    }),
  ],
  test: { name: "telegram-workerd", include: ["src/**/*.workerd.test.ts"] },
});
