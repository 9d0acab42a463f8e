import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, comments, quietTask, taskOf } from "../world/tasks.ts";
import { NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** A task that the bot may complete once somebody has said so, in a comment that mentions nobody. */
describe("an approval on Asana", () => {
  let world: World;
  beforeAll(async () => {
    const limits = { perMinute: 100_000, reads: 50, writes: 15 };
    world = await World.start({ asana: { limits } });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  test("is decided by a comment, once; the card says so", async () => {
    const { server, tess } = world.asana;
    const task = await taskOf(world, "Paint the fence");
    const saying = (words: string) =>
      until(words, () => comments(world, task).find((text) => text.includes(words)));
    world.model.next({ kind: "tool", name: "asana_complete", input: {} }, NOT_ROUTING);
    await ask(world, task, "complete this task now").delivered;
    const code = /\/approve (\w{8})/.exec(await saying("/approve"))?.[1] ?? "";
    await quietTask(world, task);
    expect(server.task(task.gid).completed).toBe(false);
    await server.comment(task, tess, "/approve CDFGHJKM").delivered;
    await saying("no open approval CDFGHJKM");
    await server.comment(task, tess, `/approve ${code}`).delivered;
    await saying("Done:");
    await saying("Approved by");
    expect(server.task(task.gid).completed).toBe(true);
    await quietTask(world, task, 2);
    await server.comment(task, tess, `/reject ${code}`).delivered;
    await saying("decided already");
    expect(server.task(task.gid).completed).toBe(true);
  });
});
