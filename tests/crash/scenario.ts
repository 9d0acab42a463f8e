import { isRouterRequest, type MessageRequest } from "@trunkline/emulators";
import type { World } from "../world/world.ts";
import type { Blow } from "./course.ts";
import type { Expected, Part } from "./laws.ts";
import type { Point } from "./points.ts";
import type { Stage } from "./stage.ts";

/** One kind of answer whose every step is crashed. */
export interface Scenario {
  readonly name: string;
  readonly stage: Stage;
  /** Durations that this one needs, on top of those of its stage. */
  readonly timings?: Readonly<Record<string, number>>;
  /**
   * Calls of a faultless run that do not depend on speed, as typing does; fewer is a failure: a step
   * would be gone that is crashed no more.
   */
  readonly leastCalls: number;
  /** Sets the model up. */
  readonly script: (world: World) => void;
  /** Default: the stage's own. @param n - unique in this world */
  readonly place?: Stage["place"];
  readonly expected: (n: number) => Expected;
  /** Which points are new here; the others are covered by another scenario. */
  readonly points: (point: Point) => boolean;
  /** How many of those that happen more than once are points; default: two stand for all. */
  readonly alike?: number;
  /** Default: all but a reset of the account, which matters where it holds what has come in. */
  readonly blows?: readonly Blow[];
}

/** Which requests ask for an answer, from now on. */
export const answers = {
  match: (request: MessageRequest) => !isRouterRequest(request),
  until: Number.MAX_SAFE_INTEGER,
};

export const nonceOf = (n: number) => `nonce-${n}-x`;

/** Every answer streams for a while. */
export const lasting = (world: World, durationMs: number, deltas: number) =>
  world.model.next({ kind: "lasting", durationMs, deltas }, answers);

/** The offline model's own answer, which quotes what it was asked. */
export const quoted = (n: number): Part => ({
  mark: new RegExp(nonceOf(n)),
  complete: /see what I can do\.$/,
});
