import type { Fault } from "@trunkline/transport";
import { asana } from "@trunkline/transport/asana";

/** The account has to wait, whatever it asks for. */
const WAITING: readonly Fault["kind"][] = ["rate_limited", "unauthorized"];
const PASSING: readonly Fault["kind"][] = [...WAITING, "transient", "uncertain"];

/** Whether the same question may have an answer later. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes(asana.classify(error).kind);
}

/** Whether no other question would have an answer now either. */
export function isWaiting(error: unknown): boolean {
  return WAITING.includes(asana.classify(error).kind);
}
