import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until, World } from "../world/world.ts";
import { applies, BLOWS, type Course, type Ran, run } from "./course.ts";
import { conversationsOf, type Expected, isLast, judge, speak } from "./laws.ts";
import { MOVED } from "./moved.ts";
import { marks, pointsOf } from "./points.ts";
import { ALBUM, LONG, NOTICE, type Scenario, STREAMED } from "./scenarios.ts";

/**
 * Every outside effect of an answer, crashed before, between and after: the answer is seen once.
 * A faultless run is recorded first; its calls are the points.
 */
describe.each([STREAMED, LONG, NOTICE, ALBUM, ...MOVED])("$name", (scenario) => {
  let world: World;
  let chat = 1_000;

  beforeAll(async () => {
    // Typing is shown before the first word comes.
    world = await World.start({ timings: { typingEveryMs: 40 } });
    scenario.script(world);
  }, 60_000);
  afterAll(() => world?.close());

  test("survives a crash at every step", async () => {
    const { points, calls } = await record(world, scenario, chat++);
    expect(calls).toBeGreaterThanOrEqual(scenario.leastCalls);
    const courses = points
      .filter(scenario.points)
      .flatMap((point) => BLOWS.map((blow): Course => ({ point, blow })))
      .filter(applies);
    const failures: string[] = [];
    let reached = 0;
    for (const course of courses) {
      const failure = await attempt(world, course, scenario.expected(chat++), () => {
        reached += 1;
      });
      if (failure) failures.push(`${course.point.name}, ${course.blow}: ${failure}`);
    }
    console.log(
      `${scenario.name}: N = ${calls} calls, ${points.length} points, ${courses.length} crashes, ` +
        `${reached} of them reached their point, ${failures.length} broke a law`,
    );
    expect(failures).toEqual([]);
    // A run may be over before a late progress edit comes; most points must be real ones.
    expect(reached).toBeGreaterThan(courses.length * 0.9);
  }, 600_000);
});

/** @returns what went wrong, with all that is known, or null. */
async function attempt(
  world: World,
  course: Course,
  expected: Expected,
  onReached: () => void,
): Promise<string | null> {
  try {
    const ran = await run(world, course, expected);
    if (ran.reached) onReached();
    const broken = brokenLaw(ran);
    return broken && `${broken} ${JSON.stringify(ran)}`;
  } catch (error) {
    const all = conversationsOf(expected);
    const states = all.map((one) => world.admin(`/conversations/${one}`).catch(String));
    const log = world
      .printed()
      .split("\n")
      .filter((line) => all.some((one) => line.includes(`/${one}`)));
    return [String(error), JSON.stringify(await Promise.all(states)), ...log.slice(-20)].join("\n");
  }
}

async function record(world: World, scenario: Scenario, chat: number) {
  const from = marks(world);
  const expected = scenario.expected(chat);
  speak(world, expected);
  const settled = () => world.steps.calls.some(({ method }) => isLast(expected, method));
  await until("a faultless run", () => settled() && !judge(world, expected).lost);
  expect(await expected.wrong?.(world)).toBeFalsy();
  return pointsOf(world, from);
}

/** @returns the sentence of the law that a run broke, or null. */
function brokenLaw(ran: Ran): string | null {
  if (ran.lost) return "the answer is lost";
  if (ran.doubled > 0) return "content was seen in two messages";
  if (ran.askedAgain > 0) return "a recorded result was paid for again";
  if (ran.wrong !== null) return ran.wrong;
  // Only a placeholder whose sending was interrupted may be left behind.
  if (ran.orphans > ran.interruptedSends) return "a placeholder stands there unexplained";
  return null;
}
