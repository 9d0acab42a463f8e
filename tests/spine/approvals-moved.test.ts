import {
  type Chat,
  type GitHubThread,
  isRouterRequest,
  type MessageRequest,
  type User,
} from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pullOf } from "../world/threads.ts";
import { type ChatInspection, NOT_ROUTING, team } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** A kill inside an alarm's handler of the pool costs the deadman of 30 s. */
const DEADMAN_MS = 60_000;

/** A group with an act that waits, or is being done, becomes a supergroup: another address, the same act. */
describe("an approval in a group that moves", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({
      github: { as: "token" },
      env: { GITHUB_DOOR_PLACES: "olive/shop" },
    });
  }, 120_000);
  afterAll(() => world?.close());

  const said = (id: number) =>
    world.telegram
      .chat(id)
      .messages.filter(({ from, deleted }) => from.id === world.telegram.bot.id && !deleted);
  const saying = (id: number, words: string, ms?: number) =>
    until(words, () => said(id).find(({ text }) => text.includes(words)), ms);
  const mergesOf = ({ number }: GitHubThread) =>
    world.github.wire.calls.filter(
      ({ method, path, applied }) =>
        method === "mergePull" && applied && path.includes(`/${number}/`),
    ).length;
  const closed = (id: number) =>
    until(
      `nothing is open in ${id}`,
      async () => {
        const now = (await world
          .admin(`/conversations/${id}`)
          .catch(() => null)) as ChatInspection | null;
        const open = now?.batches.some(
          ({ state, owed }) => ["active", "waiting"].includes(state) || owed === 1,
        );
        return now && !open && now.pending.length === 0 && now;
      },
      DEADMAN_MS,
    );

  async function asked(chat: Chat, by: User) {
    const pull = pullOf(world);
    const input = { repository: "olive/shop", number: pull.number };
    const words = `merge pull request ${pull.number} of olive/shop now`;
    const match = (request: MessageRequest) =>
      !isRouterRequest(request) && JSON.stringify(request.messages.at(-1)).includes(words);
    world.model.next({ kind: "tool", name: "github_merge", input }, { match });
    world.telegram.sayIn(chat, by, `/ask ${words}`);
    const card = await saying(chat.id, "/approve");
    await closed(chat.id);
    return { pull, card, code: /\/approve (\w{8})/.exec(card.text)?.[1] ?? "" };
  }

  /** Done once, said in the new chat and nowhere else. */
  async function doneOnce({ chat, to }: { chat: Chat; to: number }, pull: GitHubThread) {
    await saying(to, `Done: Merge #${pull.number}`, DEADMAN_MS);
    await Promise.all([closed(to), closed(chat.id)]);
    expect(mergesOf(pull)).toBe(1);
    expect(said(chat.id).some(({ text }) => text.includes("Done:"))).toBe(false);
    expect(said(to).filter(({ text }) => text.includes("Done:"))).toHaveLength(1);
  }

  test("that waits for a decision is shown there, with its buttons, and decided there", async () => {
    const { chat, tess, to } = team(world);
    const { pull, code } = await asked(chat, tess);
    const next = world.telegram.migrate(chat, tess, to);
    const card = await saying(to, `/approve ${code}`);
    await until("nothing is on its way", async () => (await closed(to)).batches.length === 1);
    const pressed = world.telegram.pressIn(next, tess, card.message_id, `ok:${code}`);
    expect((await pressed.answered).text).toBe("Approved.");
    await doneOnce({ chat, to }, pull);
    const shown = () => said(to).find(({ message_id }) => message_id === card.message_id);
    await until("the card says so", () => shown()?.text.includes("; done."));
    expect(shown()?.keyboard).toBeNull();
    const again = world.telegram.pressIn(next, tess, card.message_id, `no:${code}`);
    expect((await again.answered).text).toContain("decided already");
    world.telegram.sayIn(next, tess, `/approve ${code}`);
    await saying(to, "decided already");
    expect(mergesOf(pull)).toBe(1);
  });

  test("a plain yes decides there too", async () => {
    const { chat, tess, to } = team(world);
    const { pull, code } = await asked(chat, tess);
    const next = world.telegram.migrate(chat, tess, to);
    await saying(to, `/approve ${code}`);
    await closed(to);
    world.telegram.sayIn(next, tess, "/ask yes");
    await doneOnce({ chat, to }, pull);
  });

  const moments = ["approval:decided", "route:stored", "act:intent", "act:done"] as const;
  test.each(moments)(
    "that was just approved (%s) is carried out once, and said there",
    async (point) => {
      const { chat, tess, to } = team(world);
      const { pull, code } = await asked(chat, tess);
      const held = world.steps.barrier("arrived", { method: point });
      world.telegram.sayIn(chat, tess, `/approve ${code}`);
      await held.hit;
      world.telegram.migrate(chat, tess, to);
      await until("the move", () =>
        world.printed().includes(`moved.here\\",\\"conversation\\":\\"telegram:424242/${to}\\"`),
      );
      held.release();
      await doneOnce({ chat, to }, pull);
    },
  );

  test.each(["move:packed", "move:imported", "move:adopted"] as const)(
    "SIGKILL at %s, with an act on its way: once, and said there",
    async (point) => {
      const { chat, tess, to } = team(world);
      const { pull, code } = await asked(chat, tess);
      const acting = world.steps.barrier("arrived", { method: "act:done" });
      world.telegram.sayIn(chat, tess, `/approve ${code}`);
      await acting.hit;
      const moving = world.steps.barrier("arrived", { method: point });
      world.telegram.migrate(chat, tess, to);
      await moving.hit;
      await world.kill();
      acting.release("drop");
      moving.release("drop");
      world.bootSilently();
      await doneOnce({ chat, to }, pull);
    },
    120_000,
  );

  test("takes along what it was told to remember", async () => {
    const { chat, tess, to } = team(world);
    const fact = `Deploys are on Tuesdays ${to}`;
    const input = { whose: "conversation", fact };
    world.model.next({ kind: "tool", name: "remember", input }, NOT_ROUTING);
    world.telegram.sayIn(chat, tess, "/ask keep in mind when we deploy");
    await closed(chat.id);
    const next = world.telegram.migrate(chat, tess, to);
    await until("the move", async () => (await closed(to).catch(() => null))?.history === 2);
    world.model.next(
      { kind: "tool", name: "recall", input: { whose: "conversation" } },
      NOT_ROUTING,
    );
    world.telegram.sayIn(next, tess, "/ask when do we deploy?");
    await until("it is recalled", () =>
      world.model.wire.calls.some(({ raw }) => raw.includes(`1. (told`) && raw.includes(fact)),
    );
    await closed(to);
  });
});
