import { abortAllDurableObjects, listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { telegram } from "@trunkline/transport/telegram";
import {
  answering,
  conformance,
  type Facts,
  remoteDriver,
  running,
} from "@trunkline/transport/testing";
import { test } from "vitest";
import { ADMIN_TOKEN, SECRET, TOKEN } from "../../tests/conformance/telegram/canaries.ts";
import { TELEGRAM_FACTS } from "../../tests/conformance/telegram/facts.ts";
import { connect } from "./src/transport.ts";

/** The laws in the tier in which nothing can be looked up or edited: see `conformance-lean.ts`. */
const driver = remoteDriver(String(env.DRIVER_URL));
const facts: Facts = {
  ...TELEGRAM_FACTS,
  can: TELEGRAM_FACTS.can.filter((method) => method !== "edit"),
  refusals: TELEGRAM_FACTS.refusals.filter(({ on }) => on !== "edit"),
};
const platform = { ...telegram, name: "lean", progress: "reaction" } as const;
const only = String(env.LAW ?? "");

conformance({
  test,
  only: only || "capabilities,delete,react",
  platform,
  facts,
  begin: async () => ({
    driver,
    connect() {
      const { edit: _, ...rest } = connect(env);
      return rest;
    },
    me: { id: "900", name: "trunkline_bot" },
    secrets: [TOKEN, SECRET],
    close: async () => {},
  }),
});

answering({
  test,
  only,
  platform,
  facts,
  begin: async () => ({
    driver,
    app: running({
      fetch: (request) => exports.default.fetch(request),
      crash: abortAllDurableObjects,
      objects: () => listDurableObjectIds(env.CHAT),
      adminToken: ADMIN_TOKEN,
    }),
    close: async () => {},
  }),
});
