import { type GitHubThread, isRouterRequest, type MessageRequest } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answered, ask, inspectSpot, issueOf, quietSpot } from "../world/threads.ts";
import { ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const SHORT = "You put the older part of a conversation in short";
/** Together with an answer they are more than a request has room for beside another one and what stands around. */
const COMMENTS = 2;
/** 120 KB. */
const LONG = "é".repeat(60_000);

/** A past that does not fit into a request. */
describe("a past that is too long", () => {
  let world: World;
  beforeAll(async () => {
    // All that is said at once is one turn, on a slow machine too.
    world = await World.start({ github: { as: "token" }, timings: { batchWindowMs: 3_000 } });
    simply();
  }, 120_000);
  afterAll(() => world?.close());

  /** Long texts would be planned. */
  function simply(): void {
    const said = { type: "simple", category: "general", complexity: "low" };
    const decision = { ...said, requiresHumanApproval: false, reasoning: "scripted" };
    world.model.next({ kind: "text", text: JSON.stringify(decision) }, { ...ROUTING, times: 99 });
  }
  const isShort = (request: MessageRequest) => JSON.stringify(request.system).includes(SHORT);
  const isAnswer = (request: MessageRequest) => !isRouterRequest(request) && !isShort(request);
  const marks = (thread: GitHubThread) =>
    Array.from({ length: COMMENTS }, (_, at) => `mark${at}of${thread.number}k`);

  const marksIn = (text: string) => [...new Set(text.match(/mark\d+of\d+k/g) ?? [])];

  /** A thread in which much was said, and answered at length. */
  async function withPast() {
    const thread = issueOf(world);
    const text = `An answer. ${"y".repeat(60_000)}`;
    world.model.next({ kind: "text", text }, { match: isAnswer });
    const said = marks(thread).map((mark) => `${mark} ${LONG}`);
    await Promise.all(said.map((words) => ask(world, thread, words).delivered));
    await until("all is answered", async () => {
      const { batches } = await inspectSpot(world, { thread });
      return batches.flatMap(({ text }) => text).length === COMMENTS;
    });
    const { length: turns } = await quietSpot(world, { thread });
    const short = world.model.journal.flatMap(({ request }) =>
      request && isShort(request) ? marksIn(JSON.stringify(request)) : [],
    );
    expect(short.filter((mark) => marks(thread).includes(mark))).toEqual([]);
    return { thread, turns };
  }

  /** What an answer was shown of the past, without what stands around. */
  const carriedBy = (request: MessageRequest) =>
    request.messages
      .map((message) => JSON.stringify(message))
      .filter((message) => !message.includes("<material-"))
      .join();

  test.each([false, true])(
    "is put in short before anything is dropped (killed: %s)",
    async (kill) => {
      const { thread, turns } = await withPast();
      const seen: MessageRequest[] = [];
      const from = world.model.journal.length;
      const keep = (match: (request: MessageRequest) => boolean) => (request: MessageRequest) =>
        match(request) && seen.push(request) > 0;
      const short = { kind: "text", text: "In short: nonce-short." } as const;
      world.model.next(short, { match: keep(isShort), times: 9 });
      world.model.next({ kind: "text", text: "nonce-answer" }, { match: keep(isAnswer) });
      const hold = kill
        ? world.model.wire.barrier("answered", { match: ({ raw }) => raw.includes(SHORT) })
        : null;
      await ask(world, thread, `and what was all that about? ${LONG}`).delivered;
      if (hold) {
        await hold.hit;
        await world.kill();
        hold.release();
        world.bootSilently();
      }
      await answered(world, thread, "nonce-answer");
      await quietSpot(world, { thread }, turns + 1);
      world.model.clear();
      simply();
      const answer = seen.find(isAnswer);
      const read = seen.filter(isShort).flatMap((request) => marksIn(JSON.stringify(request)));
      expect(answer && JSON.stringify(answer.messages)).toContain("nonce-short");
      expect(answer && JSON.stringify(answer.messages)).not.toContain("left out here");
      // It was done for the request, before anything else was asked: within it there was no room.
      const requests = world.model.journal.slice(from).flatMap(({ request }) => request ?? []);
      expect(requests[0] && isShort(requests[0])).toBe(true);
      // The first piece is the oldest there is; what no summary has read the answer is shown.
      expect(read[0]).toBe(marks(thread)[0]);
      const known = new Set([...read, ...marksIn(answer ? carriedBy(answer) : "")]);
      expect(known).toEqual(new Set(marks(thread)));
    },
    120_000,
  );

  test("that nobody will put in short is left out with a word, and not forgotten", async () => {
    const { thread, turns } = await withPast();
    const seen: MessageRequest[] = [];
    const no = { kind: "text", text: "No.", stop: "refusal" } as const;
    world.model.next(no, { match: isShort, times: 9 });
    const match = (request: MessageRequest) => isAnswer(request) && seen.push(request) > 0;
    world.model.next({ kind: "text", text: "nonce-left" }, { match });
    await ask(world, thread, `and this time? ${LONG}`).delivered;
    await answered(world, thread, "nonce-left");
    await quietSpot(world, { thread }, turns + 1);
    world.model.clear();
    simply();
    expect(JSON.stringify(seen[0]?.messages)).toMatch(/\(\d more messages are left out here/);
    const { history } = await inspectSpot(world, { thread });
    expect(history).toBe(COMMENTS + turns + 2);
    // Nor is another refusal paid for in the next turn, or asked for before /new.
    const from = world.model.journal.length;
    world.model.next({ kind: "text", text: "nonce-later" }, { match: isAnswer });
    await ask(world, thread, `and now? ${LONG}`).delivered;
    await answered(world, thread, "nonce-later");
    await quietSpot(world, { thread }, turns + 2);
    const requests = world.model.journal.slice(from).flatMap(({ request }) => request ?? []);
    expect(requests.filter(isShort)).toEqual([]);
    expect(requests.filter(isAnswer)).toHaveLength(1);
  }, 120_000);
});
