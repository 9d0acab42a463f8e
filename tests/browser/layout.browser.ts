// What stands where, in a real browser: nothing hides below the window, nothing is cut.
import { equal, ok } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { say, type Theatre, test } from "./theatre.ts";
import { field, visit, write } from "./visit.ts";

const MANY = 40;
const SMALL = { viewport: { width: 360, height: 740 } };

/** How much higher than the window the document is: each half scrolls for itself. */
const tooHigh = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);

async function isAsHighAsTheWindow(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    for (let n = 0; n < MANY; n += 1) await say(here, `line ${n}`);
    await page.locator("#calls-more").click();
    const column = page.locator(".column", { has: page.locator("#calls") });
    ok(await column.evaluate((one) => one.scrollHeight > one.clientHeight));
    equal(await tooHigh(page), 0);
  });
}

async function theFieldIsAsHighAsItsText(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    const scrolls = () => field(page).evaluate((one) => one.scrollHeight - one.clientHeight);
    equal(await scrolls(), 0, "empty");
    await field(page).fill("one\ntwo\nthree");
    equal(await scrolls(), 0, "three lines");
    await write(page, "one");
    equal(await scrolls(), 0, "empty again");
  });
}

async function nothingIsCutOnAPhone(browser: Browser, here: Theatre): Promise<void> {
  await visit(
    browser,
    here.url,
    async (page) => {
      here.runtime.become({ pid: 4_194_304 });
      await page.getByText("up, pid 4194304").waitFor();
      const cut = await page
        .locator("#model")
        .evaluate((pill) => pill.scrollWidth - pill.clientWidth);
      equal(cut, 0, "whether the model is offline");
    },
    SMALL,
  );
}

export const tests = [
  test("on a desk the page is as high as the window, however much there is", isAsHighAsTheWindow),
  test("the field to write in has no scroll bar for what fits", theFieldIsAsHighAsItsText),
  test("on a phone no word is cut at the top", nothingIsCutOnAPhone),
];
