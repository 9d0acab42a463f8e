import type { ModelFault } from "../runs/rules.ts";

/** A model call that gave no result. Whoever made it decides, durably, whether it is made again. */
export class ModelFailure extends Error {
  readonly fault: ModelFault;

  constructor(fault: ModelFault, detail: string) {
    super(detail);
    this.name = "ModelFailure";
    this.fault = fault;
  }
}
