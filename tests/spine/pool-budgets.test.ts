import { type Behaviour, isRouterRequest, type MessageRequest } from "@trunkline/emulators";
import { afterEach, describe, expect, test } from "vitest";
import { askedOf, plan, routed, script } from "../world/roles.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

const text = (words: string): Behaviour => ({ kind: "text", text: words });

/** What a definition says about models and money, through the public door. */
describe("a definition", () => {
  let world: World;
  afterEach(() => world?.close());

  async function defined(agent: object) {
    world = await World.start({ env: { AGENT: JSON.stringify(agent) } });
    return somebody(world);
  }

  test("names the router's model, and a spent budget is not even routed", async () => {
    const tess = await defined({
      model: { fast: "claude-sonnet-5-5" },
      budgets: { turnsPerPersonAndDay: 1 },
    });
    const match = (request: MessageRequest) => !isRouterRequest(request);
    // The turn begins, has to wait, and goes on: it is one turn.
    const look: Behaviour = { kind: "tool", name: "recall", input: { whose: "conversation" } };
    world.model.next(look, { match });
    world.model.next({ kind: "status", status: 529 }, { match, times: 2 });
    world.model.next(text("Nothing is kept, nonce-once."), { match });
    world.telegram.say(tess, "tell me what you know of this place, would you");
    await until("the answer", () => answers(world, tess).length > 0);
    await quiet(world, tess);
    expect(answers(world, tess)).toEqual(["Nothing is kept, nonce-once."]);
    const routers = () => world.model.journal.filter(({ router }) => router);
    expect(routers().map(({ request }) => request?.model)).toEqual(["claude-sonnet-5-5"]);
    world.telegram.say(tess, "and what else do you know, if I may ask");
    await until("the notice", () => answers(world, tess).length > 1);
    expect(answers(world, tess)[1]).toMatch(/^Today's budget for this is used up/);
    expect(routers()).toHaveLength(1);
  }, 60_000);

  test("that stops the work in the middle leaves what is known, and says why", async () => {
    const nonce = "nonce-poor";
    const tess = await defined({ budgets: { tokensPerConversationAndDay: 6_000 } });
    script(world, nonce, "router", routed("code"));
    script(world, nonce, "plan", plan("a", "b<a"));
    script(world, nonce, "worker", text(`It is ${"seven ".repeat(6_000)}`), { task: "of a" });
    world.telegram.say(tess, `Do the work of ${nonce}`);
    await until("an answer", () => answers(world, tess).length > 0);
    await quiet(world, tess);
    const seen = answers(world, tess).join("\n");
    expect(seen).toContain("It is seven seven");
    expect(seen).toMatch(/Today's budget for this is used up\. It starts afresh/);
    expect(askedOf(world, nonce)).toEqual(["plan", "worker a"]);
  }, 60_000);
});
