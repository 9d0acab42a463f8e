import type { Trust } from "@trunkline/transport";
import * as z from "zod/mini";
import { misfit } from "./misfit.ts";
import type { AgentName, Effect, JsonSchema, Tool, ToolOutput, ToolScope } from "./tool.ts";

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** A tool of one's own. Its input is parsed before `run` sees it. */
export interface ToolDefinition<I> {
  readonly name: string;
  /** For the model: what it does, when it is the right one, what it gives back. */
  readonly about: string;
  /** A schema of `zod` or of `zod/mini`. */
  readonly input: z.core.$ZodType<I>;
  /** Default `read`. `approve` is for doors: an act of one's own cannot be asked for. */
  readonly effect?: Exclude<Effect, "approve">;
  /** Default `untrusted`: what it gives back is data, whatever it says. */
  readonly trust?: Trust;
  /** Default true: what it gives back is not for everybody. */
  readonly private?: boolean;
  /** Default: the simple agent and the one that answers about the owner. */
  readonly agents?: readonly AgentName[];
  readonly platforms?: readonly string[];
  run(input: I, scope: ToolScope): Promise<string | ToolOutput>;
}

/**
 * Makes a {@link Tool} of a function.
 *
 * @throws Error for a name that no model may call
 * @example
 * ```ts
 * import { tool } from "@trunkline/agents/pool";
 * import * as z from "zod";
 * const clock = tool({
 *   name: "clock",
 *   about: "The time now.",
 *   input: z.object({ zone: z.string() }),
 *   trust: "owner",
 *   private: false,
 *   run: async ({ zone }) => new Date().toLocaleString("en", { timeZone: zone }),
 * });
 * ```
 */
export function tool<I>(definition: ToolDefinition<I>): Tool {
  const { name, about, input, run } = definition;
  if (!NAME.test(name)) throw new Error(`A tool cannot be called "${name}": a-z, 0-9 and _ only`);
  return {
    name,
    about,
    schema: schemaOf(input),
    effect: definition.effect ?? "read",
    trust: definition.trust ?? "untrusted",
    private: definition.private ?? true,
    agents: definition.agents ?? ["simple", "info"],
    platforms: definition.platforms,
    async run(given, scope) {
      const parsed = z.safeParse(input, given);
      if (!parsed.success)
        return { ok: false, error: `the input does not fit: ${misfit(parsed.error.issues)}` };
      const output = await run(parsed.data, scope);
      return typeof output === "string" ? { ok: true, text: output } : output;
    },
  };
}

const schemas = new WeakMap<z.core.$ZodType, JsonSchema>();

/** Tools of a run are made for each run; what they take is described once. */
function schemaOf(input: z.core.$ZodType): JsonSchema {
  const known = schemas.get(input);
  if (known) return known;
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input" });
  schemas.set(input, schema);
  return schema;
}
