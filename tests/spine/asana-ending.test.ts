import { asanaFailure } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARIES, until, World } from "../world/world.ts";

interface Registration {
  readonly resource: string;
  readonly state: string;
  readonly gid: string | null;
  readonly target: string | null;
  readonly answered?: string;
  readonly tries?: number;
  readonly again_at?: number;
}

const ADMIN = { authorization: `Bearer ${CANARIES.ADMIN_TOKEN}` };

/** The first line of the log about an event. */
function loggedBy(world: World, event: string): string | undefined {
  // The runtime writes each line as a string in a line of its own.
  const lines = world.printed().replaceAll('\\"', '"').split("\n");
  return lines.find((line) => line.includes(`"${event}"`));
}

/** Subscriptions that an operator ends, and those that Asana refuses. */
describe("registrations that end", () => {
  let world: World;
  beforeAll(async () => {
    const often = { accountMs: 400, handshakeMs: 1_000 };
    world = await World.start({ asana: {}, timings: often });
    await world.asana.subscribed();
  }, 120_000);
  afterAll(() => world?.close());

  const url = (path: string) => `${world.originOf("asana")}${path}`;
  async function register(resource: string): Promise<Registration> {
    const init = { method: "POST", headers: ADMIN, body: JSON.stringify({ resource }) };
    const answer = await fetch(url("/registrations"), init);
    expect(answer.status).toBe(201);
    return (await answer.json()) as Registration;
  }
  const end = (which: string, headers: Record<string, string> = ADMIN) =>
    fetch(url(`/registrations/${which}`), { method: "DELETE", headers });
  async function of(resource: string): Promise<Registration[]> {
    const all = await (await fetch(url("/registrations"), { headers: ADMIN })).json();
    return (all as Registration[]).filter((one) => one.resource === resource);
  }
  const alive = (resource: string) =>
    world.asana.server.webhooks.filter((one) => one.gone === null && one.resource === resource);
  const idOf = (target: string | null) => target?.split("/").at(-1) ?? "";
  /** The account has compared what there is, begun after now. */
  async function patrolled(): Promise<void> {
    const { wire } = world.asana;
    const since = wire.calls.length;
    await until("it has looked twice", () => {
      const looks = wire.calls.slice(since).filter(({ method }) => method === "getWebhooks");
      return looks.length > 2;
    });
  }

  test("one is ended at Asana and here, and stays so; then it is not known", async () => {
    const { server } = world.asana;
    const shed = server.project({ name: "Shed" });
    const { gid, target } = await register(shed.gid);
    expect((await end(idOf(target), {})).status).toBe(401);
    expect(alive(shed.gid)).toHaveLength(1);
    expect((await end(idOf(target))).status).toBe(204);
    expect(alive(shed.gid)).toEqual([]);
    expect(await of(shed.gid)).toEqual([]);
    expect(server.webhooks.find((one) => one.gid === gid)?.gone).not.toBeNull();
    await patrolled();
    expect([alive(shed.gid), await of(shed.gid)]).toEqual([[], []]);
    for (const unknown of [idOf(target), shed.gid, "0".repeat(32), "77"]) {
      const answer = await end(unknown);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { error: "there is no such registration: GET /registrations lists them" },
      ]);
    }
    expect((await end("no id!")).status).toBe(400);
  });

  test("Asana cannot be asked: it says so, takes nothing more, and ends it later by itself", async () => {
    const { server, wire } = world.asana;
    const attic = server.project({ name: "Attic" });
    const { gid } = await register(attic.gid);
    // What it sends is genuine by then, and its secret has been used.
    expect(await server.post(gid ?? "", [])).toMatchObject({ status: 200 });
    const reply = asanaFailure(500, "Server Error");
    const deleting = { method: "deleteWebhook", times: 2 };
    wire.fault({ ...deleting, fault: { kind: "reply", reply } });
    const answer = await end(attic.gid);
    expect(alive(attic.gid)).toHaveLength(1);
    expect(await server.post(gid ?? "", [])).toMatchObject({ status: 404 });
    const { error } = (await answer.json()) as { error: string };
    expect([answer.status, error]).toEqual([502, expect.stringMatching(/^uncertain: 500/)]);
    await until("it is gone", async () => (await of(attic.gid)).length === 0);
    expect(alive(attic.gid)).toEqual([]);
  });

  test("one that Asana refuses for good is told with its answer, until it is ended", async () => {
    const { server, wire } = world.asana;
    const cellar = server.project({ name: "Cellar" });
    const { gid } = await register(cellar.gid);
    const reply = asanaFailure(403, "Forbidden");
    const mine = ({ raw }: { readonly raw: string }) => raw.includes(cellar.gid);
    const refused = { method: "createWebhook", match: mine, times: 1_000 };
    wire.fault({ ...refused, fault: { kind: "reply", reply } });
    // Somebody ends it at Asana: it is to be made again.
    const headers = { authorization: `Bearer ${CANARIES.ASANA_ACCESS_TOKEN}` };
    await fetch(`${world.prepared.env.ASANA_API_URL}/webhooks/${gid}`, {
      method: "DELETE",
      headers,
    });
    const told = await until("it has been refused more than once", async () => {
      const lines = await of(cellar.gid);
      return lines.some(({ tries = 0 }) => tries > 1) && lines;
    });
    // One line, however often it was tried, until one of the tries has an end.
    expect(told).toMatchObject([{ answered: expect.stringMatching(/^forbidden: 403 /) }]);
    expect(told[0]?.again_at).toBeGreaterThan(0);
    expect(loggedBy(world, "registration.refused")).toMatch(
      /"fault":"forbidden","why":"403 no access"/,
    );
    expect((await end(cellar.gid)).status).toBe(204);
    wire.clear();
    await patrolled();
    expect([alive(cellar.gid), await of(cellar.gid)]).toEqual([[], []]);
  });
});

test("Asana takes our token no more: it is told which resources wait, and why", async () => {
  const world = await World.start({ asana: {}, timings: { accountMs: 400 } });
  try {
    await world.asana.subscribed();
    const { gid } = world.asana.server.project({ name: "Garden" });
    await world.kill();
    const { env } = world.prepared;
    env.ASANA_PROJECTS = `${env.ASANA_PROJECTS},${gid}`;
    env.ASANA_ACCESS_TOKEN = "not-the-token";
    // It never gets ready.
    world.bootSilently();
    const origin = world.originOf("asana");
    const told = await until("it has been tried more than once", async () => {
      // As whoever starts it would: the account looks.
      await fetch(`${origin}/ready`).catch(() => null);
      const answer = await fetch(`${origin}/registrations`, { headers: ADMIN }).catch(() => null);
      const all = ((await answer?.json()) ?? []) as Registration[];
      return all.find(({ resource, tries = 0 }) => resource === gid && tries > 1);
    });
    const answered = expect.stringMatching(/^unauthorized: 401 /);
    expect(told).toMatchObject({ resource: gid, state: "wanted", target: null, answered });
    const line = loggedBy(world, "registration.failed");
    expect(line).toContain(`"resources":"${env.ASANA_PROJECTS?.replace(",", ", ")}"`);
    expect(line).toMatch(/"fault":"unauthorized","why":"401 /);
  } finally {
    await world.close();
  }
}, 120_000);
