import type { Law } from "../law.ts";
import { CAPABILITIES } from "./capabilities.ts";
import { CHANGING } from "./changing.ts";
import { CONTEXTS } from "./contexts.ts";
import { FAILING } from "./failing.ts";
import { HOOKING } from "./hooking.ts";
import { LOADING } from "./loading.ts";
import { LOOKING } from "./looking.ts";
import { READING } from "./reading.ts";
import { SWEEPING } from "./sweeping.ts";
import { WRITING } from "./writing.ts";

/** All laws of knowledge and transport, in the order in which one meets them. */
export const LAWS: readonly Law[] = [
  ...CAPABILITIES,
  ...READING,
  ...CONTEXTS,
  ...WRITING,
  ...CHANGING,
  ...FAILING,
  ...LOOKING,
  ...LOADING,
  ...SWEEPING,
  ...HOOKING,
];
