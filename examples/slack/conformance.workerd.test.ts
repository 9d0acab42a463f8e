import { abortAllDurableObjects, listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { answering, conformance, remoteDriver, running } from "@trunkline/transport/testing";
import { test } from "vitest";
import { slack } from "./knowledge/index.ts";
import { connect } from "./src/transport.ts";
import { FACTS } from "./testing/facts.ts";

/** The laws on workerd, and those of whole answers through the Worker, with cuts, limits and crashes. */
const driver = remoteDriver(String(env.DRIVER_URL));

conformance({
  test,
  platform: slack,
  facts: FACTS,
  begin: async () => ({
    driver,
    connect: () => connect(env),
    me: { id: String(env.BOT_USER) },
    secrets: JSON.parse(String(env.SECRETS)),
    close: async () => {},
  }),
});

answering({
  test,
  platform: slack,
  facts: FACTS,
  begin: async () => ({
    driver,
    app: running({
      fetch: (request) => exports.default.fetch(request),
      crash: abortAllDurableObjects,
      objects: () => listDurableObjectIds(env.CHAT),
    }),
    close: async () => {},
  }),
});
