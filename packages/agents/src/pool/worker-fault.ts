import type { ModelFault } from "../runs/rules.ts";
import type { Report } from "./worker.ts";

/**
 * What a fault of the model, or any other error, means for a step. A model that is busy, or that refuses
 * us altogether, is a matter of the whole run.
 *
 * @param fault - null: it was no fault of the model
 */
export function afterFault(
  fault: ModelFault | null,
  detail: string,
): Exclude<Report, { state: "working" }> {
  switch (fault?.kind) {
    case "busy":
    case "settings":
    case "credentials":
    case "budget":
      return { v: 1, state: "no model", fault, detail };
    case "cut":
    case "silent":
      return failedStep("the model did not answer", true);
    case "refused":
      return failedStep("the model declined", false);
    case "invalid":
      return failedStep("the model could not work with it", false);
    case undefined:
      // Whatever it was, it is told to people: only words of ours.
      return failedStep("it broke", true);
    default:
      return fault satisfies never;
  }
}

/** A step that came to nothing. */
export function failedStep(why: string, again: boolean): Extract<Report, { state: "ended" }> {
  return { v: 1, state: "ended", result: { kind: "failed", why, again } };
}
