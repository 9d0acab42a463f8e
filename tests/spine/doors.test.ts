import { isRouterRequest, type MessageRequest, type User } from "@trunkline/emulators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask, issueOf, ours, quietSpot } from "../world/threads.ts";
import { answers, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What the pool's agents see of the platforms: through the doors of the apps, and no further. */
describe("the doors", () => {
  let world: World;
  /** Every request for an answer, as the model got it. */
  let asked: MessageRequest[] = [];
  beforeAll(async () => {
    world = await World.start({ github: {}, env: { GITHUB_DOOR_PLACES: "read@olive/shop" } });
  }, 120_000);
  afterAll(() => world?.close());
  beforeEach(() => {
    asked = [];
  });

  /** The model's next answers: a call, then words. What it was given is kept. */
  function scripted(name: string, input: object, text: string): void {
    const match = (request: MessageRequest) => {
      if (isRouterRequest(request)) return false;
      asked.push(request);
      return true;
    };
    world.model.next({ kind: "tool", name, input }, { match });
    world.model.next({ kind: "text", text }, { match });
  }
  const told = () => JSON.stringify(asked.at(-1)?.messages ?? []);
  const offered = () => (asked[0]?.tools ?? []).map(({ name }) => String(name));

  test("an issue of the own repository is read, as material", async () => {
    const issue = issueOf(world, "The till is on fire, nonce-till.");
    scripted("github_issue", { number: issue.number }, "nonce-read");
    const other = issueOf(world);
    await ask(world, other, "what of the till?").delivered;
    await until("an answer", () =>
      ours(world, other).some(({ text }) => text.includes("nonce-read")),
    );
    await quietSpot(world, { thread: other });
    expect(offered()).toEqual(expect.arrayContaining(["github_issue", "github_merge"]));
    expect(told()).toContain("nonce-till");
    expect(told()).toMatch(/result of github_issue/);
  });

  test("another repository is not open, and the model is told so", async () => {
    const issue = issueOf(world);
    const input = { repository: "olive/cellar", number: 1 };
    scripted("github_issue", input, "nonce-shut");
    await ask(world, issue, "what is in the cellar?").delivered;
    await until("an answer", () =>
      ours(world, issue).some(({ text }) => text.includes("nonce-shut")),
    );
    await quietSpot(world, { thread: issue });
    expect(told()).toContain("olive/cellar is not open to this conversation");
  });

  test("from another platform what the setting opens is read, and nothing is done", async () => {
    const issue = issueOf(world, "Flour is out, nonce-flour.");
    const person: User = somebody(world);
    const input = { repository: "olive/shop", number: issue.number };
    scripted("github_issue", input, "nonce-flour-read");
    world.telegram.say(person, "what is out?");
    await until("an answer", () => answers(world, person).includes("nonce-flour-read"));
    await quiet(world, person);
    expect(told()).toContain("nonce-flour");

    scripted("github_close", input, "nonce-not-closed");
    world.telegram.say(person, "close it");
    await until("an answer", () => answers(world, person).includes("nonce-not-closed"));
    await quiet(world, person);
    expect(told()).toContain("is not open to this conversation");
    expect(world.github.server.thread(world.github.repo, issue.number).state).toBe("open");
  });
});
