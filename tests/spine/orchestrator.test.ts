import type { Behaviour } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  askedOf,
  askPlanned,
  heard,
  plan,
  roleOf,
  routed,
  script,
  taskOf,
  told,
} from "../world/roles.ts";
import { filesBelow } from "../world/search.ts";
import { answers, botTexts, inspect, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });
const FOREVER = { until: Number.MAX_SAFE_INTEGER };

/** Planned work through the public door: who is asked for what, and what people see of it. */
describe("planned work", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  const ask = (nonce: string, planned: Behaviour) => askPlanned(world, nonce, planned);

  async function outcome(tess: ReturnType<typeof somebody>) {
    await until("an outcome", () => answers(world, tess).length > 0, 40_000);
    const { batches } = await quiet(world, tess);
    const seen = answers(world, tess);
    expect(seen).toHaveLength(1);
    return { text: seen[0] ?? "", batch: batches[0] };
  }

  test("is done in steps, each given what it needs, and answered once", async () => {
    const nonce = "nonce-steps";
    script(world, nonce, "worker", text("A says <b>seven</b>."), { task: "of a" });
    script(world, nonce, "worker", text("B says eight."), { task: "of b" });
    script(world, nonce, "worker", text("C says fifteen."), { task: "of c" });
    script(world, nonce, "aggregate", text("It is fifteen."));
    const { text: seen, batch } = await outcome(ask(nonce, plan("a", "b", "c<a,b")));
    expect(seen).toContain("It is fifteen.");
    expect(batch).toMatchObject({ state: "answered", failures: 0 });
    const asked = askedOf(world, nonce);
    expect(asked.toSorted()).toEqual(["aggregate", "plan", "worker a", "worker b", "worker c"]);
    expect(asked.slice(-2)).toEqual(["worker c", "aggregate"]);
    // The results are material, with a fence around each.
    const given = heard(world, nonce, "worker", "of c");
    expect(given).toMatch(/<material-[\w-]+ trust=\\"member\\" what=\\"result: doing a\\"/);
    expect(given).toContain("B says eight.");
    expect(heard(world, nonce, "worker", "of a")).not.toContain("B says");
    const together = heard(world, nonce, "aggregate");
    for (const said of ["seven", "B says eight.", "C says fifteen."]) {
      expect(together).toContain(said);
    }
    expect(JSON.parse(batch?.usage ?? "{}").output).toBeGreaterThan(0);
  });

  test("side by side, as far as steps do not need one another", async () => {
    const nonce = "nonce-parallel";
    const isA = world.model.wire.barrier("arrived", {
      match: ({ body, raw }) => raw.includes(nonce) && /task of a/.test(JSON.stringify(body)),
    });
    script(world, nonce, "aggregate", text("Both."));
    const tess = ask(nonce, plan("a", "b"));
    await isA.hit;
    await until("b is asked while a waits", () => askedOf(world, nonce).includes("worker b"));
    isA.release();
    expect((await outcome(tess)).text).toContain("Both.");
  });

  test("people see which step is at work", async () => {
    const nonce = "nonce-progress";
    const isB = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes(nonce) && raw.includes("task of b"),
    });
    script(world, nonce, "aggregate", text("All three."));
    const tess = ask(nonce, plan("a", "b<a", "c<b"));
    await isB.hit;
    await until("the second step", () => botTexts(world, tess).includes("2 of 3: doing b …"));
    isB.release();
    expect((await outcome(tess)).text).toContain("All three.");
  });

  test("people see when a model that is overloaded is asked again", async () => {
    const nonce = "nonce-again";
    const busy: Behaviour = { kind: "status", status: 529, retryAfterSeconds: 50 };
    script(world, nonce, "worker", busy, { task: "of a" });
    script(world, nonce, "aggregate", text("There it is."));
    const tess = ask(nonce, plan("a"));
    const told = /^The model is overloaded\. I will ask it again at \d\d:\d\d:\d\d UTC …$/;
    await until("a word about it", () => botTexts(world, tess).some((one) => told.test(one)));
    expect((await outcome(tess)).text).toContain("There it is.");
  });

  test("a plan that cannot be used is mended once", async () => {
    const nonce = "nonce-mended";
    script(world, nonce, "mend", plan("a"));
    script(world, nonce, "aggregate", text("Mended."));
    const { text: seen } = await outcome(ask(nonce, plan("a<b", "b<a")));
    expect(seen).toContain("Mended.");
    expect(heard(world, nonce, "mend")).toContain("a, b wait for one another");
    expect(askedOf(world, nonce)).toEqual(["plan", "mend", "worker a", "aggregate"]);
  });

  test("without a usable plan it is answered simply", async () => {
    const nonce = "nonce-unplanned";
    script(world, nonce, "mend", text("I cannot plan."));
    const { text: seen, batch } = await outcome(ask(nonce, text("No plan today.")));
    expect(seen).toContain(nonce);
    expect(batch?.state).toBe("answered");
    expect(askedOf(world, nonce)).toEqual(["plan", "mend", "answer"]);
  });

  test("a step that fails is worked around", async () => {
    const nonce = "nonce-around";
    script(world, nonce, "worker", { kind: "status", status: 400 }, { task: "of a" });
    script(world, nonce, "around", plan("c<b"));
    script(world, nonce, "aggregate", text("Another way."));
    const { text: seen } = await outcome(ask(nonce, plan("a", "b", "d<a")));
    expect(seen).toContain("Another way.");
    const around = heard(world, nonce, "around");
    expect(around).toContain("These have results: b.");
    expect(around).toContain("doing a");
    expect(askedOf(world, nonce).slice(-3)).toEqual(["around", "worker c", "aggregate"]);
    expect(heard(world, nonce, "aggregate")).toContain(
      "There is no result: the model could not work with it.",
    );
  });

  test("a step that fails for good is admitted", async () => {
    const nonce = "nonce-admitted";
    script(world, nonce, "worker", { kind: "silent" }, { task: "of a", times: 3 });
    script(world, nonce, "around", text('{"steps": []}'));
    script(world, nonce, "aggregate", text("I could not find out."));
    const { text: seen } = await outcome(ask(nonce, plan("a")));
    expect(seen).toContain("I could not find out.");
    // Tried again, a few times.
    const asked = askedOf(world, nonce).filter((one) => one === "worker a");
    expect(asked).toHaveLength(3);
    expect(heard(world, nonce, "aggregate")).toContain("There is no result");
  }, 60_000);

  test("a model that is overloaded delays it; what was done is not done again", async () => {
    const nonce = "nonce-busy";
    const busy: Behaviour = { kind: "status", status: 529 };
    script(world, nonce, "worker", busy, { task: "of b", until: Date.now() + 7_000 });
    script(world, nonce, "aggregate", text("At last."));
    const { text: seen } = await outcome(ask(nonce, plan("a", "b<a")));
    expect(seen).toContain("At last.");
    const asked = askedOf(world, nonce);
    expect(asked.filter((one) => one === "worker a")).toHaveLength(1);
    expect(asked.filter((one) => one === "plan")).toHaveLength(1);
    expect(asked.filter((one) => one === "worker b").length).toBeGreaterThan(1);
  }, 60_000);

  test("/stop ends everything under it", async () => {
    const nonce = "nonce-stop";
    script(world, nonce, "worker", { kind: "silent" }, FOREVER);
    const tess = ask(nonce, plan("a", "b", "c<a"));
    const workers = () =>
      world.model.journal.filter(
        ({ request }) => request && roleOf(request) === "worker" && told(request).includes(nonce),
      );
    await until("both work", () => workers().length === 2);
    world.telegram.say(tess, "/stop");
    const { text: seen } = await outcome(tess);
    expect(seen).toBe("Stopped.");
    // Nobody listens to the model any more, and nothing is begun.
    await until("they have let go", () => workers().every(({ broken }) => broken));
    const { batches } = await inspect(world, tess);
    expect(batches[0]).toMatchObject({ state: "stopped", owed: 0 });
    expect(workers()).toHaveLength(2);
    expect(workers().map(({ request }) => request && taskOf(request))).toEqual(
      expect.arrayContaining([expect.stringContaining("of a"), expect.stringContaining("of b")]),
    );
  });

  test("a plan by words of the offline model ends in an answer", async () => {
    const tess = somebody(world);
    const nonce = "nonce-words";
    world.telegram.say(tess, `compare two queues of ${nonce} and open an issue`);
    const { text: seen, batch } = await outcome(tess);
    expect(seen).toContain(nonce);
    expect(JSON.parse(batch?.route ?? "{}")).toMatchObject({ route: "orchestrator" });
  });
});

