import { abortAllDurableObjects, listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { telegram } from "@trunkline/transport/telegram";
import { answering, conformance, remoteDriver, running } from "@trunkline/transport/testing";
import { test } from "vitest";
import { SECRET, TOKEN } from "../../tests/conformance/telegram/canaries.ts";
import { TELEGRAM_FACTS } from "../../tests/conformance/telegram/facts.ts";
import { connect } from "./src/transport.ts";

/** The same laws on workerd, and those of whole answers through the Worker. */
const driver = remoteDriver(String(env.DRIVER_URL));

conformance({
  test,
  only: String(env.LAW ?? ""),
  platform: telegram,
  facts: TELEGRAM_FACTS,
  begin: async () => ({
    driver,
    connect: () => connect(env),
    me: { id: "900", name: "trunkline_bot" },
    secrets: [TOKEN, SECRET],
    close: async () => {},
  }),
});

answering({
  test,
  only: String(env.LAW ?? ""),
  platform: telegram,
  facts: TELEGRAM_FACTS,
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
