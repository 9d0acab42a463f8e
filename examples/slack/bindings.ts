import type { CoreEnv } from "@trunkline/agents";

type Needed = Pick<
  CoreEnv,
  "CHAT" | "ACCOUNT" | "ROUTER" | "SIMPLE" | "ORCHESTRATOR" | "HITL" | "RESEARCHER" | "INFO"
>;

/** The bindings of `wrangler.jsonc` are those that the app needs: a wrong one fails the type check. */
export const bound: SlackBindings extends Needed ? true : never = true;