describe("a worker that hangs", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ timings: { stepBudgetMs: 900 } });
  }, 60_000);
  afterAll(() => world?.close());

  test("is given up after its time, and reported", async () => {
    const nonce = "nonce-hang";
    const tess = somebody(world);
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", plan("a"));
    script(world, nonce, "worker", { kind: "silent" }, FOREVER);
    script(world, nonce, "around", text('{"steps": []}'));
    script(world, nonce, "aggregate", text("It took too long."));
    world.telegram.say(tess, `Do the work of ${nonce}`);
    await until("an outcome", () => answers(world, tess).length > 0, 40_000);
    await quiet(world, tess);
    expect(answers(world, tess)).toEqual(["It took too long."]);
    expect(askedOf(world, nonce)).toEqual(["plan", "worker a", "around", "aggregate"]);
    expect(heard(world, nonce, "aggregate")).toContain("There is no result: it took too long.");
  }, 60_000);
});

describe("what a worker has stored", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ timings: { keepMs: 700 } });
  }, 60_000);
  afterAll(() => world?.close());

  const held = (words: string) =>
    filesBelow(world.prepared.dataDir).some(
      ({ name, bytes }) => name.includes("CodeWorker") && bytes.includes(words),
    );

  test("is gone some time after the answer, and it works again", async () => {
    const tess = somebody(world);
    for (const nonce of ["nonce-stored", "nonce-after"]) {
      script(world, nonce, "router", routed("code"));
      script(world, nonce, "plan", plan("a"));
      script(world, nonce, "worker", text(`found by ${nonce}`));
      script(world, nonce, "aggregate", text(`The answer to ${nonce}.`));
      world.telegram.say(tess, `Do the work of ${nonce}`);
      await until("it is a row", () => held(`found by ${nonce}`));
      await until("the answer", () =>
        answers(world, tess).some((one) => one.includes(`The answer to ${nonce}`)),
      );
      await until("the storage is gone", () => !held(`found by ${nonce}`));
    }
  }, 60_000);
});
