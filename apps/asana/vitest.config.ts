import { fileURLToPath } from "node:url";
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

/** What `src/client.ts` imports. */
const CLIENT = [
  "ApiClient",
  ..."Attachments Events Stories Tasks Users Webhooks WorkspaceMemberships"
    .split(" ")
    .map((name) => `api/${name}Api`),
];

/** A host that answers what a test has told it to, and nothing else. */
interface Host {
  /** Method and path below the API's, to answers; the last one stays. */
  readonly answers: Record<string, { status?: number; headers?: object; body?: unknown }[]>;
  readonly calls: { call: string; body: unknown; headers: Record<string, string> }[];
}
const hosts = new Map<string, Host>();

/** Every outgoing call ends here, in Node. `http://script.test/<host>` tells a host, and what it was asked. */
async function outbound(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.hostname === "script.test") {
    const name = url.pathname.slice(1);
    if (request.method === "GET") return Response.json(hosts.get(name)?.calls ?? []);
    hosts.set(name, { answers: (await request.json()) as Host["answers"], calls: [] });
    return Response.json({});
  }
  const host = hosts.get(url.hostname);
  if (!host) throw new Error("the connection is cut");
  const call = `${request.method} ${url.pathname.replace("/api/1.0", "")}`;
  const text = await request.text();
  const headers = Object.fromEntries(request.headers);
  host.calls.push({ call: call + url.search, body: text && JSON.parse(text), headers });
  const answers = host.answers[call] ?? [];
  const answer = answers.length > 1 ? answers.shift() : answers[0];
  const { status = 200, body } = answer ?? { status: 404, body: { errors: [{ message: call }] } };
  const written = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(written, { status, headers: { ...answer?.headers } });
}

export default defineConfig({
  // As in wrangler.jsonc, which only counts for the bundle.
  resolve: {
    alias: { superagent: fileURLToPath(new URL("superagent-fetch.ts", import.meta.url)) },
  },
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.jsonc" },
      miniflare: {
        bindings: {
          ASANA_ACCESS_TOKEN: "token-of-the-test",
          ASANA_API_URL: "http://asana.test/api/1.0",
          ASANA_ALLOWED_USERS: "55",
          PUBLIC_URL: "https://bot.test",
          ADMIN_TOKEN: "admin-of-the-test",
          // How long it takes until it is looked for what may have happened.
          TIMINGS: JSON.stringify({ settleMs: 50, retryFirstMs: 50 }),
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
  test: {
    name: "asana-workerd",
    include: ["{src,reach,door}/**/*.workerd.test.ts"],
    // Bundled like the Worker: otherwise the client, CommonJS, would be read as it is.
    deps: {
      optimizer: { ssr: { enabled: true, include: CLIENT.map((part) => `asana/dist/${part}.js`) } },
    },
  },
});
