import type { Call, Moment, Selector, Wire } from "@trunkline/emulators";
import type { World } from "../world/world.ts";
import type { Stage } from "./stage.ts";
import { telegramLabel } from "./stages/telegram.ts";

/** A place in the course of one answer at which something can be done to the system. */
export interface Point {
  /** `telegram sendMessage#1 applied`: what a failing run prints. */
  readonly name: string;
  readonly wire: "platform" | "model" | "steps";
  readonly moment: Moment;
  readonly selector: Selector;
  /** How many matching calls go by before. */
  readonly skip: number;
}

const MOMENTS: readonly Moment[] = ["arrived", "applied", "answered"];
/** How many there are of some depends on speed; two stand for all, also of the steps. */
const MOST_ALIKE = 2;

export function wireOf(world: World, stage: Stage, wire: Point["wire"]): Wire {
  if (wire === "platform") return stage.wire(world);
  return wire === "model" ? world.model.wire : world.steps;
}

/** What a call of Telegram or of the model is in the course of an answer; null: it belongs to none. */
export function labelOf(wire: "telegram" | "model", call: Call): string | null {
  return wire === "model" ? modelLabel(call) : telegramLabel(call);
}

function labelAt(stage: Stage, wire: Point["wire"], call: Call): string | null {
  if (wire === "steps") return call.method;
  return wire === "model" ? modelLabel(call) : stage.labelOf(call);
}

function modelLabel({ raw }: Call): "route" | "answer" {
  return raw.includes("requiresHumanApproval") ? "route" : "answer";
}

/** The points of a recorded run: every call at three moments, every internal step once. */
export function pointsOf(
  world: World,
  stage: Stage,
  from: Marks,
  mostAlike = MOST_ALIKE,
): { points: Point[]; calls: number } {
  const points: Point[] = [];
  let calls = 0;
  for (const wire of ["platform", "model", "steps"] as const) {
    const seen = new Map<string, number>();
    for (const call of wireOf(world, stage, wire).calls.slice(from[wire])) {
      const label = labelAt(stage, wire, call);
      if (label === null) continue;
      const skip = seen.get(label) ?? 0;
      seen.set(label, skip + 1);
      const repeated = stage.varying.includes(label) || wire === "steps";
      if (repeated && skip >= mostAlike) continue;
      if (wire !== "steps") calls += 1;
      for (const moment of wire === "steps" ? (["arrived"] as const) : MOMENTS) {
        const where = wire === "platform" ? stage.app : wire;
        const name = `${where} ${label}#${skip + 1} ${moment}`;
        const selector = { match: (other: Call) => labelAt(stage, wire, other) === label };
        points.push({ name, wire, moment, selector, skip });
      }
    }
  }
  return { points, calls };
}

/** Lengths of the journals at a time. */
export type Marks = Readonly<Record<Point["wire"], number>>;

export function marks(world: World, stage: Stage): Marks {
  return {
    platform: stage.wire(world).calls.length,
    model: world.model.wire.calls.length,
    steps: world.steps.calls.length,
  };
}

/** Messages that were created and whose reference never became a row: something came in between. */
export function interruptedSends(world: World, stage: Stage, from: Marks): number {
  const sent = stage
    .wire(world)
    .calls.slice(from.platform)
    .filter((call) => stage.creates.includes(stage.labelOf(call) ?? "") && call.applied);
  const stored = world.steps.calls
    .slice(from.steps)
    .filter(({ method }) => method === "ref:stored");
  return sent.length - stored.length;
}
