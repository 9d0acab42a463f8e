/** The agents of the pool that answer, by the bindings of a `wrangler.jsonc`. */
const AGENTS = {
  ORCHESTRATOR: "OrchestratorAgent",
  RESEARCHER: "LeadResearcherAgent",
  INFO: "InfoAgent",
} as const;

/** A question with this word takes the pool a while, so that a crash finds it at work. */
export const SLOWLY = "slowly";
const SLOWLY_MS = 250;

/**
 * A pool that answers at once and quotes the question, for `miniflare.workers` in a vitest configuration. It
 * speaks as much of the Run protocol as a conversation needs.
 *
 * @example
 * ```ts
 * import { poolWorker } from "@trunkline/transport/testing";
 * const miniflare = { workers: [poolWorker("2026-11-01")] };
 * ```
 */
export function poolWorker(compatibilityDate: string) {
  const classes = { ROUTER: "RouterAgent", SIMPLE: "SimpleAgent", HITL: "HITLAgent", ...AGENTS };
  const named = Object.entries(classes).map(
    ([binding, className]) => [binding, { className, useSQLite: true }] as const,
  );
  const durableObjects = Object.fromEntries(named);
  return {
    name: "shared-agents",
    modules: true,
    script: script(),
    compatibilityDate,
    durableObjects,
  };
}

function script(): string {
  return `
  import { DurableObject } from "cloudflare:workers";
  export class RouterAgent extends DurableObject {
    route() { return { v: 1, route: "simple", tier: "pattern", reason: "test", tookMs: 0 }; }
    ping() { return "ok"; }
  }
  const runs = new Map();
  export class SimpleAgent extends DurableObject {
    start(id, attempt, { turns }) {
      runs.set(id, "You have asked: " + turns.at(-1).text);
      return { v: 1, seq: 1 };
    }
    async attach(id) {
      const text = runs.get(id);
      if (text?.includes("${SLOWLY}")) await scheduler.wait(${SLOWLY_MS});
      const state = text === undefined ? "unknown" : "ended";
      const final = text === undefined ? null : { kind: "answer", text };
      return { v: 1, state, seq: 1, text: text ?? "", alive: true, final };
    }
    cancel() {}
    settle(id) { runs.delete(id); }
    ping() { return "ok"; }
  }
  ${Object.values(AGENTS)
    .map((name) => `export class ${name} extends SimpleAgent {}`)
    .join("\n  ")}
  export class HITLAgent extends SimpleAgent {
    propose() { return { ok: false, error: "test" }; }
    decide() { return { state: "unknown" }; }
    pending() { return []; }
    approval() { return null; }
  }
  export default { fetch: () => new Response(null, { status: 404 }) };
`;
}

/** How long a second of the platform's lasts for {@link QUICK}. */
export const PLATFORM_SECOND_MS = 20;

/** Durations that make a conversation quick: the value of `TIMINGS`. */
export const QUICK = JSON.stringify({
  ...{ batchWindowMs: 40, pokeMs: 150, keepAliveMs: 1_000, evidenceMs: 3_000, settleMs: 500 },
  ...{ rpcTimeoutMs: 4_000, callTimeoutMs: 4_000, retryFirstMs: 80, retryMostMs: 800 },
  ...{ unauthorizedMs: 800, sweepMs: 3_000, platformSecondMs: PLATFORM_SECOND_MS },
});
