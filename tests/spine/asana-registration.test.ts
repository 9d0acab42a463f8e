import { asanaFailure } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, comments, quietTask, taskOf } from "../world/tasks.ts";
import { CANARIES, until, World } from "../world/world.ts";

interface Registration {
  readonly resource: string;
  readonly state: string;
  readonly gid: string | null;
  readonly heard_at: number | null;
  readonly target: string;
}

const ADMIN = { authorization: `Bearer ${CANARIES.ADMIN_TOKEN}` };
const HOUR_MS = 3_600_000;

/** Subscriptions, made through the running Worker; each with a secret that Asana has chosen. */
describe("registration", () => {
  let world: World;
  beforeAll(async () => {
    const often = { accountMs: 400, handshakeMs: 4_000 };
    world = await World.start({ asana: {}, timings: often });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  const url = (path: string) => `${world.originOf("asana")}${path}`;
  async function register(resource: string, headers: Record<string, string> = ADMIN) {
    const body = JSON.stringify({ resource });
    const answer = await fetch(url("/registrations"), { method: "POST", headers, body });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  }
  async function registrations(): Promise<Registration[]> {
    return (await (await fetch(url("/registrations"), { headers: ADMIN })).json()) as [];
  }
  const of = async (resource: string) =>
    (await registrations()).filter((one) => one.resource === resource);
  /** The target that the next call asks for. */
  const asking = async (hold: { readonly hit: Promise<{ readonly body: unknown }> }) => {
    const { body } = (await hold.hit) as { body: { data: { target: string } } };
    return body.data.target;
  };
  const shake = (target: string, secret: string) =>
    fetch(target, { method: "POST", headers: { "x-hook-secret": secret }, body: "{}" });
  const alive = () => world.asana.server.webhooks.filter(({ gone }) => gone === null);

  test("the projects of the settings are subscribed to without being asked, and heartbeats are noted", async () => {
    const { project, server } = world.asana;
    const active = await until("it is heard of", async () => {
      const [one] = await of(project.gid);
      return one?.state === "active" && one.heard_at !== null && one;
    });
    expect(active.gid).toBe(server.webhooks[0]?.gid);
    expect(active.target).toMatch(new RegExp(`^${url("/webhook/")}[0-9a-f]{32}$`));
    const first = active.heard_at ?? 0;
    server.heartbeat();
    await until("the next one", async () => ((await of(project.gid))[0]?.heard_at ?? 0) > first);
  });

  test("by hand: the handshake is answered while Asana's own answer is still to come", async () => {
    const { server, wire } = world.asana;
    const garden = server.project({ name: "Garden" });
    const hold = wire.barrier("applied", { method: "createWebhook" });
    const asked = register(garden.gid);
    await hold.hit;
    expect(server.deliveries.at(-1)).toMatchObject({ kind: "handshake", status: 200 });
    hold.release();
    const { status, body } = await asked;
    const made = alive().find(({ resource }) => resource === garden.gid);
    expect([status, body]).toEqual([201, { gid: made?.gid, target: made?.target }]);
    // Asked for again, it is the same one.
    expect((await register(garden.gid)).body).toEqual(body);
    expect(alive().filter(({ resource }) => resource === garden.gid)).toHaveLength(1);
  });

  test("two webhooks have two secrets, and neither opens the other's door", async () => {
    const { server, tess } = world.asana;
    const [site, garden] = alive();
    expect(site?.secret).not.toBe(garden?.secret);
    const secret = garden?.secret ?? "";
    const crossed = await server.post(site?.gid ?? "", [], { secret });
    expect(crossed).toMatchObject({ status: 401 });
    expect(await server.post(garden?.gid ?? "", [], { secret })).toMatchObject({ status: 200 });
    const projects = [{ gid: garden?.resource ?? "" }];
    const task = server.createTask(tess, { name: "Roses", projects });
    await ask(world, task, "nonce-garden").delivered;
    await until("the answer", () => comments(world, task)[0]?.includes("nonce-garden"));
  });

  test("only an operator registers, and is told what is wrong", async () => {
    expect((await register("1", {})).status).toBe(401);
    expect((await register("1", { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await fetch(url("/registrations"))).status).toBe(401);
    expect((await register("no gid!")).status).toBe(400);
    const refused = await register("1200000000000099");
    expect(refused.status).toBe(502);
    expect(refused.body.error).toMatch(/^(?:gone|invalid|forbidden): 4\d\d /);
    // Nothing is known of it but that it failed.
    expect((await of("1200000000000099")).map(({ state, gid }) => [state, gid])).toEqual([
      ["failed", null],
    ]);
  });

  test("a handshake that nobody has asked for is refused without an echo, a second one too", async () => {
    const { server } = world.asana;
    const [site] = alive();
    for (const target of [url(`/webhook/${"0".repeat(32)}`), site?.target ?? ""]) {
      const answer = await shake(target, "f".repeat(64));
      expect([answer.status, answer.headers.get("x-hook-secret")]).toEqual([401, null]);
    }
    // The first secret still opens, the offered one does not.
    expect(await server.post(site?.gid ?? "", [])).toMatchObject({ status: 200 });
    const offered = { secret: "f".repeat(64) };
    expect(await server.post(site?.gid ?? "", [], offered)).toMatchObject({ status: 401 });
  });

  test("who is quicker than Asana has gained nothing: the secret must be the one of the answer", async () => {
    const { server, wire } = world.asana;
    const attic = server.project({ name: "Attic" });
    const hold = wire.barrier("arrived", { method: "createWebhook" });
    const asked = register(attic.gid);
    const target = await asking(hold);
    const secret = "e".repeat(64);
    // The path cannot be guessed; here it is known.
    expect((await shake(target, secret)).headers.get("x-hook-secret")).toBe(secret);
    hold.release();
    expect((await asked).status).toBe(502);
    const forged = await fetch(target, { method: "POST", body: '{"events":[]}' });
    expect(forged.status).toBe(404);
    expect(alive().map((one) => one.target)).not.toContain(target);
  });

  test("an answer that names another secret is no confirmation: the webhook is removed", async () => {
    const { server, wire } = world.asana;
    const cellar = server.project({ name: "Cellar" });
    const removed = () => wire.calls.filter(({ method }) => method === "deleteWebhook").length;
    const before = removed();
    const reply = { status: 201, body: { data: { gid: "1209" }, "X-Hook-Secret": "other" } };
    const hold = wire.barrier("arrived", { method: "createWebhook" });
    wire.fault({ method: "createWebhook", fault: { kind: "reply", reply } });
    const asked = register(cellar.gid);
    await shake(await asking(hold), "d".repeat(64));
    hold.release();
    const { status, body } = await asked;
    expect([status, body.error]).toEqual([502, expect.stringContaining("uncertain")]);
    expect(removed()).toBe(before + 1);
    // It was asked for once, by hand: it is not tried again behind the operator's back.
    await until("it is forgotten", async () => (await of(cellar.gid)).length === 0);
  });

  test("one whose making was cut off is made anew, and what may be left of it is removed", async () => {
    const { server, wire } = world.asana;
    const yard = server.project({ name: "Yard" });
    wire.fault({ method: "createWebhook", fault: { kind: "cut-after" } });
    expect((await register(yard.gid)).status).toBe(502);
    const left = alive().find(({ resource }) => resource === yard.gid);
    expect(left).toBeDefined();
    expect((await register(yard.gid)).status).toBe(201);
    await until("one is left", () => {
      const made = alive().filter(({ resource }) => resource === yard.gid);
      return made.length === 1 && made[0]?.gid !== left?.gid;
    });
  });

  test("one that is made while the account asks what there is is not taken for dropped", async () => {
    const { server, wire } = world.asana;
    const shed = server.project({ name: "Shed" });
    const hold = wire.barrier("applied", { method: "getWebhooks" });
    await hold.hit;
    const { status, body } = await register(shed.gid);
    expect(status).toBe(201);
    const asked = wire.calls.length;
    hold.release();
    await until("it has asked again", () => {
      const since = wire.calls.slice(asked).filter(({ method }) => method === "getWebhooks");
      return since.length > 1;
    });
    const known = (await of(shed.gid)).map(({ state, gid }) => [state, gid]);
    expect(known).toEqual([["active", body.gid]]);
    expect(alive().filter(({ resource }) => resource === shed.gid)).toHaveLength(1);
  });

  test("no secret of Asana's is told, and none lies anywhere but in the account object", async () => {
    const text = JSON.stringify(await registrations());
    for (const { secret } of world.asana.server.webhooks) {
      expect(text).not.toContain(secret);
      expect(world.printed()).not.toContain(secret);
    }
  });

  test("at another address all are made anew, and those that lead to the old one are removed", async () => {
    const before = alive().map(({ resource }) => resource);
    await world.kill();
    const moved = world.originOf("asana").replace("127.0.0.1", "localhost");
    world.prepared.env.PUBLIC_URL = moved;
    world.bootSilently();
    await until("all lead to the new address", () => {
      const there = alive();
      return (
        there.length === before.length &&
        there.every(({ target }) => target.startsWith(`${moved}/`))
      );
    });
    const task = await taskOf(world);
    await ask(world, task, "nonce-moved").delivered;
    await until("the answer", () => comments(world, task)[0]?.includes("nonce-moved"));
    await quietTask(world, task);
  });

  test("one that Asana has dropped is made again by the account's own alarm, whatever refuses meanwhile", async () => {
    const { server, project, wire } = world.asana;
    const before = alive();
    await world.kill();
    // Heartbeats come every eight hours; a day of failures, and Asana deletes the webhook (webhooks guide).
    await server.advance(34 * HOUR_MS);
    expect(alive()).toEqual([]);
    const resources = (hooks: ReturnType<typeof alive>) =>
      hooks.map(({ resource }) => resource).toSorted();
    // One is refused for a while; what was registered by hand is still wanted.
    const isSite = ({ raw }: { readonly raw: string }) => raw.includes(project.gid);
    const reply = asanaFailure(403, "Forbidden");
    const refused = { method: "createWebhook", match: isSite, times: 1_000 };
    wire.fault({ ...refused, fault: { kind: "reply", reply } });
    // No request follows: it is the alarm's doing.
    world.bootSilently();
    const others = resources(before).filter((resource) => resource !== project.gid);
    const areBack = (wanted: string[]) => () => resources(alive()).join() === wanted.join();
    await until("the others are back", areBack(others), 40_000);
    wire.clear();
    await until("all are back", areBack(resources(before)), 40_000);
    const task = await taskOf(world);
    await ask(world, task, "nonce-after-a-day").delivered;
    await until("the answer", () => comments(world, task)[0]?.includes("nonce-after-a-day"));
    await quietTask(world, task);
  }, 60_000);
});

test("without ADMIN_TOKEN nothing is registered, and the setting is named", async () => {
  const env = { ADMIN_TOKEN: "", ASANA_PROJECTS: "", PUBLIC_URL: "" };
  const world = await World.start({ asana: {}, env });
  try {
    const path = `${world.originOf("asana")}/registrations`;
    const answer = await fetch(path, { method: "POST", body: '{"resource":"1"}' });
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { error: "closed: ADMIN_TOKEN is not set" },
    ]);
    expect(world.asana.wire.calls.some(({ method }) => method === "createWebhook")).toBe(false);
  } finally {
    await world.close();
  }
}, 120_000);
