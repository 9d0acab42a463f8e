import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { World } from "../world/world.ts";
import { applies, BLOWS, type Course, ended, type Ground, run, speak } from "./course.ts";
import { marks, pointsOf } from "./points.ts";
import type { Scenario } from "./scenario.ts";

const OTHERS: readonly string[] = ["abort account", "abort lead", "abort workers"];
const USUAL = BLOWS.filter((blow) => !OTHERS.includes(blow));

/**
 * Every outside effect of an answer, crashed before, between and after: the answer is seen once.
 * A faultless run is recorded first; its calls are the points.
 */
export function survives(scenarios: readonly Scenario[]): void {
  describe.each(scenarios)("$name", (scenario) => {
    const { stage, name, leastCalls, blows = USUAL } = scenario;
    let world: World;
    let n = 1_000;
    const ground = async (): Promise<Ground> => {
      n += 1;
      const place = await (scenario.place ?? stage.place)(world, n);
      return { stage, place, expected: scenario.expected(n) };
    };

    beforeAll(async () => {
      const { timings, ...options } = stage.options;
      world = await World.start({ ...options, timings: { ...timings, ...scenario.timings } });
      await stage.ready?.(world);
      scenario.script(world);
    }, 120_000);
    afterAll(() => world?.close());

    test("survives a crash at every step", async () => {
      const { points, calls } = await record(world, await ground(), scenario.alike);
      expect(calls).toBeGreaterThanOrEqual(leastCalls);
      const courses = points
        .filter(scenario.points)
        .flatMap((point) => blows.map((blow): Course => ({ point, blow })))
        .filter(applies);
      const failures: string[] = [];
      let reached = 0;
      for (const course of courses) {
        const failure = await attempt(world, await ground(), course, () => {
          reached += 1;
        });
        if (failure) failures.push(`${course.point.name}, ${course.blow}: ${failure}`);
      }
      console.log(
        `${name}: N = ${calls} calls, ${points.length} points, ${courses.length} crashes, ` +
          `${reached} of them reached their point, ${failures.length} broke a law`,
      );
      expect(failures).toEqual([]);
      // A run may be over before a late progress edit comes; most points must be real ones.
      expect(reached).toBeGreaterThan(courses.length * 0.8);
    }, 600_000);
  });
}

/** @returns what went wrong, with all that is known, or null. */
async function attempt(
  world: World,
  ground: Ground,
  course: Course,
  onReached: () => void,
): Promise<string | null> {
  const { stage, place } = ground;
  try {
    const ran = await run(world, ground, course);
    if (ran.reached) onReached();
    return ran.broken && `${ran.broken} ${JSON.stringify(ran)}`;
  } catch (error) {
    const all = place.conversations();
    const asked = all.map((one) => world.admin(`/conversations/${one}`, "GET", stage.app));
    const states = await Promise.all(asked.map((one) => one.catch(String)));
    const log = world.printed().split("\n");
    const lines = log.filter((line) => all.some((one) => line.includes(`/${one}`))).slice(-20);
    return [String(error), JSON.stringify(states), ...lines].join("\n");
  }
}

async function record(world: World, ground: Ground, alike: number | undefined) {
  const from = marks(world, ground.stage);
  speak(ground);
  await ended(world, ground, from);
  expect(await ground.expected.wrong?.(world)).toBeFalsy();
  return pointsOf(world, ground.stage, from, alike);
}
