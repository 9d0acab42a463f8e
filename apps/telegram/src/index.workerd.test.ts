import { abortAllDurableObjects, listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("hello", async () => {
  const answer = await exports.default.fetch("http://bot.test/health");
  expect(answer.status).toBe(200);
  console.log(Object.keys(env), await (await fetch("http://calls.test/")).json());
  console.log(await listDurableObjectIds(env.CHAT));
});
