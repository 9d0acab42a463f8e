import { asana } from "@trunkline/transport/asana";
import { conformance } from "@trunkline/transport/testing";
import { expect, test } from "vitest";
import { TOKEN } from "../../tests/conformance/asana/canaries.ts";
import { AsanaDriver } from "../../tests/conformance/asana/driver.ts";
import { ASANA_FACTS } from "../../tests/conformance/asana/facts.ts";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { connect } from "./src/transport.ts";

conformance({
  test,
  only: process.env.LAW ?? "",
  platform: asana,
  facts: ASANA_FACTS,
  async begin() {
    const catcher = await Catcher.listen();
    const driver = await AsanaDriver.begin(catcher);
    const { server, project } = driver;
    const ASANA_API_URL = `${server.wire.origin}/api/1.0`;
    const settings = {
      ASANA_ACCESS_TOKEN: TOKEN,
      ASANA_API_URL,
      ASANA_PROJECTS: project.gid,
    };
    return {
      driver,
      connect: () => connect(settings),
      me: { id: server.bot.gid },
      secrets: [TOKEN, ...server.webhooks.map(({ secret }) => secret)],
      async close() {
        await server.close();
        await catcher.close();
        // Fields that Asana would leave out without a word.
        expect(server.unknownNames).toEqual([]);
      },
    };
  },
});
