import { env } from "cloudflare:workers";
import { asana } from "@trunkline/transport/asana";
import { conformance, remoteDriver } from "@trunkline/transport/testing";
import { test } from "vitest";
import { TOKEN } from "../../tests/conformance/asana/canaries.ts";
import { ASANA_FACTS } from "../../tests/conformance/asana/facts.ts";
import { connect } from "./src/transport.ts";

/** The same laws on workerd. Whole answers are in tests/crash: Asana gives its secret to whoever listens. */
const driver = remoteDriver(String(env.DRIVER_URL));

conformance({
  test,
  only: String(env.LAW ?? ""),
  platform: asana,
  facts: ASANA_FACTS,
  begin: async () => ({
    driver,
    connect: () => connect(env),
    me: { id: String(env.BOT_ID) },
    secrets: [TOKEN],
    close: async () => {},
  }),
});
