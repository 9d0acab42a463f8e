import { asanaFailure } from "@trunkline/emulators";
import { expect, test } from "vitest";
import { filesBelow, findSecret } from "../world/search.ts";
import { ask, comments, quietTask, taskOf } from "../world/tasks.ts";
import { NOT_ROUTING } from "../world/views.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** The token stays in the app's environment, a webhook's secret in the account object, whatever goes wrong. */
test("secrets of Asana are in no file, no output, no answer and no request", async () => {
  const newSecret = () => `CANARYhooksecret${"0".repeat(32)}`;
  const planted = "CANARY-planted-by-a-colleague-4711";
  const world = await World.start({ asana: { newSecret } });
  const bodies: { name: string; bytes: string }[] = [];
  try {
    const { server, wire } = world.asana;
    await world.asana.subscribed();
    const task = await taskOf(world);
    // Faults of every kind, so that errors with headers and addresses in them are made.
    const reply = asanaFailure(500, `no ${CANARIES.ASANA_ACCESS_TOKEN}`);
    wire.fault({ method: "getStory", fault: { kind: "cut-after" } });
    wire.fault({ method: "getStory", fault: { kind: "reply", reply } });
    wire.fault({ method: "createStoryForTask", fault: { kind: "half-body" } });
    world.model.next({ kind: "cut", afterDeltas: 2 }, NOT_ROUTING);
    await ask(world, task, `my text is ${planted}`).delivered;
    await until("the answer", () => comments(world, task).length === 1);
    await quietTask(world, task);
    const url = (path: string) => `${world.originOf("asana")}${path}`;
    const admin = { headers: { authorization: `Bearer ${CANARIES.ADMIN_TOKEN}` } };
    for (const path of ["/registrations", "/admin/account", `/admin/conversations/${task.gid}`]) {
      bodies.push({ name: path, bytes: await (await fetch(url(path), admin)).text() });
    }
    for (const path of ["/ready", "/webhook/nobody", "/nothing"]) {
      bodies.push({ name: path, bytes: await (await fetch(url(path))).text() });
    }
    const refused = await server.post(server.webhooks[0]?.gid ?? "", "{", { secret: "x" });
    if (refused.kind === "answered") bodies.push({ name: "refused", bytes: refused.body });
    await world.kill();

    const files = filesBelow(world.prepared.dataDir);
    const output = { name: "output", bytes: world.output };
    const requests = [
      ...world.model.wire.calls.map(({ raw, path }) => ({ name: "model", bytes: path + raw })),
      ...wire.calls.map(({ raw, path, method }) => ({ name: method, bytes: path + raw })),
    ];
    const places = [...files, output, ...bodies, ...requests];
    for (const secret of Object.values(CANARIES)) expect(findSecret(secret, places)).toEqual([]);

    // The secrets of webhooks are stored, once: in the account object of this app.
    const secrets = server.webhooks.map(({ secret }) => secret);
    expect(secrets).toHaveLength(1);
    const holders = secrets.flatMap((secret) => findSecret(secret, places));
    expect(holders.length).toBeGreaterThan(0);
    expect(holders.filter((name) => !/asana-Account/.test(name))).toEqual([]);

    // The control: what a person has written is found, in the files and in the model's request.
    const found = findSecret(planted, places);
    expect(found.some((name) => name.includes("sqlite"))).toBe(true);
    expect(found).toContain("model");
    expect(found).not.toContain("output");
  } finally {
    await world.close();
  }
}, 120_000);
