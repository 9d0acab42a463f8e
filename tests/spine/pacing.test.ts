import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** More conversations than the account may serve at once. */
describe("pacing", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ timings: { platformSecondMs: 400 } });
  }, 60_000);
  afterAll(() => world?.close());

  test("forty people who write at once are all answered", async () => {
    const people = Array.from({ length: 40 }, () => somebody(world));
    for (const person of people) world.telegram.say(person, `nonce-${person.id};`);
    const served = () => people.filter((person) => answers(world, person).length === 1).length;
    await until("everybody is answered", () => served() === people.length, 60_000);
    for (const person of people) await quiet(world, person);
    expect(served()).toBe(people.length);
  }, 90_000);
});
