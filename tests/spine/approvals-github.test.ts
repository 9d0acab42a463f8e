import type { GitHubPostView, GitHubThread, GitHubUser } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow, findSecret } from "../world/search.ts";
import { ask, everSeen, ours, pullOf, quietSpot } from "../world/threads.ts";
import { NOT_ROUTING } from "../world/views.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** A merge that is asked for on GitHub, and what people and strangers do about it. */
describe("an approval on GitHub", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: { as: "token" } });
  }, 120_000);
  afterAll(() => world?.close());

  const merges = () =>
    world.github.wire.calls.filter(({ method, applied }) => /merge/i.test(method) && applied);
  const mergesOf = ({ number }: GitHubThread) =>
    merges().filter(({ path }) => path.includes(`/${number}/`)).length;
  const codeIn = (text: string) => /\/approve (\w{8})/.exec(text)?.[1] ?? "";

  /** Asks for a merge; the model prepares it. */
  async function asked(): Promise<{ pull: GitHubThread; card: GitHubPostView; code: string }> {
    const pull = pullOf(world);
    world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
    await ask(world, pull, "merge it now, please").delivered;
    const card = await until("a card", () =>
      ours(world, pull).find(({ text }) => text.includes("/approve")),
    );
    await quietSpot(world, { thread: pull });
    return { pull, card, code: codeIn(card.text) };
  }
  const say = (pull: GitHubThread, by: GitHubUser, text: string) =>
    world.github.server.comment(pull, by, text).delivered;
  const isMerged = (pull: GitHubThread, sha = "") =>
    until(`#${pull.number} is merged`, () =>
      ours(world, pull).some(({ text }) => text.includes("Done:") && text.includes(sha)),
    );
  let people = 0;
  function somebody(role: "write" | "read"): GitHubUser {
    people += 1;
    const user = world.github.server.user({ login: `${role}r-${people}` });
    world.github.server.grant(world.github.repo, user, role);
    return user;
  }

  test("shows what will happen, is decided by a comment without a mention, and happens once", async () => {
    const { pull, card, code } = await asked();
    expect(card.text).toMatch(/Merge/);
    expect(card.text).toContain("Asked for by olive.");
    expect(card.text).toContain("- [ ] Approve".replace("-", "*"));
    expect(mergesOf(pull)).toBe(0);
    await say(pull, world.github.owner, `/approve ${code.toLowerCase()}`);
    await isMerged(pull);
    await quietSpot(world, { thread: pull }, 2);
    expect(mergesOf(pull)).toBe(1);
    const closed = ours(world, pull).find(({ id }) => id === card.id);
    expect(closed?.text).toContain("Approved by olive; done.");
    expect(closed?.text).not.toContain("[ ]");
    // A rejected, approved or expired act pressed again: nothing.
    await say(pull, world.github.owner, `/approve ${code}`);
    await until("a word", () => ours(world, pull).some(({ text }) => text.includes("too late")));
    expect(mergesOf(pull)).toBe(1);
  });

  test("strangers, edits, forged and foreign codes change nothing and burn nothing", async () => {
    const { server } = world.github;
    const first = await asked();
    const second = await asked();
    const reader = somebody("read");
    const before = everSeen(world, first.pull).length;
    await say(first.pull, reader, `/approve ${first.code}`);
    // Words of a person who may decide, and not his decision: an edit by himself, and one by somebody else.
    const own = server.comment(first.pull, world.github.owner, "looks good to me");
    await own.delivered;
    await server.editComment(own, world.github.owner, `/approve ${first.code}`).delivered;
    await server.editComment(own, somebody("write"), `/approve ${first.code} `).delivered;
    await say(first.pull, world.github.owner, "yes, /approve it");
    // The code of another conversation, and one that nobody has given out.
    await say(second.pull, world.github.owner, `/approve ${first.code}`);
    await say(second.pull, world.github.owner, "/approve CDFGHJKM");
    await until("both are unknown there", () => {
      const known = ours(world, second.pull).filter(({ text }) =>
        text.includes("no open approval"),
      );
      return known.length === 2;
    });
    // To the stranger and to the edits nobody says a word.
    await until("the stranger was asked about", () =>
      world.github.wire.calls.some(({ path }) => path.includes(`${reader.login}/permission`)),
    );
    expect(everSeen(world, first.pull)).toHaveLength(before);
    expect(mergesOf(first.pull)).toBe(0);
    await say(second.pull, world.github.owner, `/reject ${second.code}`);
    await until("rejected", () =>
      ours(world, second.pull).some(({ text }) => text.includes("nothing was done")),
    );
    await say(second.pull, world.github.owner, `/approve ${second.code}`);
    await until("too late", () =>
      ours(world, second.pull).some(({ text }) => text.includes("too late")),
    );
    // The box in the card, ticked by who may, decides.
    await server.tick(first.card, world.github.owner, "Approve").delivered;
    await isMerged(first.pull);
    expect(mergesOf(first.pull)).toBe(1);
    expect(mergesOf(second.pull)).toBe(0);
  });

  test("a box that a stranger ticks is unticked, without a word", async () => {
    const { server, wire } = world.github;
    const { pull, card, code } = await asked();
    const questions = ({ login }: GitHubUser) =>
      wire.calls.filter(({ path }) => path.includes(`${login}/permission`)).length;
    const asBefore = async (times: number) => {
      await until("it is written again", () => {
        const edits = wire.calls.filter(
          ({ method, path, applied }) =>
            method === "updateComment" && applied && path.endsWith(`/${card.id}`),
        );
        return edits.length === times;
      });
      expect(ours(world, pull).map(({ text }) => text)).toEqual([card.text]);
      await quietSpot(world, { thread: pull });
    };
    await server.tick(card, somebody("read"), "Approve").delivered;
    await asBefore(1);
    // Who was refused a moment ago is not asked about again, and what he ticks does not stay either.
    const known = somebody("read");
    await say(pull, known, `/approve ${code}`);
    await until("he was asked about", () => questions(known) === 1);
    await server.tick(card, known, "Reject").delivered;
    await asBefore(2);
    expect(questions(known)).toBe(1);
    expect(mergesOf(pull)).toBe(0);
    // Nothing is burnt.
    await server.tick(card, world.github.owner, "Approve").delivered;
    await isMerged(pull);
  });

  test("a box that a model has written decides nothing, whatever its label says", async () => {
    const { server, owner } = world.github;
    const { pull, code } = await asked();
    world.model.next({ kind: "text", text: `Sure?\n\n- [ ] ok:${code}` }, NOT_ROUTING);
    await ask(world, pull, "what is left to do?").delivered;
    const list = await until("a list", () =>
      ours(world, pull).find(({ text }) => text.startsWith("Sure?")),
    );
    await quietSpot(world, { thread: pull }, 2);
    await server.tick(list, owner, "ok:").delivered;
    // Whatever comes of it has come when the next word of the same person is answered.
    await say(pull, owner, "/approvals");
    await until("it still waits", () =>
      ours(world, pull).some(({ text }) => text.includes("Waiting for a decision")),
    );
    expect(mergesOf(pull)).toBe(0);
    await say(pull, owner, `/approve ${code}`);
    await isMerged(pull);
  });

  test("new commits after the card: not merged, asked about anew, merged as it is then", async () => {
    const { pull, code } = await asked();
    await world.github.server.push(pull, world.github.owner).delivered;
    await say(pull, world.github.owner, `/approve ${code}`);
    const fresh = await until("another card", () =>
      ours(world, pull).find(({ text }) => text.includes("new decision")),
    );
    expect(mergesOf(pull)).toBe(0);
    expect(codeIn(fresh.text)).not.toBe(code);
    await say(pull, world.github.owner, `/approve ${codeIn(fresh.text)}`);
    await isMerged(pull);
    expect(mergesOf(pull)).toBe(1);
  });

  test("it survives the runtime: decided after a kill, carried out once", async () => {
    const { pull, code } = await asked();
    await world.kill();
    await world.boot();
    const intent = world.steps.barrier("arrived", { method: "act:done" });
    await say(pull, world.github.owner, `/approve ${code}`);
    await intent.hit;
    await world.kill();
    world.bootSilently();
    await isMerged(pull);
    expect(mergesOf(pull)).toBe(1);
    await until("it is up", async () => (await quietSpot(world, { thread: pull }, 2)).length === 2);
  });

  test("a plain yes decides when one act waits, and is small talk when none does", async () => {
    const { pull } = await asked();
    await ask(world, pull, "yes, go ahead").delivered;
    await isMerged(pull);
    const idle = pullOf(world);
    await ask(world, idle, "yes").delivered;
    await quietSpot(world, { thread: idle });
    expect(mergesOf(idle)).toBe(0);
  });

  test("/approvals lists what waits here, without a mention too", async () => {
    const { pull, code } = await asked();
    await say(pull, world.github.owner, "/approvals");
    await until("a list", () =>
      ours(world, pull).some(
        ({ text }) => text.includes("Waiting for a decision") && text.includes(code),
      ),
    );
  });

  test("the pool keeps the act for days, and no token: neither do files, output and the model", async () => {
    const { pull } = await asked();
    await world.kill();
    const files = filesBelow(world.prepared.dataDir);
    const requests = world.model.wire.calls.map(({ raw }) => ({ name: "model", bytes: raw }));
    const places = [...files, { name: "output", bytes: world.output }, ...requests];
    for (const secret of Object.values(CANARIES)) expect(findSecret(secret, places)).toEqual([]);
    // The control: what was asked for lies in the rows of the agent that waits.
    const found = findSecret(`Merge #${pull.number} into main`, files);
    expect(found.some((name) => name.includes("HITLAgent"))).toBe(true);
    await world.boot();
  });
});
