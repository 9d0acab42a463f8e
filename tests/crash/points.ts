import type { Call, Moment, Selector, Wire } from "@trunkline/emulators";
import type { World } from "../world/world.ts";

/** A place in the course of one answer at which something can be done to the system. */
export interface Point {
  /** `telegram sendMessage#1 applied`: what a failing run prints. */
  readonly name: string;
  readonly wire: "telegram" | "model" | "steps";
  readonly moment: Moment;
  readonly selector: Selector;
  /** How many matching calls go by before. */
  readonly skip: number;
}

const NAMED: readonly string[] = ["sendMessage", "sendChatAction", "getFile", "file"];
const MOMENTS: readonly Moment[] = ["arrived", "applied", "answered"];
/** How many progress edits there are depends on speed; two stand for all, also of the steps. */
const MOST_ALIKE = 2;

export function wireOf(world: World, point: Pick<Point, "wire">): Wire {
  if (point.wire === "telegram") return world.telegram.wire;
  return point.wire === "model" ? world.model.wire : world.steps;
}

/** What a call is in the course of an answer, or null when it belongs to no answer. */
export function labelOf(wire: Point["wire"], call: Call): string | null {
  if (wire === "steps") return call.method;
  if (wire === "model") return isRouting(call) ? "route" : "answer";
  if (call.method === "editMessageText") return isProgress(call) ? "edit progress" : "edit final";
  return NAMED.includes(call.method) ? call.method : null;
}

/** The points of a recorded run: every call at three moments, every internal step once. */
export function pointsOf(world: World, from: Marks): { points: Point[]; calls: number } {
  const points: Point[] = [];
  let calls = 0;
  for (const wire of ["telegram", "model", "steps"] as const) {
    const seen = new Map<string, number>();
    for (const call of wireOf(world, { wire }).calls.slice(from[wire])) {
      const label = labelOf(wire, call);
      if (label === null) continue;
      const skip = seen.get(label) ?? 0;
      seen.set(label, skip + 1);
      const repeated = ["edit progress", "sendChatAction"].includes(label) || wire === "steps";
      if (repeated && skip >= MOST_ALIKE) continue;
      if (wire !== "steps") calls += 1;
      for (const moment of wire === "steps" ? (["arrived"] as const) : MOMENTS) {
        const name = `${wire} ${label}#${skip + 1} ${moment}`;
        const selector = { match: (other: Call) => labelOf(wire, other) === label };
        points.push({ name, wire, moment, selector, skip });
      }
    }
  }
  return { points, calls };
}

/** Lengths of the journals at a time. */
export type Marks = Readonly<Record<Point["wire"], number>>;

export function marks(world: World): Marks {
  return {
    telegram: world.telegram.wire.calls.length,
    model: world.model.wire.calls.length,
    steps: world.steps.calls.length,
  };
}

function isRouting({ raw }: Call): boolean {
  return raw.includes("requiresHumanApproval");
}

/** Progress ends in an ellipsis, see the delivery lane. */
function isProgress({ body }: Call): boolean {
  return typeof body === "object" && body !== null && "text" in body
    ? String(body.text).endsWith(" …")
    : false;
}
