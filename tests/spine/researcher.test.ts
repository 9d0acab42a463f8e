import type { Behaviour } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askedOf, heard, routed, script } from "../world/roles.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });
const page = (n: number) => ({ url: `https://example.com/${n}`, title: `Page ${n}` });

/** What a worker finds and cites. */
const found = (...pages: readonly number[]): Behaviour => ({
  kind: "blocks",
  blocks: [
    { type: "server_tool_use", name: "web_search", input: { query: "?" } },
    { type: "web_search_tool_result", found: pages.map(page) },
    { type: "text", text: `Found in ${pages.join(" and ")}.`, cites: pages.map(page) },
  ],
});

describe("research", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  function ask(nonce: string, ...parts: readonly string[]) {
    const tess = somebody(world);
    script(world, nonce, "router", routed("research"));
    const said = parts.map((part) => ({ title: `on ${part}`, question: `task of ${part}` }));
    script(world, nonce, "split", text(JSON.stringify({ parts: said })));
    world.telegram.say(tess, `Find out about ${nonce}`);
    return tess;
  }

  async function answer(tess: ReturnType<typeof somebody>) {
    await until("an answer", () => answers(world, tess).length > 0, 40_000);
    const { batches } = await quiet(world, tess);
    expect(batches[0]?.state).toBe("answered");
    expect(answers(world, tess)).toHaveLength(1);
    return answers(world, tess)[0] ?? "";
  }

  test("is split, done side by side, weighed and cited", async () => {
    const nonce = "nonce-cited";
    script(world, nonce, "worker", found(1, 2), { task: "of a" });
    script(world, nonce, "worker", found(2, 3), { task: "of b" });
    script(world, nonce, "weigh", text("It is so [2], they say [3], or not [7]."));
    const seen = await answer(ask(nonce, "a", "b"));
    expect(seen).toMatch(/^It is so \[2\], they say \[3\], or not\.\n/);
    expect(seen).toContain("[2] Page 2");
    expect(seen).toContain("[3] Page 3");
    expect(seen).not.toContain("Page 1");
    expect(askedOf(world, nonce).toSorted()).toEqual(["split", "weigh", "worker a", "worker b"]);
    const weighed = heard(world, nonce, "weigh");
    expect(weighed).toContain("[2] Page 2: https://example.com/2");
    // What was read on the web is nobody's word.
    expect(weighed).toMatch(/trust=\\"untrusted\\" what=\\"result: on a\\"/);
  });

  test("is done after a turn that has recalled what a person has told", async () => {
    const tess = somebody(world);
    const simple = { type: "simple", category: "general", complexity: "low" };
    const said = { ...simple, requiresHumanApproval: false, reasoning: "scripted" };
    script(world, "nonce-recall", "router", text(JSON.stringify(said)));
    script(world, "nonce-recall", "answer", {
      kind: "tool",
      name: "recall",
      input: { whose: "person" },
    });
    script(world, "nonce-recall", "answer", text("You like tea."));
    world.telegram.say(tess, "What do I like, nonce-recall?");
    await until("what was recalled", () => answers(world, tess)[0] === "You like tea.");
    const nonce = "nonce-then";
    script(world, nonce, "router", routed("research"));
    script(world, nonce, "split", text("As it is."));
    script(world, nonce, "worker", found(1));
    script(world, nonce, "weigh", text("Found [1]."));
    world.telegram.say(tess, `Find out about ${nonce}`);
    await until("an answer", () => answers(world, tess)[1]?.startsWith("Found [1]."), 40_000);
    expect(askedOf(world, nonce)).toEqual(["split", "worker", "weigh"]);
  });

  test("says what could not be found", async () => {
    const nonce = "nonce-lost";
    const silent: Behaviour = { kind: "text", text: "No.", stop: "refusal" };
    script(world, nonce, "worker", found(1), { task: "of a" });
    script(world, nonce, "worker", silent, { task: "of b" });
    script(world, nonce, "weigh", text("Half of it [1]."));
    expect(await answer(ask(nonce, "a", "b"))).toMatch(/^Half of it \[1\]\.\n/);
    expect(heard(world, nonce, "weigh")).toContain("There is no result: the model declined.");
  });

  test("a question that is not split is one part", async () => {
    const nonce = "nonce-whole";
    const tess = somebody(world);
    script(world, nonce, "router", routed("research"));
    script(world, nonce, "split", text("I would not split that."));
    script(world, nonce, "worker", found(1));
    script(world, nonce, "weigh", text("Whole [1]."));
    world.telegram.say(tess, `Find out about ${nonce}`);
    expect(await answer(tess)).toMatch(/^Whole \[1\]\.\n/);
    expect(askedOf(world, nonce)).toEqual(["split", "worker", "weigh"]);
  });

  test("goes on where the provider's tools pause", async () => {
    const nonce = "nonce-pause";
    const begun: Behaviour = {
      kind: "blocks",
      blocks: [
        { type: "server_tool_use", name: "web_search", input: { query: "?" } },
        { type: "web_search_tool_result", found: [page(1)] },
        { type: "text", text: "First this.", cites: [page(1)] },
      ],
      stop: "pause_turn",
    };
    script(world, nonce, "worker", begun);
    script(world, nonce, "worker", found(2));
    script(world, nonce, "weigh", text("Both [1][2]."));
    const seen = await answer(ask(nonce, "a"));
    expect(seen).toContain("[1] Page 1");
    expect(seen).toContain("[2] Page 2");
  });

  test.each<[string, Behaviour]>([
    ["declines to split", { kind: "text", text: "No.", stop: "refusal" }],
    ["cannot be asked to split", { kind: "status", status: 400 }],
  ])("with a model that %s goes on with the question as it is", async (what, behaviour) => {
    const nonce = `nonce-split-${what.slice(0, 6).trim()}`;
    const tess = somebody(world);
    script(world, nonce, "router", routed("research"));
    script(world, nonce, "split", behaviour);
    script(world, nonce, "worker", found(1));
    script(world, nonce, "weigh", text("All the same [1]."));
    world.telegram.say(tess, `Find out about ${nonce}`);
    expect(await answer(tess)).toMatch(/^All the same \[1\]\.\n/);
  });

  test("by the offline model alone ends in an answer", async () => {
    const tess = somebody(world);
    world.telegram.say(tess, "compare two brokers, says nonce-alone");
    expect(await answer(tess)).toContain("nonce-alone");
  });
});
