import type { GitHubRepository, GitHubThread } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, inspectSpot, ours, pullOf, quietSpot } from "../world/threads.ts";
import { NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** Two people speak to one turn, and only one of them may do there what is wanted. */
describe("an act that several people may have wanted", () => {
  let world: World;
  let site: GitHubRepository;
  beforeAll(async () => {
    world = await World.start({
      github: { as: "token" },
      env: { GITHUB_DOOR_PLACES: "olive/site" },
    });
    const { server, owner, bot } = world.github;
    site = server.repository({ owner, name: "site" });
    server.grant(site, bot, "write");
  }, 120_000);
  afterAll(() => world?.close());

  let people = 0;
  function colleague() {
    const { server, repo } = world.github;
    people += 1;
    const user = server.user({ login: `rita-${people}` });
    server.grant(repo, user, "write");
    return user;
  }
  const mergesOf = ({ number }: GitHubThread) =>
    world.github.wire.calls.filter(
      ({ method, path, applied }) =>
        method === "mergePull" && applied && path.includes(`/site/pulls/${number}/`),
    ).length;
  const says = (thread: GitHubThread, words: string) =>
    until(words, () => ours(world, thread).find(({ text }) => text.includes(words)));

  /** She asks for a merge elsewhere, he adds a word: both speak to the turn, and his word is the newest. */
  async function bothAsk(her: ReturnType<typeof colleague>) {
    const { server, owner } = world.github;
    const target = server.pull(site, owner, {
      title: "Site",
      body: "Mends it.",
      files: [{ path: "a.ts", patch: "@@ -1,2 +1,2 @@\n a\n-b\n+c", status: "modified" }],
    });
    const thread = pullOf(world);
    const thinks = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes("something first") && !raw.includes("requiresHumanApproval"),
    });
    await ask(world, thread, "something first, please").delivered;
    await thinks.hit;
    const words = `merge pull request ${target.number} of olive/site now, please`;
    const input = { repository: "olive/site", number: target.number };
    world.model.next(
      { kind: "tool", name: "github_merge", input },
      {
        match: (request) =>
          NOT_ROUTING.match(request) && JSON.stringify(request.messages.at(-1)).includes(words),
      },
    );
    await ask(world, thread, words, her).delivered;
    await ask(world, thread, "and be quick about it, please").delivered;
    const waiting = async () => (await inspectSpot(world, { thread })).pending.length === 2;
    await until("both wait for the next turn", waiting);
    thinks.release();
    return { thread, target };
  }

  test("is not asked for when one of them may not do it, whoever spoke last", async () => {
    const her = colleague();
    const { thread, target } = await bothAsk(her);
    await until("the model is told why", () =>
      world.model.wire.calls.some(({ raw }) =>
        raw.includes(`${her.login} has spoken to this turn too: you may not write at olive/site`),
      ),
    );
    await quietSpot(world, { thread }, 2);
    expect(ours(world, thread).some(({ text }) => text.includes("/approve"))).toBe(false);
    expect(mergesOf(target)).toBe(0);
  });

  test("names them all, and is not done when one of them may not any more", async () => {
    const { server, owner } = world.github;
    const her = colleague();
    server.grant(site, her, "write");
    const { thread, target } = await bothAsk(her);
    const card = await says(thread, "/approve");
    expect(card.text).toContain(`Asked for by olive and ${her.login}.`);
    const code = /\/approve (\w{8})/.exec(card.text)?.[1] ?? "";
    server.grant(site, her, "read");
    await server.comment(thread, owner, `/approve ${code}`).delivered;
    await says(thread, "I could not do this");
    expect(mergesOf(target)).toBe(0);
    const acts = (await world.admin("/acts", "GET", "github")) as readonly {
      readonly deeds: readonly { readonly what: string; readonly detail: string }[];
    }[];
    expect(acts[0]?.deeds[0]).toMatchObject({
      what: "intent",
      detail: `github:${owner.id}, github:${her.id}`,
    });
  });

  test("is done once where all of them may", async () => {
    const her = colleague();
    world.github.server.grant(site, her, "write");
    const { thread, target } = await bothAsk(her);
    const code = /\/approve (\w{8})/.exec((await says(thread, "/approve")).text)?.[1] ?? "";
    await world.github.server.comment(thread, her, `/approve ${code}`).delivered;
    await says(thread, "Done:");
    expect(mergesOf(target)).toBe(1);
  });
});
