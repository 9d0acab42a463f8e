import type { Fault } from "@trunkline/emulators";
import type { Random } from "./random.ts";
import type { Stage } from "./stage.ts";

/** One thing that goes wrong, at a call that is counted from the start of the run. */
export type Mishap =
  | {
      readonly kind: "fault";
      readonly wire: "platform" | "model";
      readonly at: number;
      /** Only calls of an answer are counted, no sweeps and no looking back. */
      readonly named: boolean;
      readonly fault: Fault;
    }
  | {
      readonly kind: "kill" | "abort chat" | "abort pool";
      readonly wire: "platform" | "model" | "steps";
      readonly at: number;
      readonly named: boolean;
      readonly moment: "arrived" | "applied" | "answered";
      readonly lose: boolean;
    }
  | { readonly kind: "duplicate"; readonly times: number }
  | { readonly kind: "redeliver" }
  /** A delivery never comes. */
  | { readonly kind: "lose" };

/** What one run of chaos does. */
export interface Plan {
  readonly messages: number;
  /** The last message is an album, with the words under this one of its photos. */
  readonly album: number | null;
  /** A button that nobody knows is pressed at the end. */
  readonly press: boolean;
  /** It takes place in a group, which moves when so many internal steps have been reached. */
  readonly move: number | null;
  /** Milliseconds between messages. */
  readonly gapMs: number;
  readonly mishaps: readonly Mishap[];
}

/** Later ones than those of one answer: the first may be given before the move. */
const MOST_STEPS = 24;
const MOST_CALLS = { platform: 7, model: 3, steps: 14 } as const;

/** Albums, presses and moves are left out by a place that has none. */
export function plan(random: Random, stage: Stage): Plan {
  return {
    messages: random.between(1, 3),
    album: random.next() < 0.25 ? random.between(0, 1) : null,
    press: random.next() < 0.25,
    move: random.next() < 0.3 ? random.between(0, MOST_STEPS) : null,
    gapMs: random.pick([0, 0, 20, 120]),
    mishaps: Array.from({ length: random.between(1, 3) }, () => mishap(random, stage)),
  };
}

function mishap(random: Random, stage: Stage): Mishap {
  const dice = random.next();
  if (dice < 0.1) return { kind: "duplicate", times: random.between(1, 4) };
  if (dice < 0.2) return stage.sweeps && dice > 0.14 ? { kind: "lose" } : { kind: "redeliver" };
  if (dice < 0.55) {
    const wire = random.next() < 0.75 ? "platform" : "model";
    return {
      kind: "fault",
      wire,
      at: random.between(0, MOST_CALLS[wire]),
      named: random.next() < 0.6,
      fault: fault(random, wire, stage),
    };
  }
  const wire = random.pick(["platform", "platform", "model", "steps"] as const);
  return {
    kind: random.pick(["kill", "kill", "abort chat", "abort pool"] as const),
    wire,
    at: random.between(0, MOST_CALLS[wire]),
    named: random.next() < 0.6,
    moment: wire === "steps" ? "arrived" : random.pick(["arrived", "applied", "answered"] as const),
    lose: random.next() < 0.5,
  };
}

function fault(random: Random, wire: "platform" | "model", stage: Stage): Fault {
  const kind = random.pick([
    "cut-before",
    "cut-after",
    "reset",
    "half-body",
    "late",
    "slow",
    "status",
    "too many",
  ] as const);
  switch (kind) {
    case "late":
    case "slow":
      return { kind, ms: random.between(20, 350) };
    case "status":
      return {
        kind: "reply",
        reply: { status: random.pick([500, 502, 503]), body: "<html>no</html>" },
      };
    case "too many":
      return wire === "platform"
        ? { kind: "reply", reply: stage.tooMany(random.between(0, 5)) }
        : { kind: "reply", reply: { status: 529, body: "" } };
    default:
      return wire === "model" && kind === "reset" ? { kind: "cut-after" } : { kind };
  }
}
