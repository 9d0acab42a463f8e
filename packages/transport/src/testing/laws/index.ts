import type { Law } from "../law.ts";
import { READING } from "./reading.ts";

/** All laws of knowledge and transport, in the order in which one meets them. */
export const LAWS: readonly Law[] = [...READING];
