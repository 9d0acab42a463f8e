import * as z from "zod/mini";

const TYPES = ["simple", "complex", "tool_confirmation"] as const;
const CATEGORIES = ["general", "code", "research", "github", "task", "info"] as const;
const COMPLEXITIES = ["low", "medium", "high"] as const;

/** Kinds of work that are planned and handed to workers unless they are trivial. */
export const PLANNED_CATEGORIES: readonly string[] = ["code", "research", "github"];

/** What the classifier says of a message. */
export const Classification = z.object({
  type: z.enum(TYPES),
  category: z.enum(CATEGORIES),
  complexity: z.enum(COMPLEXITIES),
  /** The person asks directly for one irreversible act outside. */
  requiresHumanApproval: z.boolean(),
  reasoning: z.string(),
});
export type Classification = z.infer<typeof Classification>;

/** The same as a JSON schema, for the model. */
export const CLASSIFICATION_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["type", "category", "complexity", "requiresHumanApproval", "reasoning"],
  properties: {
    type: { type: "string", enum: [...TYPES] },
    category: { type: "string", enum: [...CATEGORIES] },
    complexity: { type: "string", enum: [...COMPLEXITIES] },
    requiresHumanApproval: { type: "boolean" },
    reasoning: { type: "string" },
  },
};
