import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as tasks from "../world/tasks.ts";
import * as threads from "../world/threads.ts";
import { botTexts, quiet, somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

/** What somebody is told of budgets, wherever he asks. */
const AGENT = JSON.stringify({
  budgets: {
    turnsPerPersonAndDay: 50,
    tokensPerConversationAndDay: 400_000,
    dollarsPerDay: 20,
    secondsPerTurn: 600,
    // The offline model says that it is the one that was asked for.
    prices: { "claude-sonnet-5-5": { input: 3, output: 15 } },
  },
  model: { main: "claude-sonnet-5-5" },
});
const STATUS = /^Nothing is running\. Waiting messages: 0\. Tokens today: [1-9]\d*\./;

describe("/status", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ github: {}, asana: {}, env: { AGENT } });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  /** Each budget that is set, with numbers that add up. */
  function expectBudgets(status: string): void {
    const amounts = (line: RegExp) =>
      (line.exec(status)?.slice(1) ?? []).map((amount) => Number(amount.replaceAll(",", "")));
    expect(amounts(/Your answers today: (\d+) of (\d+), (\d+) left\./)).toEqual([1, 50, 49]);
    const tokens = amounts(
      /Tokens here today, routing included: ([\d,]+) of ([\d,]+), ([\d,]+) left/,
    );
    const [used = 0, most = 0, left = 0] = tokens;
    expect(used).toBeGreaterThan(0);
    expect([most, left]).toEqual([400_000, 400_000 - used]);
    // Rounded, each by itself.
    const [cost = -1, all = 0, rest = 0] = amounts(
      /Everybody's cost today: ([\d.]+) of ([\d.]+) US dollars, ([\d.]+) left/,
    );
    expect(all).toBe(20);
    expect(Math.abs(cost + rest - all)).toBeLessThan(0.02);
    expect(status).toContain("One answer may take 600 s.");
    // Nothing of budgets that nobody has set.
    expect(
      status.split("\n").filter((line) => /\d/.test(line) && !line.startsWith("<")),
    ).toHaveLength(5);
  }

  test("on Telegram, as it stands for whoever asks", async () => {
    const tess = somebody(world);
    world.telegram.say(tess, "hello there, who are you?");
    await quiet(world, tess);
    await world.telegram.say(tess, "/status").delivered;
    const status = () => botTexts(world, tess).find((text) => STATUS.test(text));
    await until("the status", () => status() !== undefined);
    expectBudgets(status() ?? "");
  });

  test("on GitHub; one that was cut off as it was said is not said twice", async () => {
    const thread = threads.issueOf(world);
    await threads.ask(world, thread, "nonce-hello").delivered;
    await threads.answered(world, thread, "nonce-hello");
    await threads.quietSpot(world, { thread });
    const hold = world.github.wire.barrier("arrived", {
      match: ({ raw }) => raw.includes("Waiting messages"),
    });
    await threads.ask(world, thread, "/status").delivered;
    await hold.hit;
    await world.kill();
    hold.release();
    await world.boot();
    const status = () => threads.ours(world, thread).filter(({ text }) => STATUS.test(text));
    // Replies are sent at most once: this one was cut on its way, so it is asked for again.
    await threads.ask(world, thread, "/status").delivered;
    await until("the status", () => status().length > 0);
    expect(status()).toHaveLength(1);
    expectBudgets(status()[0]?.text ?? "");
  });

  test("on Asana", async () => {
    const task = await tasks.taskOf(world);
    await tasks.ask(world, task, "hello there, who are you?").delivered;
    await tasks.quietTask(world, task);
    await tasks.ask(world, task, "/status").delivered;
    const status = () => tasks.comments(world, task).find((text) => STATUS.test(text));
    await until("the status", () => status() !== undefined);
    expectBudgets(status() ?? "");
  });
});
