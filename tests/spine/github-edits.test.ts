import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answered, ask, inspectSpot, issueOf, ours, quietSpot } from "../world/threads.ts";
import { asked } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What becomes of an edit counts from when GitHub has said that its author may ask. */
describe("edits on GitHub that wait for a permission", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: {} });
  }, 120_000);
  afterAll(() => world?.close());

  /** The next question about a person is held. */
  const question = () =>
    world.github.wire.barrier("arrived", { match: ({ path }) => path.includes("/collaborators/") });
  const edit = (told: ReturnType<typeof ask>, text: string) =>
    world.github.server.editComment(told, world.github.owner, `@trunkline ${text}`).delivered;

  test("pending by then: the new words are answered, and only they", async () => {
    const issue = issueOf(world);
    const thinks = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes("nonce-first"),
    });
    await ask(world, issue, "nonce-first").delivered;
    await thinks.hit;
    const second = ask(world, issue, "nonce-wrong");
    await second.delivered;
    await until("it waits its turn", async () => {
      return (await inspectSpot(world, { thread: issue })).pending.length === 1;
    });
    const hold = question();
    await edit(second, "nonce-right");
    await hold.hit;
    const before = await inspectSpot(world, { thread: issue });
    expect(before.pending.map(({ text }) => text)).toEqual(["nonce-wrong"]);
    hold.release();
    await until("it is replaced", async () => {
      const { pending } = await inspectSpot(world, { thread: issue });
      return pending[0]?.text === "nonce-right";
    });
    thinks.release();
    await answered(world, issue, "nonce-right");
    expect(await quietSpot(world, { thread: issue }, 2)).toHaveLength(2);
    expect([asked(world, "nonce-wrong"), asked(world, "nonce-right")]).toEqual([
      [],
      ["nonce-right"],
    ]);
  });

  test("already being answered: known, and no more", async () => {
    const issue = issueOf(world);
    const first = ask(world, issue, "nonce-old");
    await first.delivered;
    const thinks = world.model.wire.barrier("arrived", {});
    await thinks.hit;
    await edit(first, "nonce-new");
    thinks.release();
    await answered(world, issue, "nonce-old");
    expect(await quietSpot(world, { thread: issue })).toHaveLength(1);
    expect([ours(world, issue).length, asked(world, "nonce-new")]).toEqual([1, []]);
  });

  test("a mention that is new: it is the first that we hear of it, after the permission", async () => {
    const { server, owner } = world.github;
    const issue = issueOf(world);
    const comment = server.comment(issue, owner, "nobody is meant");
    await comment.delivered;
    const hold = question();
    await edit(comment, "nonce-meant");
    await hold.hit;
    expect(await inspectSpot(world, { thread: issue })).toMatchObject({ pending: [], batches: [] });
    hold.release();
    await answered(world, issue, "nonce-meant");
    expect(await quietSpot(world, { thread: issue })).toHaveLength(1);
  });
});
