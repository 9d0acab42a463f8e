import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow } from "../world/search.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** The webhook's door: what is refused, how, and that nothing follows from it. */
describe("the door", () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ env: { TELEGRAM_ALLOWED_USERS: "77" } });
    // The account's own look at who we are is over, and what follows it, before anything is counted.
    await until("introduction", () =>
      world.telegram.wire.calls.some(({ method }) => method === "setMyCommands"),
    );
  }, 60_000);
  afterAll(() => world?.close());

  const secret = CANARIES.TELEGRAM_WEBHOOK_SECRET;
  const update = (id: number, text = "hello", from = 77) =>
    JSON.stringify({
      update_id: id,
      message: {
        message_id: id,
        date: 1,
        chat: { id: from, type: "private" },
        from: { id: from, is_bot: false, first_name: "T" },
        text,
      },
    });
  const post = (body: BodyInit, header?: string) =>
    fetch(`${world.origin}/webhook`, {
      method: "POST",
      headers: header === undefined ? {} : { "x-telegram-bot-api-secret-token": header },
      body,
      ...(typeof body === "string" ? {} : { duplex: "half" }),
    } as RequestInit);
  const rows = async (chat: number) => {
    const seen = (await world.admin(`/conversations/${chat}`)) as { pending: []; batches: [] };
    return seen.pending.length + seen.batches.length;
  };

  test.each([
    ["missing", undefined],
    ["wrong", "x".repeat(secret.length)],
    ["short", secret.slice(0, 5)],
    ["long", `${secret}x`],
    ["empty", ""],
  ])("a %s secret: 401, no row, no outgoing call", async (_, header) => {
    const from = [world.telegram.wire.calls.length, world.model.wire.calls.length];
    const response = await post(update(1), header);
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('{"error":"not genuine"}');
    expect(await rows(77)).toBe(0);
    expect([world.telegram.wire.calls.length, world.model.wire.calls.length]).toEqual(from);
  });

  test.each([
    ["broken JSON", "{", 400],
    ["null", "null", 400],
    ["an array", "[]", 400],
    ["nothing", "", 400],
    ["over the cap", "x".repeat(1024 * 1024 + 1), 413],
  ])("%s is refused in one line", async (_, body, status) => {
    const response = await post(body, secret);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(/^\{"error":"[a-zA-Z ]+"\}$/);
  });

  test("a body without a length over the cap is refused", async () => {
    const chunk = new TextEncoder().encode("x".repeat(64 * 1024));
    let left = 20;
    const body = new ReadableStream({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(chunk);
      },
    });
    expect((await post(body, secret)).status).toBe(413);
  });

  test("an unknown update and a stranger are acknowledged and ignored, without a row", async () => {
    expect((await post('{"update_id":5,"never_heard_of":{}}', secret)).status).toBe(200);
    expect((await post(update(6, "hi", 78), secret)).status).toBe(200);
    expect(await rows(78)).toBe(0);
    await until("the operator sees why", () => world.printed().includes("inbound.stranger"));
    expect(world.printed()).not.toContain('"hi"');
  });

  test("the operator's routes are closed without their token, and unknown paths are 404", async () => {
    const bare = await fetch(`${world.origin}/admin/account`);
    const wanted = '{"error":"wanted: Authorization: Bearer <ADMIN_TOKEN>"}';
    expect([bare.status, await bare.text()]).toEqual([401, wanted]);
    const headers = { authorization: "Bearer wrong" };
    const wrong = await fetch(`${world.origin}/admin/account`, { headers });
    expect([wrong.status, await wrong.text()]).toEqual([401, '{"error":"wrong ADMIN_TOKEN"}']);
    expect((await fetch(`${world.origin}/nothing`)).status).toBe(404);
    expect((await fetch(`${world.origin}/health`)).status).toBe(200);
  });

  test("what nobody has heard of is 404 for the operator, an account is not made by asking for it", async () => {
    const headers = { authorization: `Bearer ${CANARIES.ADMIN_TOKEN}` };
    const asked = async (path: string, method = "GET") => {
      const answer = await fetch(`${world.origin}/admin${path}`, { method, headers });
      return [answer.status, await answer.json()];
    };
    expect(await asked("/conversations/4711")).toEqual([404, { error: "nobody has spoken here" }]);
    const error = "there is no such account: GET /admin/account lists the others under accounts";
    const accounts = () =>
      filesBelow(world.prepared.dataDir).filter(({ name }) =>
        /Account\/[0-9a-f]+\.sqlite$/.test(name),
      ).length;
    expect(accounts()).toBe(1);
    expect(await asked("/account?account=zzz")).toEqual([404, { error }]);
    expect(await asked("/acts?account=zzz")).toEqual([404, { error }]);
    expect(await asked("/references/replay?account=zzz", "POST")).toEqual([404, { error }]);
    expect(accounts()).toBe(1);
    expect((await post(update(7, "/status"), secret)).status).toBe(200);
    expect((await asked("/conversations/77"))[0]).toBe(200);
  });
});
