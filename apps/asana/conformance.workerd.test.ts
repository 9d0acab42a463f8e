import { abortAllDurableObjects, listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { asana } from "@trunkline/transport/asana";
import {
  answering,
  conformance,
  relayed,
  remoteDriver,
  running,
} from "@trunkline/transport/testing";
import { test } from "vitest";
import { ADMIN_TOKEN, TOKEN } from "../../tests/conformance/asana/canaries.ts";
import { ASANA_FACTS } from "../../tests/conformance/asana/facts.ts";
import { connect } from "./src/transport.ts";

/** The same laws on workerd, and those of whole answers through the Worker. */
const driver = remoteDriver(String(env.DRIVER_URL));
const fetch = (request: Request) => exports.default.fetch(request);

/** Asana gives its secret to the Worker while that waits for its subscription: once for all laws. */
let subscribed: Promise<void> | null = null;
async function subscribe(): Promise<void> {
  const wanted = new Request("http://bot.test/registrations", {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    body: JSON.stringify({ resource: env.ASANA_PROJECTS }),
  });
  const made = await relayed(driver, fetch, fetch(wanted));
  if (made.status !== 201) throw new Error(`not subscribed: ${await made.text()}`);
  // Its first heartbeat.
  await driver.heard();
}
const begun = () => (subscribed ??= subscribe());

conformance({
  test,
  only: String(env.LAW ?? ""),
  platform: asana,
  facts: ASANA_FACTS,
  async begin() {
    await begun();
    return {
      driver,
      connect: () => connect(env),
      me: { id: String(env.BOT_ID) },
      secrets: [TOKEN],
      close: async () => {},
    };
  },
});

answering({
  test,
  only: String(env.LAW ?? ""),
  platform: asana,
  facts: ASANA_FACTS,
  async begin() {
    await begun();
    return {
      driver,
      app: running({
        fetch,
        crash: abortAllDurableObjects,
        objects: () => listDurableObjectIds(env.CHAT),
      }),
      close: async () => {},
    };
  },
});
