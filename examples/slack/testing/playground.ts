import { playgroundTab } from "../../../scripts/start/tab.ts";
import { SlackFake } from "../fake/index.ts";
import { slack } from "../knowledge/index.ts";
import { SlackDriver } from "./driver.ts";
import { FACTS } from "./facts.ts";

/** Slack in the playground: `npm start -- --with slack`. */
export const tab = playgroundTab({
  title: "Slack",
  platform: slack,
  facts: FACTS,
  async begin() {
    const fake = new SlackFake();
    return {
      driver: new SlackDriver(fake),
      me: { id: fake.workspace.bot.user },
      settings: {
        SLACK_API_URL: await fake.listen(),
        SLACK_BOT_TOKEN: fake.token,
        SLACK_SIGNING_SECRET: fake.signingSecret,
        SLACK_ALLOWED_USERS: "*",
      },
      close: () => fake.close(),
    };
  },
});
