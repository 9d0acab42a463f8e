import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow, findSecret, formsOf } from "../world/search.ts";
import { answers, NOT_ROUTING, quiet, somebody } from "../world/views.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** Secrets stay where they belong, whatever goes wrong. */
describe("canary secrets", () => {
  let world: World;
  const bodies: { name: string; bytes: string }[] = [];

  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(() => world?.close());

  test("are in no file, no output, no answer and no request", async () => {
    const tess = somebody(world);
    const planted = "CANARY-planted-by-a-person-4711";
    // Faults of every kind, so that errors with URLs in them are made.
    world.telegram.wire.fault({ method: "sendMessage", fault: { kind: "cut-after" } });
    world.telegram.wire.fault({ method: "editMessageText", fault: { kind: "half-body" } });
    world.model.next({ kind: "cut", afterDeltas: 2 }, NOT_ROUTING);
    world.telegram.say(tess, `my text is ${planted}`);
    await until("the answer", () => answers(world, tess).length === 1);
    await quiet(world, tess);
    world.model.next({ kind: "status", status: 401 }, NOT_ROUTING);
    world.telegram.say(tess, "a dead letter, please");
    await until("the notice", () => answers(world, tess).length === 2);
    await quiet(world, tess);
    for (const [header, body] of [
      [undefined, "{}"],
      ["wrong", "{}"],
      [CANARIES.TELEGRAM_WEBHOOK_SECRET, "{"],
    ] as const) {
      const headers = header === undefined ? {} : { "x-telegram-bot-api-secret-token": header };
      const answer = await fetch(`${world.origin}/webhook`, { method: "POST", headers, body });
      bodies.push({ name: `answer ${answer.status}`, bytes: await answer.text() });
    }
    for (const path of ["/ready", "/admin/account", "/nothing"]) {
      bodies.push({ name: path, bytes: await (await fetch(world.origin + path)).text() });
    }
    await world.kill();

    const files = filesBelow(world.prepared.dataDir);
    const output = { name: "output", bytes: world.output };
    const requests = [
      ...world.model.wire.calls.map(({ raw, path }) => ({ name: "model", bytes: path + raw })),
      // The token is in Telegram's path, where it belongs; not in what is sent along.
      ...world.telegram.wire.calls
        .filter(({ method }) => method !== "setWebhook")
        .map(({ raw, method }) => ({ name: `telegram ${method}`, bytes: raw })),
    ];
    const places = [...files, output, ...bodies, ...requests];
    for (const secret of Object.values(CANARIES)) expect(findSecret(secret, places)).toEqual([]);
    const tokenAlone = CANARIES.TELEGRAM_BOT_TOKEN.split(":")[1] ?? "";
    expect(findSecret(tokenAlone, places)).toEqual([]);

    // The control: what a person has written is found, in the files and in the model's request.
    const found = findSecret(planted, places);
    expect(found.some((name) => name.includes("sqlite"))).toBe(true);
    expect(found).toContain("model");
    // And what a person has written is in no log.
    expect(found).not.toContain("output");
  });

  test("would be found in any form", () => {
    const secret = CANARIES.ADMIN_TOKEN;
    for (const text of [
      `x${secret}y`,
      Buffer.from(`{"a":"${secret}"}`).toString("base64"),
      Buffer.from(`{"ab":"${secret}"}`).toString("base64"),
      encodeURIComponent(`"${secret}"`),
    ]) {
      expect(findSecret(secret, [{ name: "here", bytes: text }])).toEqual(["here"]);
    }
    expect(formsOf(secret).every((form) => form.length > 10)).toBe(true);
  });
});
