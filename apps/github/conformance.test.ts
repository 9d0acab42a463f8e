import { github, meOf } from "@trunkline/transport/github";
import { conformance } from "@trunkline/transport/testing";
import { expect, test } from "vitest";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { SECRET } from "../../tests/conformance/github/canaries.ts";
import { GitHubDriver } from "../../tests/conformance/github/driver.ts";
import { GITHUB_FACTS } from "../../tests/conformance/github/facts.ts";
import type { GitHubSettings } from "./src/env.ts";
import { connect } from "./src/transport.ts";

conformance({
  test,
  only: process.env.LAW ?? "",
  platform: github,
  facts: GITHUB_FACTS,
  async begin() {
    const catcher = await Catcher.listen();
    const driver = await GitHubDriver.begin(catcher);
    const { server, app } = driver;
    const settings: GitHubSettings = {
      GITHUB_APP_ID: String(app.id),
      GITHUB_APP_PRIVATE_KEY: server.privateKey("pkcs1"),
      GITHUB_API_URL: server.wire.origin,
      GITHUB_BOT_LOGIN: "trunkline",
    };
    return {
      driver,
      connect: () => connect(settings),
      me: { ...meOf("trunkline"), id: String(app.bot.id) },
      secrets: [SECRET, server.privateKey("pkcs1").split("\n")[3] ?? ""],
      async close() {
        await server.close();
        await catcher.close();
        // What GitHub's own description does not allow.
        expect(server.violations).toEqual([]);
      },
    };
  },
});
