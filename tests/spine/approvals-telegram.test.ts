import {
  type Chat,
  type GitHubThread,
  isRouterRequest,
  type MessageRequest,
  type MessageView,
  type User,
} from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, pullOf, quietSpot, ours as written } from "../world/threads.ts";
import { inspect, NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const TESS = { id: 5_001, firstName: "Tess", languageCode: "en" };
const BOB = { id: 5_002, firstName: "Bob", languageCode: "en" };
/** May ask, and not decide. */
const ANN = { id: 5_003, firstName: "Ann", languageCode: "en" };
/** Is not answered at all. */
const ROB = { id: 666, firstName: "Rob", languageCode: "en" };

/** Buttons: merges at GitHub that are asked for in a group, where others may press too. */
describe("an approval in a group", () => {
  let world: World;
  let team: Chat;
  let [tess, bob, ann, rob]: User[] = [];
  beforeAll(async () => {
    world = await World.start({
      github: { as: "token" },
      env: {
        GITHUB_DOOR_PLACES: "olive/shop",
        TELEGRAM_ALLOWED_USERS: `${TESS.id},${BOB.id},${ANN.id}`,
        APPROVERS: `telegram:${TESS.id},telegram:${BOB.id}`,
        APPROVAL_SECOND_PERSON: "1",
      },
    });
    [tess, bob, ann, rob] = [TESS, BOB, ANN, ROB].map((one) => world.telegram.user(one));
    const members = [TESS, BOB, ANN, ROB].map((one) => world.telegram.user(one));
    team = world.telegram.group({
      id: -1_001_000_000_077,
      title: "Team",
      type: "supergroup",
      admins: members,
      botIsAdmin: true,
    });
  }, 120_000);
  afterAll(() => world?.close());

  const mergesOf = ({ number }: GitHubThread) =>
    world.github.wire.calls.filter(
      ({ method, path, applied }) =>
        method === "mergePull" && applied && path.includes(`/${number}/`),
    ).length;
  const ours = (): MessageView[] =>
    world.telegram.chat(team.id).messages.filter(({ from, deleted }) => from.is_bot && !deleted);
  const saying = (what: string, words: string) =>
    until(what, () => ours().find(({ text }) => text.includes(words)));
  const press = async (by: User | undefined, { message_id }: MessageView, data: string) => {
    if (!by) throw new Error("nobody");
    return (await world.telegram.pressIn(team, by, message_id, data).answered).text ?? "";
  };

  async function asked() {
    if (!tess) throw new Error("nobody");
    const pull = pullOf(world);
    const input = { repository: "olive/shop", number: pull.number };
    world.model.next({ kind: "tool", name: "github_merge", input }, NOT_ROUTING);
    world.telegram.sayIn(team, tess, `/ask merge pull request ${pull.number} of olive/shop now`);
    const card = await saying("a card", `#${pull.number}`);
    const code = await until("its code", () => {
      const now = ours().find(({ message_id }) => message_id === card.message_id);
      return /\/approve (\w{8})/.exec(now?.text ?? "")?.[1];
    });
    return { pull, card, code };
  }
  const now = ({ message_id }: MessageView) => ours().find((one) => one.message_id === message_id);

  test("strangers and people who may not decide are told so, forged data is nothing; then one press counts, once", async () => {
    const { pull, card, code } = await asked();
    expect(now(card)?.text).toContain("My approvers may decide, except Tess, who asked.");
    expect(await press(rob, card, `ok:${code}`)).toBe("You may not decide this.");
    expect(await press(ann, card, `ok:${code}`)).toBe("You may not decide this.");
    expect(await press(tess, card, `ok:${code}`)).toBe("You may not decide this.");
    expect(await press(bob, card, "ok:CDFGHJKM")).toContain("decided already");
    expect(await press(bob, card, `ok:${code}:more`)).toContain("no longer in use");
    expect(mergesOf(pull)).toBe(0);
    const buttons = (now(card)?.keyboard?.inline_keyboard ?? []).flat();
    expect(buttons.map((one) => ("callback_data" in one ? one.callback_data : ""))).toEqual([
      `ok:${code}`,
      `no:${code}`,
    ]);
    if (!bob) throw new Error("nobody");
    const first = world.telegram.pressIn(team, bob, card.message_id, `ok:${code}`);
    const second = world.telegram.pressIn(team, bob, card.message_id, `ok:${code}`);
    expect((await first.answered).text).toBe("Approved.");
    expect((await second.answered).text).toContain("decided already");
    await world.telegram.duplicate(first.update_id, 2);
    await saying("done", "Done:");
    await until("the card says so", () => now(card)?.text.includes("Approved by Bob; done."));
    await until("the buttons are gone", () => now(card)?.keyboard === null);
    expect(mergesOf(pull)).toBe(1);
  });

  test("rejected, and pressed again after a restart: nothing", async () => {
    const { pull, card, code } = await asked();
    await world.kill();
    await world.boot();
    expect(await press(bob, card, `no:${code}`)).toBe("Rejected.");
    await saying("nothing is done", "nothing was done");
    await world.kill();
    await world.boot();
    expect(await press(bob, card, `ok:${code}`)).toContain("decided already");
    expect(mergesOf(pull)).toBe(0);
  });

  /** A turn of the group's in which the model thinks until it is let go. */
  async function thinking(by: User, words: string) {
    const thinks = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes(words) && !raw.includes("requiresHumanApproval"),
    });
    world.telegram.sayIn(team, by, `/ask ${words}`);
    await thinks.hit;
    return thinks;
  }
  function merging() {
    const [first, second] = [tess, bob];
    if (!first || !second) throw new Error("nobody");
    const pull = pullOf(world);
    const input = { repository: "olive/shop", number: pull.number };
    const words = `merge pull request ${pull.number} of olive/shop now`;
    const match = (request: MessageRequest) =>
      !isRouterRequest(request) && JSON.stringify(request.messages.at(-1)).includes(words);
    world.model.next({ kind: "tool", name: "github_merge", input }, { match });
    return { pull, words, tess: first, bob: second };
  }
  const cardOf = (pull: GitHubThread) =>
    until("a card", () =>
      ours().find(({ text }) => text.includes(`#${pull.number}`) && text.includes("/approve")),
    );
  const isMerged = (pull: GitHubThread) =>
    until("done", () => ours().some(({ text }) => text.includes(`Done: Merge #${pull.number}`)));

  test("a yes that was said before anybody could see the act is no answer to it", async () => {
    const { pull, words, ...by } = merging();
    const thinks = await thinking(by.tess, words);
    await world.telegram.sayIn(team, by.bob, "@trunkline_bot yes").delivered;
    thinks.release();
    await saying("it is asked back", "Please tell me which one");
    expect(mergesOf(pull)).toBe(0);
    world.telegram.sayIn(team, by.bob, "@trunkline_bot yes");
    await isMerged(pull);
    expect(mergesOf(pull)).toBe(1);
  });

  test("a plain yes with /ask is one, as with a mention", async () => {
    const { pull, words, ...by } = merging();
    world.telegram.sayIn(team, by.tess, `/ask ${words}`);
    await cardOf(pull);
    await until("the turn is over", async () =>
      (await inspect(world, { ...by.bob, id: team.id })).batches.every(
        ({ state }) => state !== "active",
      ),
    );
    await world.telegram.sayIn(team, by.bob, "/ask yes").delivered;
    await isMerged(pull);
    expect(mergesOf(pull)).toBe(1);
    // Nobody has been asked what it means.
    expect(world.model.journal.some(({ prompt }) => prompt?.includes("/ask yes"))).toBe(false);
  });

  test("who spoke to the turn that asks may have wanted it, and does not decide", async () => {
    const { pull, words, ...by } = merging();
    const thinks = await thinking(by.tess, "something else first");
    await world.telegram.sayIn(team, by.bob, `/ask ${words}`).delivered;
    await world.telegram.sayIn(team, by.tess, "/ask and be quick").delivered;
    thinks.release();
    const card = await cardOf(pull);
    const code = /\/approve (\w{8})/.exec(card.text)?.[1] ?? "";
    expect(await press(by.bob, card, `ok:${code}`)).toBe("You may not decide this.");
    expect(await press(by.tess, card, `ok:${code}`)).toBe("You may not decide this.");
    expect(mergesOf(pull)).toBe(0);
  });

  test("a box that somebody ticks who may not decide is not ticked for long", async () => {
    const { server, owner } = world.github;
    const pull = pullOf(world);
    world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
    await ask(world, pull, "merge it now, please").delivered;
    const card = await until("a card", () =>
      written(world, pull).find(({ text }) => text.includes("/approve")),
    );
    expect(card.text).toContain("(open pull request by olive)");
    await server.tick(card, owner, "Approve").delivered;
    await until("he is told so", () =>
      written(world, pull).some(({ text }) => text.includes("You may not decide this.")),
    );
    await until("it is as it was", () =>
      written(world, pull).some(({ id, text }) => id === card.id && text === card.text),
    );
    await quietSpot(world, { thread: pull });
    expect(mergesOf(pull)).toBe(0);
  });
});
