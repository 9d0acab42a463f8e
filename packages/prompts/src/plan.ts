import * as z from "zod/mini";

/** One piece of work for one worker. */
export const PlanStep = z.object({
  /** Unique in its plan. */
  id: z.string(),
  /** Name of the worker that does it. */
  worker: z.string(),
  /** A few words for the person who waits: "reading the diff". */
  title: z.string(),
  /** What the worker is told. */
  task: z.string(),
  /** Ids of the steps whose results it is given. */
  needs: z.array(z.string()),
});
export type PlanStep = z.infer<typeof PlanStep>;

/** What the planner answers: pieces of work, and which of them waits for which. */
export const Plan = z.object({ steps: z.array(PlanStep) });
export type Plan = z.infer<typeof Plan>;

/**
 * The same as a JSON schema, for the model. Structured outputs take no limits on lengths: those are
 * checked by whoever reads the answer.
 *
 * @param workers - names of those that are there
 */
export function planSchema(workers: readonly string[]) {
  return {
    type: "object",
    additionalProperties: false,
    required: ["steps"],
    properties: {
      steps: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["id", "worker", "title", "task", "needs"],
          properties: {
            id: { type: "string" },
            worker: { type: "string", enum: [...workers] },
            title: { type: "string" },
            task: { type: "string" },
            needs: { type: "array", items: { type: "string" } },
          },
        },
      },
    },
  };
}

/** What a question is split into. */
export const Parts = z.object({
  parts: z.array(z.object({ title: z.string(), question: z.string() })),
});
export type Parts = z.infer<typeof Parts>;

/** The same as a JSON schema, for the model. */
export const PARTS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["parts"],
  properties: {
    parts: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["title", "question"],
        properties: { title: { type: "string" }, question: { type: "string" } },
      },
    },
  },
};
