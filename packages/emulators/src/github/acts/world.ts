import type { Hub } from "../state/hub.ts";
import type { Hooks } from "../webhook/hooks.ts";

/** What is, and who is told when it changes. */
export interface World {
  readonly hub: Hub;
  readonly hooks: Hooks;
}
