import { abortAllDurableObjects, listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { github, meOf } from "@trunkline/transport/github";
import { answering, conformance, remoteDriver, running } from "@trunkline/transport/testing";
import { test } from "vitest";
import { SECRET } from "../../tests/conformance/github/canaries.ts";
import { GITHUB_FACTS } from "../../tests/conformance/github/facts.ts";
import { connect } from "./src/transport.ts";

/** The same laws on workerd, and those of whole answers through the Worker. */
const driver = remoteDriver(String(env.DRIVER_URL));

conformance({
  test,
  only: String(env.LAW ?? ""),
  platform: github,
  facts: GITHUB_FACTS,
  begin: async () => ({
    driver,
    connect: () => connect(env),
    me: { ...meOf("trunkline"), id: String(env.BOT_ID) },
    secrets: [SECRET, String(env.GITHUB_APP_PRIVATE_KEY).split("\n")[3] ?? ""],
    close: async () => {},
  }),
});

answering({
  test,
  only: String(env.LAW ?? ""),
  platform: github,
  facts: GITHUB_FACTS,
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
