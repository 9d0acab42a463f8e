import type { Browser } from "playwright-core";
import { ModelServer } from "../../packages/emulators/src/index.ts";
import { type Theatre, theatre } from "../../packages/emulators/src/playground/testing.ts";

export type { Theatre } from "../../packages/emulators/src/playground/testing.ts";

type Test = (browser: Browser, here: Theatre) => Promise<void>;

/** A test with a page's server of its own, between an emulator and a runtime that only pretends. */
export const test = (name: string, run: Test) => ({
  name,
  async run(browser: Browser): Promise<void> {
    const here = await theatre(new ModelServer());
    try {
      await run(browser, here);
    } finally {
      await here.close();
    }
  },
});

/** The bot says something to Robin. */
export const say = (here: Theatre, text: string, more: object = {}) =>
  here.bot.call("sendMessage", { chat_id: 7, text, ...more });
