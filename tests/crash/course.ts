import { until, type World } from "../world/world.ts";
import { conversationsOf, type Expected, isLast, judge, speak, type Verdict } from "./laws.ts";
import { type Marks, marks, type Point, wireOf } from "./points.ts";

/** What is done to the system at a point. */
export const BLOWS = [
  /** SIGKILL; a call that had only arrived is lost. */
  "kill",
  /** SIGKILL; a call that had only arrived takes effect all the same. */
  "kill, applied late",
  "abort chat",
  "abort pool",
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
  /** What is wrong with the rows when all is over, or null. */
  readonly wrong: string | null;
}

const LATE_MS = 300;
/** A reset inside the alarm handler itself costs the 30 s of the lifecycle's deadman alarm. */
const MOST_MS = 45_000;

/** Whether a blow means something at a point. */
export function applies({ point, blow }: Course): boolean {
  if (blow === "kill, applied late") return point.wire !== "steps" && point.moment === "arrived";
  if (blow === "cut, applied late") return point.wire === "telegram" && point.moment === "arrived";
  return true;
}

/** One message from its webhook to its settled run, with one blow on the way. */
export async function run(world: World, course: Course, expected: Expected): Promise<Ran> {
  const { point, blow } = course;
  const wire = wireOf(world, point);
  const from = marks(world);
  const delivered = world.telegram.deliveries.length;
  let left = point.skip;
  const match: NonNullable<typeof point.selector.match> = (call) =>
    (point.selector.match?.(call) ?? true) && left-- === 0;
  const cut = blow === "cut, applied late";
  if (cut) wire.fault({ match, fault: { kind: "late", ms: LATE_MS } });
  const barrier = cut ? null : wire.barrier(point.moment, { match });
  const said = speak(world, expected);
  const over = ended(world, expected, from);
  const hit = barrier
    ? await Promise.race([barrier.hit.then(() => true), over.then(() => false)])
    : true;
  if (barrier) {
    if (hit) await strike(world, course, expected, (how) => barrier.release(how));
    else barrier.release();
  }
  await over;
  await said.delivered;
  // The same updates once more, when everything is over: nothing may come of them.
  const updates = new Set(world.telegram.deliveries.slice(delivered).map((one) => one.update_id));
  for (const update of updates) await world.telegram.redeliver(update).delivered;
  wire.clear();
  const wrong = (await expected.wrong?.(world)) ?? null;
  return {
    ...judge(world, expected),
    reached: hit,
    askedAgain: askedAgain(world, expected, from),
    interruptedSends: interruptedSends(world, from),
    wrong,
  };
}

/** The answer is seen and its run is settled; both are observed without asking the system. */
function ended(world: World, expected: Expected, from: Marks): Promise<true> {
  const settled = () =>
    world.steps.calls.slice(from.steps).some(({ method }) => isLast(expected, method));
  return until(
    `the answer to ${expected.nonce}`,
    () => settled() && !judge(world, expected).lost && true,
    MOST_MS,
  );
}

function interruptedSends(world: World, from: Marks): number {
  const sent = world.telegram.wire.calls
    .slice(from.telegram)
    .filter(({ method, applied }) => method === "sendMessage" && applied);
  const stored = world.steps.calls
    .slice(from.steps)
    .filter(({ method }) => method === "ref:stored");
  return sent.length - stored.length;
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
  { blow }: Course,
  expected: Expected,
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
    case "abort pool": {
      const side = blow.slice("abort ".length);
      for (const conversation of conversationsOf(expected)) {
        await world.admin(`/conversations/${conversation}/abort/${side}`, "POST");
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
