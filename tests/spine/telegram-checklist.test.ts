import type { Behaviour, MessageRequest, MessageView, User } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { labelOf } from "../crash/points.ts";
import { FAST } from "../world/timings.ts";
import { answers, inspect, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What is left of the conformance list of platforms: texts at the limits, storms, waits. */
let world: World;
beforeAll(async () => {
  const start = Date.now();
  // One second of the platform is as long in the emulator as in the runtime.
  const now = () => start + ((Date.now() - start) * 1_000) / FAST.platformSecondMs;
  world = await World.start({ now });
}, 60_000);
afterAll(async () => {
  await world?.close();
  expect(world?.telegram.unknownParameters).toEqual([]);
});

let nonces = 0;
const nonce = () => {
  nonces += 1;
  return `nonce-${nonces};`;
};

/** What the model does when it is asked this. */
const scripted = (text: string, script: Behaviour) =>
  world.model.next(script, {
    match: (request: MessageRequest) =>
      NOT_ROUTING.match(request) && JSON.stringify(request).includes(text),
  });

const ours = ({ id }: User): MessageView[] =>
  world.telegram.chat(id).messages.filter(({ from }) => from.is_bot);

/** Asks, and waits for the whole answer that the model is told to give. */
async function answered(text: string): Promise<MessageView[]> {
  const tess = somebody(world);
  const asked = nonce();
  scripted(asked, { kind: "text", text });
  world.telegram.say(tess, asked);
  const { batches } = await quiet(world, tess);
  expect(batches.map(({ state }) => state)).toEqual(["answered"]);
  return ours(tess);
}

describe("texts at the limits of a message", () => {
  test.each([
    [4096, 1],
    [4097, 2],
  ])("%i code points of two units each: %i messages, none cut in its middle", async (n, parts) => {
    const messages = await answered("😀".repeat(n));
    expect(messages).toHaveLength(parts);
    for (const { text } of messages) {
      expect(text.isWellFormed()).toBe(true);
      expect([...text].length).toBeLessThanOrEqual(4096);
    }
    expect(messages.map(({ text }) => text).join("")).toBe("😀".repeat(n));
  });

  test("more marks than a message keeps: none is lost", async () => {
    const words = Array.from({ length: 150 }, (_, n) => `*word${n}* and`);
    const messages = await answered(words.join(" "));
    expect(messages.length).toBeGreaterThan(1);
    const marked = messages.flatMap(({ text, entities }) =>
      entities
        .filter(({ type }) => type === "italic")
        .map(({ offset, length }) => text.slice(offset, offset + length)),
    );
    expect(marked).toEqual(words.map((_, n) => `word${n}`));
    for (const { entities } of messages) expect(entities.length).toBeLessThanOrEqual(100);
  });

  test("several messages of one answer ring once", async () => {
    const from = world.telegram.wire.calls.length;
    const { length } = await answered("word ".repeat(2_000));
    expect(length).toBeGreaterThan(1);
    const sent = world.telegram.wire.calls
      .slice(from)
      .filter(({ method, applied }) => method === "sendMessage" && applied);
    const silent = sent.map(({ raw }) => raw.includes('"disable_notification":true'));
    expect(silent).toEqual([false, ...Array(length - 1).fill(true)]);
  });

  test("a block of code over several messages is code in each, in its language", async () => {
    const lines = Array.from({ length: 400 }, (_, n) => `print(${n}, "a line of code")`);
    const messages = await answered(`\`\`\`python\n${lines.join("\n")}\n\`\`\``);
    expect(messages.length).toBeGreaterThan(1);
    for (const { text, entities } of messages) {
      expect(entities).toEqual([
        { type: "pre", offset: 0, length: text.length, language: "python" },
      ]);
    }
    expect(messages.flatMap(({ text }) => text.split("\n"))).toEqual(lines);
  });
});

describe("answers of the platform that are no failure", () => {
  test("markup that it refuses is sent as plain text", async () => {
    const tess = somebody(world);
    const asked = nonce();
    scripted(asked, { kind: "text", text: "This is **important**." });
    const description = `Bad Request: can't parse entities: Unsupported start tag "b" at byte offset 8`;
    world.telegram.wire.fault({
      match: (call) => labelOf("telegram", call) === "edit final" && call.raw.includes("<b>"),
      times: 10,
      fault: {
        kind: "reply",
        reply: { status: 400, body: { ok: false, error_code: 400, description } },
      },
    });
    world.telegram.say(tess, asked);
    const { batches } = await quiet(world, tess);
    world.telegram.wire.clear();
    expect(batches[0]?.state).toBe("answered");
    expect(ours(tess)).toMatchObject([{ text: "This is important.", entities: [] }]);
  });

  test("an edit that changes nothing, after one whose answer was lost", async () => {
    const tess = somebody(world);
    const asked = nonce();
    const isFinal = (call: Parameters<typeof labelOf>[1]) =>
      labelOf("telegram", call) === "edit final" && call.raw.includes(asked);
    world.telegram.wire.fault({ match: isFinal, fault: { kind: "cut-after" } });
    world.telegram.say(tess, asked);
    const { batches } = await quiet(world, tess);
    expect(batches[0]?.state).toBe("answered");
    const edits = world.telegram.wire.calls.filter(isFinal);
    expect(edits.length).toBeGreaterThan(1);
    // The platform refuses each of them: "message is not modified".
    expect(edits.slice(1).every(({ status }) => status === 400)).toBe(true);
    expect(answers(world, tess)).toHaveLength(1);
  });
});

describe("once it is committed, an update is never sent again", () => {
  test.each([
    "batch:promoted",
    "route:stored",
    "run:accepted",
    "model:recorded",
    "final:stored",
    "intent:stored",
    "ref:stored",
    "edit:stored",
    "history:written",
    "run:settled",
  ])("an error of ours at %s: one delivery, one answer", async (step) => {
    const tess = somebody(world);
    const fault = { kind: "reply", reply: { status: 500, body: "" } } as const;
    world.steps.fault({ method: step, fault });
    const from = world.steps.calls.length;
    const said = world.telegram.say(tess, nonce());
    await until("an answer", () => answers(world, tess).length === 1);
    await quiet(world, tess);
    const failed = () =>
      world.steps.calls.slice(from).some((call) => call.method === step && call.status === 500);
    await until("it has failed", failed);
    const attempts = world.telegram.deliveries.filter((one) => one.update_id === said.update_id);
    expect(attempts.map(({ status }) => status)).toEqual([200]);
    expect(answers(world, tess)).toHaveLength(1);
  });

  test("it is acknowledged before the model has said a word, and so is the next", async () => {
    const tess = somebody(world);
    const asked = nonce();
    const model = world.model.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes(asked) && !raw.includes("requiresHumanApproval"),
    });
    await world.telegram.say(tess, asked).delivered;
    await model.hit;
    // The platform sends the next update of a chat only when this one is answered.
    await world.telegram.say(tess, "and more").delivered;
    expect((await inspect(world, tess)).pending.map(({ text }) => text)).toEqual(["and more"]);
    model.release();
    await until("both answers", () => answers(world, tess).length === 2);
  });
});

