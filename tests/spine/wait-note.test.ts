import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as tasks from "../world/tasks.ts";
import * as threads from "../world/threads.ts";
import { asked, NOT_ROUTING } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const WAITS = /^The model is overloaded\. I will ask it again at (\d\d:\d\d:\d\d) UTC/;

/** Somewhere to ask: what stands there now, and how often a note was made. */
interface Place {
  begin(world: World, words: string): Promise<Spot>;
}
interface Spot {
  now(): string[];
  made(): number;
  say(words: string): Promise<unknown>;
  quiet(count: number): Promise<unknown>;
}

/** Notes that have come to be, answered or not. */
function madeBy({ calls }: World["github"]["wire"], from: number): number {
  const creates = /^create(?:Comment|StoryForTask)$/;
  return calls
    .slice(from)
    .filter(({ method, applied }) => applied && creates.test(method))
    .filter(({ raw }) => raw.includes("The model is overloaded")).length;
}

const PLACES: Readonly<Record<"GitHub" | "Asana", Place>> = {
  GitHub: {
    async begin(world, words) {
      const issue = threads.issueOf(world);
      const from = world.github.wire.calls.length;
      await threads.ask(world, issue, words).delivered;
      return {
        now: () => threads.ours(world, issue).map(({ text }) => text),
        made: () => madeBy(world.github.wire, from),
        say: (more) => threads.ask(world, issue, more).delivered,
        quiet: (count) => threads.quietSpot(world, { thread: issue }, count),
      };
    },
  },
  Asana: {
    async begin(world, words) {
      const task = await tasks.taskOf(world);
      const from = world.asana.wire.calls.length;
      await tasks.ask(world, task, words).delivered;
      return {
        now: () => tasks.comments(world, task),
        made: () => madeBy(world.asana.wire, from),
        say: (more) => tasks.ask(world, task, more).delivered,
        quiet: (count) => tasks.quietTask(world, task, count),
      };
    },
  },
};

/** An overloaded model is waited for: people are told, once, for as long as it is true. */
describe("a note about a model that is waited for", () => {
  let world: World;
  beforeAll(async () => {
    const timings = { progressNoteMs: 900, pokeMs: 60, modelRetryFirstMs: 100, modelBudgetMs: 1e6 };
    const more = { modelRetryMostMs: 1_500, platformSecondMs: 10 };
    world = await World.start({ github: {}, asana: {}, timings: { ...timings, ...more } });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  const overloaded = (times: number) =>
    world.model.next({ kind: "status", status: 529 }, { ...NOT_ROUTING, times });
  const waits = (texts: readonly string[]) => texts.filter((text) => WAITS.test(text));

  describe.each(["GitHub", "Asana"] as const)("on %s", (name) => {
    const nonce = `nonce-wait-${name.toLowerCase()}`;
    const begin = (words: string) => PLACES[name].begin(world, words);

    test("says when it is asked again, stays one note, and goes after the answer", async () => {
      overloaded(1_000);
      const spot = await begin(nonce);
      await until("the note", () => waits(spot.now()).length === 1);
      const [first] = waits(spot.now());
      await until("another time", () => waits(spot.now()).some((text) => text !== first));
      expect(waits(spot.now())).toHaveLength(1);
      world.model.clear();
      await until("the answer", () => spot.now().some((text) => text.includes(nonce)));
      await spot.quiet(1);
      await until("no note", () => spot.now().length === 1);
      expect(spot.now()[0]).toContain(nonce);
      expect(spot.made()).toBe(1);
      expect(asked(world, nonce).length).toBeGreaterThan(2);
    }, 60_000);

    test.each([
      ["while it stands there", "after"],
      ["as it is being made", "applied"],
    ] as const)(
      "SIGKILL %s: one note, one answer, then no note",
      async (_when, moment) => {
        const { wire } = name === "GitHub" ? world.github : world.asana;
        overloaded(1_000);
        const made = {
          match: ({ raw }: { raw: string }) => raw.includes("The model is overloaded"),
        };
        const barrier = moment === "applied" ? wire.barrier("applied", made) : null;
        const words = `${nonce} ${moment}`;
        const spot = await begin(words);
        if (barrier) await barrier.hit;
        await until("the note", () => waits(spot.now()).length === 1);
        await world.kill();
        barrier?.release();
        const [before] = waits(spot.now());
        world.bootSilently();
        await until("it is kept up", () => waits(spot.now()).some((text) => text !== before));
        expect(waits(spot.now())).toHaveLength(1);
        world.model.clear();
        await until("the answer", () => spot.now().some((text) => text.includes(words)));
        await spot.quiet(1);
        await until("no note", () => spot.now().length === 1);
        expect(spot.made()).toBe(1);
      },
      60_000,
    );

    test("/stop takes it away", async () => {
      overloaded(1_000);
      const spot = await begin(`${nonce} stopped`);
      await until("the note", () => waits(spot.now()).length === 1);
      await spot.say("/stop");
      await until("it has stopped", () => spot.now().some((text) => /Stopped/.test(text)));
      await until("no note", () => spot.now().length === 1);
      world.model.clear();
    }, 60_000);
  });
});
