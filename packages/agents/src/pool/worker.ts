import * as z from "zod/mini";
import { Card } from "../approvals/protocol.ts";
import { ActorShape } from "../door/protocol.ts";
import { Attached, Piece, Usage } from "../runs/protocol.ts";

/**
 * What the orchestrator and the lead researcher say to a worker. Only they do: no app is bound to one.
 * Rows of a task survive deploys, so it carries a version.
 */

/** One step of a plan, with all that its worker may know. */
export const Task = z.object({
  v: z.literal(1),
  run: z.string(),
  step: z.string(),
  /** Grows when a step that has failed is tried again. */
  attempt: z.number(),
  title: z.string(),
  task: z.string(),
  /** The person's own words. */
  asked: z.string(),
  actor: ActorShape,
  /** Results of the steps it needs, and what stands around the person's words. */
  material: z.array(Piece),
  attached: z.optional(z.array(Attached)),
  /** What has gone into the task so far. */
  seen: z.object({ untrusted: z.boolean(), private: z.boolean() }),
});
export type Task = z.infer<typeof Task>;

export const Source = z.object({ url: z.string(), title: z.string() });
export type Source = z.infer<typeof Source>;

/** What a step has come to. */
export const WorkerResult = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("done"),
    text: z.string(),
    sources: z.array(Source),
    seen: z.object({ untrusted: z.boolean(), private: z.boolean() }),
    usage: z.optional(Usage),
    /** An act was prepared: a person has to decide about it. */
    card: z.optional(Card),
  }),
  z.object({
    kind: z.literal("failed"),
    why: z.string(),
    /** Another try may help. */
    again: z.boolean(),
  }),
]);
export type WorkerResult = z.infer<typeof WorkerResult>;

/** What {@link WorkerPort.execute} answers. */
export const Report = z.discriminatedUnion("state", [
  z.object({ v: z.literal(1), state: z.literal("ended"), result: WorkerResult }),
  /** A sign of life: ask again. */
  z.object({ v: z.literal(1), state: z.literal("working") }),
  /** The model cannot be asked now, or not by us: the whole run waits, or ends. */
  z.object({
    v: z.literal(1),
    state: z.literal("no model"),
    fault: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("busy"), retryAfterSeconds: z.optional(z.number()) }),
      z.object({ kind: z.enum(["settings", "credentials", "budget"]) }),
    ]),
    detail: z.string(),
  }),
]);
export type Report = z.infer<typeof Report>;

/** Does the steps of plans. Its answers are parsed by the caller with the schemas above. */
export interface WorkerPort {
  /**
   * Does a step, or goes on with it: idempotent by run, step and attempt. Returns the result, or, when
   * that takes long, a sign of life. A result that is there is returned again.
   */
  execute(task: Task): Promise<unknown>;
  /** Ends everything that is done for a run and forgets it. */
  forget(run: string): Promise<unknown>;
  /** Crash tests only: resets the object as a fault of the platform would. */
  abort(): Promise<unknown>;
}
