import type { Fault } from "@trunkline/transport";
import { github } from "@trunkline/transport/github";

/** The account has to wait, whatever it asks for. */
const WAITING: readonly Fault["kind"][] = ["rate_limited", "unauthorized"];
const PASSING: readonly Fault["kind"][] = [...WAITING, "transient", "uncertain"];

/** Whether the same question may have an answer later. */
export function isPassing(error: unknown): boolean {
  return PASSING.includes(github.classify(error).kind);
}

/** Whether no other question would have an answer now either. */
export function isWaiting(error: unknown): boolean {
  return WAITING.includes(github.classify(error).kind);
}
