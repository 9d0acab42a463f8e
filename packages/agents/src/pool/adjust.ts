import * as z from "zod";
import type { PoolEnv } from "../runs/scope.ts";
import { type AgentDefinition, defineAgent } from "./define.ts";

/** What of a definition can be set without a build: the `AGENT` setting, JSON. */
function schema() {
  const amount = z.number().positive();
  return z.strictObject({
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
            cacheRead: amount.optional(),
            cacheWrite: amount.optional(),
          }),
        ),
      })
      .partial()
      .optional(),
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
