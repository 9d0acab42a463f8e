import { conformance } from "@trunkline/transport/testing";
import { test } from "vitest";
import { SlackFake } from "./fake/index.ts";
import { slack } from "./knowledge/index.ts";
import { connect } from "./src/transport.ts";
import { SlackDriver } from "./testing/driver.ts";
import { FACTS } from "./testing/facts.ts";

conformance({
  test,
  platform: slack,
  facts: FACTS,
  async begin() {
    const fake = new SlackFake();
    const settings = { SLACK_API_URL: await fake.listen(), SLACK_BOT_TOKEN: fake.token };
    return {
      driver: new SlackDriver(fake),
      connect: () => connect(settings),
      me: { id: fake.workspace.bot.user },
      secrets: fake.secrets,
      close: () => fake.close(),
    };
  },
});
