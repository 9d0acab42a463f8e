import { expect, test } from "vitest";
import { somebody } from "../world/views.ts";
import { until, World } from "../world/world.ts";

test("credentials that the platform refuses are told, until it takes them again", async () => {
  const body = '{"ok":false,"error_code":401,"description":"Unauthorized"}';
  const world = await World.start({ timings: { unauthorizedMs: 300 } });
  const ready = async () => {
    const answer = await fetch(`${world.origin}/ready`);
    const { checks } = (await answer.json()) as { checks: { credentials: string } };
    return [answer.status, checks.credentials];
  };
  const refused = async () => ((await world.admin("/account")) as { refused: unknown }).refused;
  try {
    expect(await ready()).toEqual([200, "ok"]);
    expect(await refused()).toBeNull();

    const down = { kind: "reply", reply: { status: 401, body } } as const;
    const isCall = ({ method }: { method: string }) => method !== "setWebhook";
    world.telegram.wire.fault({ match: isCall, fault: down, times: 1_000 });
    world.telegram.say(somebody(world), "hello");
    const words = "the platform has refused the credentials (unauthorized)";
    await until("it is told", async () => (await ready())[0] === 503);
    expect(await ready()).toEqual([503, words]);
    expect(await refused()).toEqual({ kind: "unauthorized", why: "401 Unauthorized" });

    world.telegram.wire.clear();
    await until("it is over", async () => (await ready())[0] === 200);
    expect(await refused()).toBeNull();
  } finally {
    await world.close();
  }
}, 120_000);
