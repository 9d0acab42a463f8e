import { telegram } from "@trunkline/transport/telegram";
import { conformance } from "@trunkline/transport/testing";
import { test } from "vitest";
import { Catcher } from "../../tests/conformance/catcher.ts";
import { SECRET, TOKEN } from "../../tests/conformance/telegram/canaries.ts";
import { TelegramDriver } from "../../tests/conformance/telegram/driver.ts";
import { TELEGRAM_FACTS } from "../../tests/conformance/telegram/facts.ts";
import type { TelegramEnv } from "./src/env.ts";
import { connect } from "./src/transport.ts";

conformance({
  test,
  only: process.env.LAW ?? "",
  platform: telegram,
  facts: TELEGRAM_FACTS,
  async begin() {
    const catcher = await Catcher.listen();
    const driver = await TelegramDriver.begin(catcher);
    const settings: Partial<TelegramEnv> = {
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: driver.server.wire.origin,
    };
    return {
      driver,
      connect: () => connect(settings as TelegramEnv),
      me: { id: String(driver.server.bot.id), name: driver.server.bot.username },
      secrets: [TOKEN, SECRET],
      async close() {
        await driver.server.close();
        await catcher.close();
      },
    };
  },
});
