import type { GitHubThread, User } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow, findSecret } from "../world/search.ts";
import { ask, ours, pullOf, quietSpot } from "../world/threads.ts";
import { botTexts, NOT_ROUTING, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** A merge that is asked for on GitHub, and decided in a chat by the same person. */
describe("an approval from another platform", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: { as: "token" } });
  }, 120_000);
  afterAll(() => world?.close());

  const mergesOf = ({ number }: GitHubThread) =>
    world.github.wire.calls.filter(
      ({ method, path, applied }) =>
        method === "mergePull" && applied && path.includes(`/${number}/`),
    ).length;
  const told = (user: User, words: string) =>
    until(words, () => botTexts(world, user).findLast((text) => text.includes(words)));
  const written = (thread: GitHubThread, words: string) =>
    until(words, () => ours(world, thread).find(({ text }) => text.includes(words)));

  async function asked() {
    const pull = pullOf(world);
    world.model.next({ kind: "tool", name: "github_merge", input: {} }, NOT_ROUTING);
    await ask(world, pull, "merge it now, please").delivered;
    const { text } = await written(pull, "/approve");
    await quietSpot(world, { thread: pull });
    return { pull, code: /\/approve (\w{8})/.exec(text)?.[1] ?? "" };
  }

  test("linked by both sides, decided after a kill, carried out once; a stranger's words are not", async () => {
    const { server, owner } = world.github;
    const olive = somebody(world);
    const rob = somebody(world);
    // The chat makes a code; GitHub's side agrees to the chat's, the chat agrees to GitHub's.
    world.telegram.say(olive, "/link");
    const link = /\/link (\w{8})/.exec(await told(olive, "good for 10 minutes"))?.[1] ?? "";
    const meeting = pullOf(world);
    // As he was told to: no mention is needed.
    await server.comment(meeting, owner, `/link ${link}`).delivered;
    await written(meeting, `/link ${link} yes`);
    world.telegram.say(olive, `/link ${link} yes`);
    await told(olive, "has not agreed yet");
    await ask(world, meeting, `/link ${link} yes`).delivered;
    await written(meeting, "on the other platform, to agree there too");
    world.telegram.say(olive, `/link ${link}`);
    expect(await told(olive, "This links you with")).toContain(`olive (${owner.id}) on github`);
    world.telegram.say(olive, `/link ${link} yes`);
    // The directory can check a code, and gives none away.
    const kept = filesBelow(world.prepared.dataDir).filter(({ name }) =>
      name.includes("Directory"),
    );
    expect(findSecret(String(owner.id), kept)).not.toEqual([]);
    expect(findSecret(link, kept)).toEqual([]);
    await told(olive, `You are linked with olive (${owner.id}) on github`);

    const { pull, code } = await asked();
    world.telegram.say(rob, `/approve ${code}`);
    await told(rob, `I know of no open approval ${code} here`);
    expect(mergesOf(pull)).toBe(0);
    await world.kill();
    await world.boot();
    world.telegram.say(olive, `/approve ${code}`);
    await told(olive, "It counts if you may decide there");
    await written(pull, "Done:");
    await told(olive, "Approved: Merge");
    expect(await told(olive, "Done: Merge")).toContain(`olive/shop#${pull.number}`);
    expect(mergesOf(pull)).toBe(1);
    await written(pull, "Approved by olive; done.");

    // Who may not decide there any more is told so, and nothing is burnt.
    const second = await asked();
    server.grant(world.github.repo, server.user({ login: "other" }), "write");
    world.telegram.say(olive, "/unlink");
    await told(olive, "not linked with anybody any more");
    world.telegram.say(olive, `/approve ${second.code}`);
    await told(olive, `no open approval ${second.code}`);
    await server.comment(second.pull, owner, `/approve ${second.code}`).delivered;
    await written(second.pull, "Done:");
    expect(mergesOf(second.pull)).toBe(1);
  });

  test("a /link … yes that is tried again after a kill is not the second agreement", async () => {
    const { server } = world.github;
    const uma = server.user({ login: "uma" });
    server.grant(world.github.repo, uma, "write");
    const chat = somebody(world);
    world.telegram.say(chat, "/link");
    const link = /\/link (\w{8})/.exec(await told(chat, "good for 10 minutes"))?.[1] ?? "";
    const meeting = pullOf(world);
    await server.comment(meeting, uma, `/link ${link}`).delivered;
    await written(meeting, `/link ${link} yes`);
    await server.comment(meeting, uma, `/link ${link} yes`).delivered;
    await written(meeting, "to agree there too");
    // Agreed before he has read with whom: the index has it, and the answer is lost.
    const stepped = world.steps.barrier("arrived", { method: "link:stepped" });
    world.telegram.say(chat, `/link ${link} yes`);
    await stepped.hit;
    await world.kill();
    stepped.release("drop");
    await world.boot();
    expect(await told(chat, "This links you with")).toContain("uma");
    await world.telegram.idle();
    expect(botTexts(world, chat).some((text) => text.includes("You are linked"))).toBe(false);
    world.telegram.say(chat, `/link ${link} yes`);
    await told(chat, "You are linked with uma");
  });

  test("who has taken back a link has not decided there, whatever was said before", async () => {
    const { server, repo } = world.github;
    const vera = server.user({ login: "vera" });
    server.grant(repo, vera, "write");
    const chat = somebody(world);
    const meeting = pullOf(world);
    await ask(world, meeting, "/link", vera).delivered;
    const link = /\/link (\w{8})/.exec((await written(meeting, "good for")).text)?.[1] ?? "";
    world.telegram.say(chat, `/link ${link}`);
    await told(chat, "This links you with vera");
    world.telegram.say(chat, `/link ${link} yes`);
    await told(chat, "to agree there too");
    await ask(world, meeting, `/link ${link}`, vera).delivered;
    await written(meeting, `This links you with ${chat.first_name}`);
    await ask(world, meeting, `/link ${link} yes`, vera).delivered;
    await written(meeting, "You are linked with");
    const { pull, code } = await asked();
    // Said in the chat; the home conversation has not looked at it yet.
    const kept = world.steps.barrier("arrived", { method: "tell:kept" });
    world.telegram.say(chat, `/approve ${code}`);
    await kept.hit;
    world.telegram.say(chat, "/unlink");
    await told(chat, "not linked with anybody any more");
    kept.release();
    await told(chat, "You may not decide this there");
    expect(mergesOf(pull)).toBe(0);
  });

  test("a linked person who may not decide there is told so, and nothing is burnt", async () => {
    const { server, repo, owner } = world.github;
    const rita = server.user({ login: "rita" });
    server.grant(repo, rita, "write");
    const chat = somebody(world);
    const meeting = pullOf(world);
    await ask(world, meeting, "/link", rita).delivered;
    const link = /\/link (\w{8})/.exec((await written(meeting, "good for")).text)?.[1] ?? "";
    world.telegram.say(chat, `/link ${link}`);
    await told(chat, "This links you with rita");
    world.telegram.say(chat, `/link ${link} yes`);
    await told(chat, "to agree there too");
    // Agreed before anybody was named: named first.
    await ask(world, meeting, `/link ${link} yes`, rita).delivered;
    await written(meeting, `This links you with ${chat.first_name}`);
    await ask(world, meeting, `/link ${link} yes`, rita).delivered;
    await written(meeting, "You are linked with");
    const { pull, code } = await asked();
    server.grant(repo, rita, "read");
    world.telegram.say(chat, `/approve ${code}`);
    await told(chat, "You may not decide this there");
    expect(mergesOf(pull)).toBe(0);
    await server.comment(pull, owner, `/approve ${code}`).delivered;
    await written(pull, "Done:");
    expect(mergesOf(pull)).toBe(1);
  });
});
