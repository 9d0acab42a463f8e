import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelServer } from "@trunkline/emulators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { boundTo } from "../../../scripts/deploy/config.ts";
import { type Channel, SlackFake, shown } from "../fake/index.ts";
import { FAST, until } from "./waiting.ts";

/** The Worker and the pool from their own configurations on workerd; Slack and the model are on loopback. */
const fake = new SlackFake({ retryScale: 0.01 });
const model = new ModelServer({ tokenDelayMs: 0 });
const POOL = join(import.meta.dirname, "../../../apps/shared-agents/wrangler.jsonc");
const folder = mkdtempSync(join(tmpdir(), "trunkline-slack-"));
let app: TestHarness;
let url = "";

beforeAll(async () => {
  const shared = { TIMINGS: JSON.stringify(FAST) };
  app = createTestHarness({
    workers: [
      {
        configPath: new URL("../wrangler.jsonc", import.meta.url),
        vars: { ...shared, SLACK_API_URL: await fake.listen(), SLACK_ALLOWED_USERS: "*" },
        secrets: { SLACK_BOT_TOKEN: fake.token, SLACK_SIGNING_SECRET: fake.signingSecret },
      },
      {
        // Without the doors of apps that are not there.
        configPath: await boundTo(POOL, [], folder),
        vars: { ...shared, ANTHROPIC_BASE_URL: await model.listen() },
        secrets: { ANTHROPIC_API_KEY: "offline" },
      },
    ],
  });
  const listening = await app.listen();
  listening.url.hostname = "127.0.0.1";
  url = new URL("/webhook", listening.url).href;
  // Slack asks its question before it delivers anything.
  await fake.subscribe(url);
}, 120_000);
afterAll(async () => {
  await app?.close();
  await Promise.all([fake.close(), model.close()]);
  rmSync(folder, { recursive: true });
});
beforeEach(() => fake.wire.clear());

const bot = fake.workspace.bot.user;
const ours = (channel: Channel) => channel.messages.filter(({ user }) => user === bot);
/** Messages that were ever seen with an answer in them. */
const saying = (channel: Channel, nonce: string) =>
  ours(channel).filter(({ versions }) => versions.some((text) => shown(text).includes(nonce)));

function room() {
  const person = fake.workspace.person();
  const channel = fake.workspace.channel(person);
  const direct = fake.workspace.direct(person);
  return { person, channel, direct };
}

/** Waits until the answer stands there and no progress is shown any more. */
function answered(channel: Channel, nonce: string) {
  return until(`an answer to ${nonce}`, () =>
    saying(channel, nonce).find(({ text }) => !text.endsWith("…")),
  );
}

describe("a question", () => {
  test("in a channel is answered in its thread, by one message", async () => {
    const { person, channel } = room();
    const asked = fake.say(channel, person, `<@${bot}> what is a heron? nonce-41`);
    await asked.delivered;
    const answer = await answered(channel, "nonce-41");
    expect(answer.threadTs).toBe(asked.message.ts);
    expect(ours(channel)).toHaveLength(1);
  });

  test("asked directly is answered beside it, and our own answer is no question", async () => {
    const { person, direct } = room();
    await fake.say(direct, person, "what is a heron? nonce-42").delivered;
    expect((await answered(direct, "nonce-42")).threadTs).toBeNull();
    // A second one shows that nothing has happened in between.
    await fake.say(direct, person, "and a stork? nonce-43").delivered;
    await answered(direct, "nonce-43");
    expect(ours(direct)).toHaveLength(2);
  });

  test("that Slack delivers again is answered once", async () => {
    const { person, channel } = room();
    await fake.say(channel, person, `<@${bot}> nonce-44`).delivered;
    const again = fake.again();
    const statuses = [];
    for (let times = 0; times < 3; times += 1) {
      const init = { method: "POST", headers: again?.headers ?? {}, body: again?.body ?? "" };
      statuses.push((await fetch(url, init)).status);
    }
    expect(statuses).toEqual([200, 200, 200]);
    await answered(channel, "nonce-44");
    expect(ours(channel)).toHaveLength(1);
  });
});

describe("when Slack fails", () => {
  test("a post whose answer is lost leaves at most an empty message, never the answer twice", async () => {
    const { person, channel } = room();
    fake.wire.fault({ method: "chat.postMessage", fault: { kind: "cut-after" } });
    await fake.say(channel, person, `<@${bot}> nonce-45`).delivered;
    await answered(channel, "nonce-45");
    expect(saying(channel, "nonce-45")).toHaveLength(1);
    expect(ours(channel).length).toBeLessThanOrEqual(2);
  });

  test("an update that comes too fast waits and is made", async () => {
    const { person, channel } = room();
    const tooMany = SlackFake.tooMany(2);
    fake.wire.fault({ method: "chat.update", fault: { kind: "reply", reply: tooMany }, times: 2 });
    await fake.say(channel, person, `<@${bot}> nonce-46`).delivered;
    await answered(channel, "nonce-46");
    expect(saying(channel, "nonce-46")).toHaveLength(1);
  });
});

describe("what is not Slack's", () => {
  const event = JSON.stringify({ type: "url_verification", challenge: "abc" });
  const deliver = async (letter: { headers: Readonly<Record<string, string>>; body: string }) => {
    const response = await fetch(url, { method: "POST", ...letter });
    return { status: response.status, body: await response.text() };
  };

  test("a signature of now is genuine: the control", async () => {
    expect(await deliver(fake.sign(event))).toEqual({ status: 200, body: "abc" });
  });

  test.each([
    ["of another body", () => ({ ...fake.sign(event), body: event.replace("abc", "abd") })],
    ["of an app with another secret", () => new SlackFake({ signingSecret: "x" }).sign(event)],
    ["none at all", () => ({ headers: {}, body: event })],
  ])("a signature %s is refused, and its question is not answered", async (_name, letter) => {
    const { status, body } = await deliver(letter());
    expect({ status, body }).toEqual({ status: 401, body: '{"error":"not genuine"}' });
  });
});

test("no secret has been printed", () => {
  const printed = JSON.stringify(app.getLogs());
  expect(printed).toContain("batch.ended");
  for (const secret of fake.secrets) expect(printed).not.toContain(secret);
});
