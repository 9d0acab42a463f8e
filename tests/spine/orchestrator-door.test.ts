import type { Behaviour } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedOf, heard, plan, roleOf, routed, script, taskOf } from "../world/roles.ts";
import { answered, ask, issueOf, ours, pullOf, quietSpot } from "../world/threads.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });
/** The router's word for a turn without a plan. */
const SIMPLE = text(
  JSON.stringify({
    ...{ type: "simple", category: "general", complexity: "low" },
    ...{ requiresHumanApproval: false, reasoning: "scripted" },
  }),
);

/** Planned work whose workers look and act behind a door. */
describe("planned work with a door", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: { as: "token" } });
  }, 120_000);
  afterAll(() => world?.close());

  const created = () =>
    world.github.wire.calls.filter(({ method, applied }) => method === "createIssue" && applied);

  test("compares, and asks before it opens an issue with the result", async () => {
    const thread = issueOf(world);
    await ask(
      world,
      thread,
      "compare three queue designs for our use and open an issue with the result",
    ).delivered;
    const card = await until("a card", () =>
      ours(world, thread).find((post) => post.text.includes("/approve")),
    );
    await quietSpot(world, { thread });
    expect(card.text).toContain("Open an issue in olive/shop");
    expect(ours(world, thread)).toHaveLength(1);
    expect(created()).toHaveLength(0);
    const asked = world.model.journal.flatMap(({ request }) => (request ? [roleOf(request)] : []));
    expect(asked.toSorted()).toEqual([
      ...["aggregate", "plan", "router", "worker", "worker", "worker", "worker"],
    ]);
    const [, code = ""] = /\/approve (\w{8})/.exec(card.text) ?? [];
    await world.github.server.comment(thread, world.github.owner, `/approve ${code}`).delivered;
    await until("the issue", () => ours(world, thread).some((post) => post.text.includes("Done:")));
    await quietSpot(world, { thread }, 2);
    expect(created()).toHaveLength(1);
  }, 60_000);

  test("reads a diff through the door, and hands it on as a stranger's word", async () => {
    const pull = pullOf(world);
    const nonce = "nonce-diff";
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", plan("a"));
    const look: Behaviour = { kind: "tool", name: "github_diff", input: {} };
    world.model.next(look, { match: (request) => taskOf(request).includes("of a") });
    script(world, nonce, "worker", text("It turns b into c."));
    script(world, nonce, "aggregate", text("A small change."));
    await ask(world, pull, `review the diff of ${nonce}`).delivered;
    await until("the review", () =>
      ours(world, pull).some((post) => post.text.includes("A small change.")),
    );
    await quietSpot(world, { thread: pull });
    expect(askedOf(world, nonce)).toEqual(["plan", "worker a", "worker a", "aggregate"]);
    expect(heard(world, nonce, "worker")).toContain("+c");
    expect(heard(world, nonce, "aggregate")).toMatch(
      /trust=\\"untrusted\\" what=\\"result: doing a\\"/,
    );
    // What a worker has used and what it has cost is in the log, by the run that it is a part of.
    const logged = (event: string, agent: string) =>
      world
        .printed()
        .replaceAll("\\", "")
        .split("\n")
        .filter((line) => line.includes(`"event":"${event}"`) && line.includes(`"${agent}"`));
    const uses = logged("tool", "code-worker");
    expect(uses.at(-1)).toMatch(/"run":"[^"]+:a".*"tool":"github_diff","ruling":"run","ok":true/);
    for (const agent of ["router", "code-worker", "orchestrator"]) {
      expect(logged("model.paid", agent).at(-1)).toMatch(/"run":"[^"]+".*"dollars":/);
    }
    // A worker for code is offered no act.
    const tools = world.model.journal
      .flatMap(({ request }) => (request && taskOf(request).includes("of a") ? [request] : []))
      .flatMap((request) => (request.tools ?? []).map(({ name }) => String(name)));
    expect(tools).toContain("github_file");
    expect(tools.filter((name) => /merge|close|create|comment/.test(name))).toEqual([]);
  }, 60_000);

  test("does not carry what is not for everybody to the web", async () => {
    const thread = issueOf(world);
    const nonce = "nonce-private";
    const step = { title: "doing it", needs: [] };
    const steps = [
      { ...step, id: "a", worker: "github", task: "task of a." },
      { ...step, id: "b", worker: "research", task: "task of b.", needs: ["a"] },
      { ...step, id: "c", worker: "research", task: "task of c." },
    ];
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", text(JSON.stringify({ steps })));
    const look: Behaviour = { kind: "tool", name: "github_issue", input: {} };
    world.model.next(look, { match: (request) => taskOf(request).includes("of a") });
    script(world, nonce, "worker", text("It is about a secret."), { task: "of a" });
    script(world, nonce, "worker", text("Queues are fine."), { task: "of c" });
    script(world, nonce, "around", text('{"steps": []}'));
    script(world, nonce, "aggregate", text("Half of it."));
    await ask(world, thread, `Do the work of ${nonce}`).delivered;
    await until("an answer", () =>
      ours(world, thread).some((post) => post.text.includes("Half of it.")),
    );
    await quietSpot(world, { thread });
    const asked = askedOf(world, nonce);
    expect(asked).toContain("worker c");
    expect(asked).not.toContain("worker b");
    expect(heard(world, nonce, "aggregate")).toContain("may not search the web with them");
  }, 60_000);

  test("nor what was read in an earlier turn beside strangers' words, before /new", async () => {
    const thread = issueOf(world);
    const look: Behaviour = { kind: "tool", name: "github_issue", input: {} };
    script(world, "nonce-earlier", "router", SIMPLE);
    script(world, "nonce-earlier", "answer", look);
    script(world, "nonce-earlier", "answer", text("It is about a secret."));
    await ask(world, thread, "What is it about, nonce-earlier?").delivered;
    await answered(world, thread, "about a secret");
    const research = async (nonce: string) => {
      const step = {
        id: "a",
        worker: "research",
        title: "doing it",
        task: "task of a.",
        needs: [],
      };
      script(world, nonce, "router", routed("code"));
      script(world, nonce, "plan", text(JSON.stringify({ steps: [step] })));
      script(world, nonce, "worker", text("Queues are fine."));
      script(world, nonce, "around", text('{"steps": []}'));
      script(world, nonce, "aggregate", text(`Said of ${nonce}.`));
      await ask(world, thread, `Do the work of ${nonce}`).delivered;
      await answered(world, thread, `Said of ${nonce}.`);
      return askedOf(world, nonce);
    };
    expect(await research("nonce-web-1")).not.toContain("worker a");
    expect(heard(world, "nonce-web-1", "aggregate")).toContain("may not search the web");
    await ask(world, thread, "/new").delivered;
    await quietSpot(world, { thread }, 3);
    expect(await research("nonce-web-2")).toContain("worker a");
  }, 60_000);
});
