import { isRouterRequest, type MessageRequest } from "@trunkline/emulators";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inspect, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(() => world?.close());

test("a long history is put in short once, kept so, declined once, and forgotten with /new", async () => {
  const person = somebody(world);
  let turns = 0;
  const say = async (text: string) => {
    turns += 1;
    world.telegram.say(person, text);
    // Before the first answer there is no such conversation yet.
    await until("a turn", async () => {
      const view = await inspect(world, person).catch(() => null);
      return view?.batches.length === turns;
    });
    await quiet(world, person);
  };
  world.model.next({ kind: "long", chars: 60_000 }, { ...NOT_ROUTING, times: 3 });
  await say("tell me the first story");
  await say("tell me the second story");
  await say("tell me the third story");

  const seen: MessageRequest[] = [];
  const match = (request: MessageRequest) => {
    if (isRouterRequest(request)) return false;
    seen.push(request);
    return true;
  };
  world.model.next({ kind: "text", text: "Three stories were told, nonce-short." }, { match });
  world.model.next({ kind: "status", status: 400 }, { match });
  await say("what did we talk about, in one word?");
  expect(seen).toHaveLength(2);
  // It was paid for, though no answer came of that turn.
  world.model.next({ kind: "text", text: "You asked for stories, nonce-one." }, { match });
  await say("what did we talk about before this?");
  expect(JSON.stringify(seen[0]?.system)).toContain(
    "You put the older part of a conversation in short",
  );
  expect(JSON.stringify(seen[2]?.messages)).toContain("nonce-short");

  world.model.next({ kind: "text", text: "Still stories, nonce-two." }, { match });
  await say("and what was it about, tell me again?");
  expect(seen).toHaveLength(4);
  expect(JSON.stringify(seen[3]?.messages)).toContain("nonce-short");
  expect(JSON.stringify(seen[3]?.messages)).toContain("nonce-one");

  await say("/new");
  world.model.next({ kind: "long", chars: 60_000 }, { ...NOT_ROUTING, times: 3 });
  for (const which of ["fourth", "fifth", "sixth"]) await say(`tell me the ${which} story`);
  const from = seen.length;
  world.model.next({ kind: "text", text: "No.", stop: "refusal" }, { match });
  world.model.next({ kind: "text", text: "You asked for more, nonce-whole." }, { match });
  await say("what have we talked about in the meantime?");
  world.model.next({ kind: "text", text: "Stories, nonce-again." }, { match });
  await say("and once more, what was it about?");
  // A summary that was declined is not paid for in every turn; the past is carried as it is.
  const systems = seen.slice(from).map(({ system }) => JSON.stringify(system));
  expect(systems.map((system) => system.includes("in short"))).toEqual([true, false, false]);
  expect(JSON.stringify(seen.at(-1)?.messages)).toContain("the fourth story");
  const before = seen.length;

  await say("/new");
  world.model.next({ kind: "text", text: "Nothing, nonce-three." }, { match });
  await say("what do you know of our stories now?");
  expect(JSON.stringify(seen[before]?.messages)).not.toContain("nonce-short");
}, 120_000);
