import { type Fault, TransportError } from "@trunkline/transport";
import type { App, CoreEnv } from "../app.ts";
import type { DoorParts } from "./act.ts";

const known = new WeakMap<object, WeakMap<object, DoorParts | null>>();

/** What stands behind the door, made once for each environment: its clients remember things. */
export function partsOf<C, E extends CoreEnv>(app: App<C, E>, env: E): DoorParts | null {
  const ofEnv = known.get(env) ?? new WeakMap<object, DoorParts | null>();
  known.set(env, ofEnv);
  const made = ofEnv.get(app);
  if (made !== undefined) return made;
  const parts = app.door?.(env) ?? null;
  ofEnv.set(app, parts);
  return parts;
}

/** @returns what the platform's table says, or what a tool has said itself */
export function faultOf<C, E extends CoreEnv>(app: App<C, E>, error: unknown): Fault {
  return error instanceof TransportError ? error.fault : app.platform.classify(error);
}
