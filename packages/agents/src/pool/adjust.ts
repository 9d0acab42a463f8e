import * as z from "zod";
import type { PoolEnv } from "../runs/scope.ts";
import { type AgentDefinition, defineAgent } from "./define.ts";

const Amount = z.number().positive();

/** What of a definition can be set without a build: the `AGENT` setting, JSON. */
const Adjustment = z.strictObject({
  prompt: z.strictObject({ persona: z.string(), instructions: z.string() }).partial().optional(),
  mcp: z
    .array(
      z.strictObject({
        name: z.string(),
        url: z.string(),
        tokenSetting: z.string().optional(),
        tools: z.array(z.string()).optional(),
        trust: z.enum(["owner", "member", "untrusted"]).optional(),
        private: z.boolean().optional(),
        everywhere: z.boolean().optional(),
      }),
    )
    .optional(),
  model: z
    .strictObject({ fast: z.string(), main: z.string(), planner: z.string() })
    .partial()
    .optional(),
  budgets: z
    .strictObject({
      turnsPerPersonAndDay: Amount,
      tokensPerConversationAndDay: Amount,
      tokensPerDay: Amount,
      dollarsPerDay: Amount,
      secondsPerTurn: Amount,
      tokensPerTurn: Amount,
      stepsPerTurn: Amount,
      prices: z.record(
        z.string(),
        z.strictObject({
          input: Amount,
          output: Amount,
          cacheRead: Amount.optional(),
          cacheWrite: Amount.optional(),
        }),
      ),
    })
    .partial()
    .optional(),
});

/**
 * Reads the `AGENT` setting. What only shows together with the definition it changes is not looked at.
 *
 * @throws Error that names what is wrong with it
 */
export function adjustment(
  text: string,
): Pick<AgentDefinition, "prompt" | "mcp" | "model" | "budgets"> {
  const parsed = Adjustment.safeParse(json(text));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`AGENT: ${wrong.join("; ")}`);
  }
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
