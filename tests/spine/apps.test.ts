import { expect, test } from "vitest";
import { ask, comments, taskOf } from "../world/tasks.ts";
import { answers, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

test("all apps run in one process, and none knows what another is told", async () => {
  const world = await World.start({ github: {}, asana: {} });
  try {
    for (const app of ["telegram", "github", "asana"] as const) {
      const ready = await fetch(`${world.originOf(app)}/ready`);
      expect([app, ready.status, await ready.json()]).toMatchObject([app, 200, { ok: true }]);
    }
    await world.asana.subscribed();
    const [tess, task] = [somebody(world), await taskOf(world)];
    world.telegram.say(tess, "nonce-on-telegram");
    await ask(world, task, "nonce-on-asana").delivered;
    await until("an answer here", () => answers(world, tess)[0]?.includes("nonce-on-telegram"));
    await until("an answer there", () => comments(world, task)[0]?.includes("nonce-on-asana"));
    expect(answers(world, tess).join()).not.toContain("asana");
    expect(comments(world, task).join()).not.toContain("telegram");
  } finally {
    await world.close();
  }
}, 120_000);
