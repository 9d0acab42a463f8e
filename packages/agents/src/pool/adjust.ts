import * as z from "zod/mini";
import type { PoolEnv } from "../runs/scope.ts";
import { misfit } from "../tools/misfit.ts";
import { type AgentDefinition, defineAgent } from "./define.ts";

/** What of a definition can be set without a build: the `AGENT` setting, JSON. */
function schema() {
  const amount = z.number().check(z.positive());
  return z.strictObject({
    prompt: z.optional(
      z.partial(z.strictObject({ persona: z.string(), instructions: z.string() })),
    ),
    mcp: z.optional(
      z.array(
        z.strictObject({
          name: z.string(),
          url: z.string(),
          tokenSetting: z.optional(z.string()),
          tools: z.optional(z.array(z.string())),
          trust: z.optional(z.enum(["owner", "member", "untrusted"])),
          private: z.optional(z.boolean()),
          everywhere: z.optional(z.boolean()),
        }),
      ),
    ),
    model: z.optional(
      z.partial(z.strictObject({ fast: z.string(), main: z.string(), planner: z.string() })),
    ),
    budgets: z.optional(
      z.partial(
        z.strictObject({
          turnsPerPersonAndDay: amount,
          tokensPerConversationAndDay: amount,
          tokensPerDay: amount,
          dollarsPerDay: amount,
          secondsPerTurn: amount,
          tokensPerTurn: amount,
          stepsPerTurn: amount,
          prices: z.record(
            z.string(),
            z.strictObject({
              input: amount,
              output: amount,
              cacheRead: z.optional(amount),
              cacheWrite: z.optional(amount),
            }),
          ),
        }),
      ),
    ),
  });
}
/** Made by the first who needs it: most have no such setting, and the pool would start later for it. */
let known: ReturnType<typeof schema> | undefined;

/**
 * Reads the `AGENT` setting. What only shows together with the definition it changes is not looked at.
 *
 * @throws Error that names what is wrong with it
 */
export function adjustment(
  text: string,
): Pick<AgentDefinition, "prompt" | "mcp" | "model" | "budgets"> {
  known ??= schema();
  const parsed = known.safeParse(json(text));
  if (!parsed.success) throw new Error(`AGENT: ${misfit(parsed.error.issues)}`);
  // Absent and undefined say the same here.
  return JSON.parse(JSON.stringify(parsed.data)) as AgentDefinition;
}

/**
 * The definition with what the settings change in it.
 *
 * @throws Error that names what is wrong with the `AGENT` setting
 */
export function adjusted(agent: AgentDefinition, env: Pick<PoolEnv, "AGENT">): AgentDefinition {
  if (!env.AGENT) return agent;
  const { prompt, mcp, model, budgets } = adjustment(env.AGENT);
  return defineAgent({
    ...agent,
    prompt: { ...agent.prompt, ...prompt },
    mcp: mcp ?? agent.mcp ?? [],
    model: { ...agent.model, ...model },
    budgets: { ...agent.budgets, ...budgets },
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("AGENT is not JSON");
  }
}
