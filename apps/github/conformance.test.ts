import { github, meOf } from "@trunkline/transport/github";
import { conformance } from "@trunkline/transport/testing";
import { describe, expect, test } from "vitest";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { SECRET, TOKEN } from "../../tests/conformance/github/canaries.ts";
import { GitHubDriver } from "../../tests/conformance/github/driver.ts";
import { GITHUB_FACTS } from "../../tests/conformance/github/facts.ts";
import type { GitHubSettings } from "./src/env.ts";
import { connect } from "./src/transport.ts";

/** A world of GitHub and the settings that get us in. */
async function begun(as: "app" | "token") {
  const catcher = await Catcher.listen();
  const driver = await GitHubDriver.begin(catcher, as);
  const { server, app, bot } = driver;
  const key = server.privateKey("pkcs1");
  const settings: GitHubSettings = {
    ...(app ? { GITHUB_APP_ID: String(app.id), GITHUB_APP_PRIVATE_KEY: key } : {}),
    ...(app ? {} : { GITHUB_TOKEN: TOKEN }),
    GITHUB_API_URL: server.wire.origin,
    GITHUB_BOT_LOGIN: "trunkline",
  };
  return {
    driver,
    connect: () => connect(settings),
    me: { ...meOf("trunkline"), id: String(bot.id) },
    secrets: [SECRET, app ? (key.split("\n")[3] ?? "") : TOKEN],
    async close() {
      await server.close();
      await catcher.close();
      // What GitHub's own description does not allow.
      expect(server.violations).toEqual([]);
    },
  };
}
const shared = { test, platform: github, facts: GITHUB_FACTS };
const { LAW = "" } = process.env;

conformance({ ...shared, only: LAW, begin: () => begun("app") });
if (LAW === "") {
  // What is another way with a personal token.
  const only = "capabilities,contexts,find,access,gather,sweep";
  describe("by a token", () => conformance({ ...shared, only, begin: () => begun("token") }));
}