test("a wait that the platform asks for holds in all topics of the chat", async () => {
  const tess = somebody(world);
  const id = -1_001_000_000_001;
  const made = { id, title: "Forum", type: "forum" as const };
  const chat = world.telegram.group({ ...made, admins: [tess], botIsAdmin: true });
  const [plans, gossip] = [
    world.telegram.topic(chat, tess, "Plans"),
    world.telegram.topic(chat, tess, "Gossip"),
  ];
  const refusals = () =>
    world.telegram.wire.calls.filter(
      ({ status, raw }) => status === 429 && raw.includes(String(id)),
    ).length;
  world.telegram.rateLimit({ chat: id, seconds: 30 });
  const [first, second] = [nonce(), nonce()];
  world.telegram.sayIn(chat, tess, `/ask ${first}`, { topic: plans.id });
  await until("the account knows that it has to wait", () =>
    world.printed().includes(`account.slowed`),
  );
  expect(refusals()).toBe(1);
  world.telegram.sayIn(chat, tess, `/ask ${second}`, { topic: gossip.id });
  await until("the other topic has something to say", async () => {
    const seen = (await world.admin(`/conversations/${id}:${gossip.id}`)) as {
      batches: { state: string }[];
    };
    return seen.batches.length === 1;
  });
  const said = (text: string) =>
    world.telegram
      .chat(id)
      .messages.some(({ from, text: seen }) => from.is_bot && seen.includes(text));
  await until("both answers", () => said(first) && said(second));
  expect(refusals()).toBe(1);
});
