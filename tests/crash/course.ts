import { until, type World } from "../world/world.ts";
import { calm } from "./calm.ts";
import { brokenLaw, type Expected, isLast, judge, type Verdict } from "./laws.ts";
import { interruptedSends, type Marks, marks, type Point, wireOf } from "./points.ts";
import type { Place, Spoken, Stage } from "./stage.ts";

/** What is done to the system at a point. */
export const BLOWS = [
  /** SIGKILL; a call that had only arrived is lost. */
  "kill",
  /** SIGKILL; a call that had only arrived takes effect all the same. */
  "kill, applied late",
  "abort chat",
  "abort pool",
  "abort account",
  /** The agent that plans, or splits. */
  "abort lead",
  /** All that work for it. */
  "abort workers",
  /** The connection is cut and the call takes effect later, within the settle time. */
  "cut, applied late",
] as const;
export type Blow = (typeof BLOWS)[number];

export interface Course {
  readonly point: Point;
  readonly blow: Blow;
}

export interface Ran extends Verdict {
  /** False: the run had ended before the point came. */
  readonly reached: boolean;
  /** Requests for an answer after it had been recorded. */
  readonly askedAgain: number;
  /** Messages that were created and whose reference never became a row: the blow came in between. */
  readonly interruptedSends: number;
  /** The law that was broken, or what is wrong with the rows when all is over, or null. */
  readonly broken: string | null;
}

/** Where a course is run: one place on a platform, and what is to be seen there. */
export interface Ground {
  readonly stage: Stage;
  readonly place: Place;
  readonly expected: Expected;
}

const LATE_MS = 300;
/** A reset inside the alarm handler itself costs the 30 s of the lifecycle's deadman alarm. */
const MOST_MS = 45_000;

/** Whether a blow means something at a point. */
export function applies({ point, blow }: Course): boolean {
  if (blow === "kill, applied late") return point.wire !== "steps" && point.moment === "arrived";
  if (blow === "cut, applied late") return point.wire === "platform" && point.moment === "arrived";
  return true;
}

/** One message from its webhook to its settled run, with one blow on the way. */
export async function run(world: World, ground: Ground, course: Course): Promise<Ran> {
  const { point, blow } = course;
  const { stage, place, expected } = ground;
  const wire = wireOf(world, stage, point.wire);
  const from = marks(world, stage);
  let left = point.skip;
  const match: NonNullable<typeof point.selector.match> = (call) =>
    (point.selector.match?.(call) ?? true) && left-- === 0;
  const cut = blow === "cut, applied late";
  if (cut) wire.fault({ match, fault: { kind: "late", ms: LATE_MS } });
  const barrier = cut ? null : wire.barrier(point.moment, { match });
  const said = speak(ground);
  const over = ended(world, ground, from);
  const hit = barrier
    ? await Promise.race([barrier.hit.then(() => true), over.then(() => false)])
    : true;
  if (barrier) {
    if (hit) await strike(world, ground, blow, (how) => barrier.release(how));
    else barrier.release();
  }
  await over;
  await said.delivered;
  // Asked only now: what may still come has come.
  for (const conversation of place.conversations()) await calm(world, stage.app, conversation);
  // The same once more, when everything is over: nothing may come of it.
  await said.again();
  wire.clear();
  const ran = {
    ...judge(world, place, expected),
    reached: hit,
    askedAgain: askedAgain(world, expected, from),
    interruptedSends: interruptedSends(world, stage, from),
  };
  const broken = brokenLaw(stage.tier, expected, ran) ?? (await expected.wrong?.(world)) ?? null;
  return { ...ran, broken };
}

/** The person asks. */
export function speak({ place, expected: { nonce, say } }: Ground): Spoken {
  return place.say(say ?? `Tell me about ${nonce}`);
}

/** The answer is seen and its run is settled; both are observed without asking the system. */
export function ended(world: World, ground: Ground, from: Marks): Promise<true> {
  const { stage, place, expected } = ground;
  const settled = () =>
    world.steps.calls.slice(from.steps).some(({ method }) => isLast(expected, method));
  return until(
    `the answer to ${expected.nonce}`,
    () => {
      if (!settled()) return false;
      const { lost, orphans } = judge(world, place, expected);
      // A note goes after the answer has come.
      return !lost && (stage.tier === "edit only" || orphans === 0);
    },
    MOST_MS,
  );
}

function askedAgain(world: World, { nonce }: Expected, from: Marks): number {
  const recorded = world.steps.calls
    .slice(from.steps)
    .find(({ method }) => method === "model:recorded");
  return world.model.journal.filter(
    ({ call, router, prompt }) =>
      !router && recorded !== undefined && call.at > recorded.at && prompt?.includes(nonce),
  ).length;
}

async function strike(
  world: World,
  { stage, place }: Ground,
  blow: Blow,
  release: (how: "continue" | "drop") => void,
): Promise<void> {
  switch (blow) {
    case "kill":
    case "kill, applied late":
      await world.kill();
      release(blow === "kill" ? "drop" : "continue");
      // No request follows: the objects come back by their alarms.
      world.bootSilently();
      return;
    case "abort chat":
    case "abort pool":
    case "abort account":
    case "abort lead":
    case "abort workers": {
      const side = blow.slice("abort ".length);
      for (const conversation of place.conversations()) {
        await world.admin(`/conversations/${conversation}/abort/${side}`, "POST", stage.app);
      }
      release("continue");
      return;
    }
    case "cut, applied late":
      return;
    default:
      blow satisfies never;
  }
}
