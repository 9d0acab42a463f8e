import type { Browser, Page } from "playwright-core";
import { Started } from "./started.ts";
import { visit } from "./visit.ts";

export type Scene = (page: Page, started: Started) => Promise<void>;

/**
 * Tests on one `npm start`, one after the other: each opens the page anew, and finds what the ones
 * before it have left.
 *
 * @param args - of `npm start`
 */
export function onOneStart(
  timings: Readonly<Record<string, number>>,
  scenes: readonly (readonly [name: string, scene: Scene])[],
  args: readonly string[] = [],
) {
  let starting: Promise<Started> | null = null;
  const stop = async () => {
    await (await starting)?.stop();
    starting = null;
  };
  return scenes.map(([name, scene], index) => ({
    name,
    async run(browser: Browser): Promise<void> {
      starting ??= Started.start(timings, 0, args);
      const started = await starting;
      try {
        await visit(browser, started.url, (page) => scene(page, started));
      } finally {
        if (index === scenes.length - 1) await stop();
      }
    },
  }));
}
