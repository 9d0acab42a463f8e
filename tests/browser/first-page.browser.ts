import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import type { Browser, Page } from "playwright-core";
import { ROOT } from "../../scripts/serve/prepare.ts";
import { Started } from "./started.ts";

const UP = '#runtime[data-state="up"]';
const SLOW_MS = 60_000;

/** Opens the page of a fresh `npm start`, and closes everything again. */
async function withPage(
  browser: Browser,
  work: (page: Page, started: Started) => Promise<void>,
  viewport = { width: 1280, height: 800 },
): Promise<void> {
  const started = await Started.start();
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(SLOW_MS);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
    await page.goto(started.url);
    await page.waitForSelector(UP);
    await work(page, started);
    deepEqual(complaints, []);
  } finally {
    await context.close();
    await started.stop();
  }
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

const answers = (page: Page) => page.locator(".bubble.theirs .text");
const isDone = (page: Page, batches: number) =>
  page.waitForFunction(
    (n) =>
      document.querySelectorAll("#done .batch").length === n &&
      document.querySelector("#now .batch, #now .pending") === null,
    batches,
  );

const pidOf = async (page: Page): Promise<number> =>
  Number(/pid (\d+)/.exec((await page.locator("#runtime").textContent()) ?? "")?.[1]);

const alive = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`);

async function killedInMidAnswer(browser: Browser): Promise<void> {
  await withPage(browser, async (page, started) => {
    await write(page, "slow");
    await answers(page).getByText("Thinking").waitFor();
    await answers(page).getByText("sentence 2 of 12").waitFor();
    const pid = await pidOf(page);
    await page.getByRole("button", { name: `kill -9 ${pid}` }).click();
    await page.waitForFunction((before) => {
      const line = document.querySelector<HTMLElement>("#runtime");
      return line?.dataset.state === "up" && !line.textContent?.includes(`pid ${before}`);
    }, pid);
    ok(!alive(pid), "the killed runtime is gone");
    await isDone(page, 1);
    equal(await answers(page).count(), 1, "one message of the bot");
    match((await answers(page).textContent()) ?? "", /sentence 12 of 12 finds its way to you\.$/);
    const texts = await page.evaluate(async () => {
      const response = await fetch("versions?message=2");
      return (await response.json()) as { text: string }[];
    });
    ok(texts.length > 3, "it was seen streaming");
    const last = texts.at(-1)?.text;
    equal(texts.filter(({ text }) => text === last).length, 1, "the final was shown once");
    match(started.output, new RegExp(`The runtime \\(pid ${pid}\\) has died`));
  });
}

async function printsNothingPrivate(browser: Browser): Promise<void> {
  const pids: number[] = [];
  await withPage(browser, async (page, started) => {
    pids.push(await pidOf(page));
    await write(page, "count to 20");
    await isDone(page, 1);
    const seen = `${started.output}${await page.content()}`;
    for (const path of [ROOT, homedir(), started.dataDir]) ok(!seen.includes(path), path);
    ok(!/\d{6,}:[a-f0-9]{48}|\b[a-f0-9]{48}\b/.test(seen), "no token and no secret");
  });
  for (const pid of pids) ok(!alive(pid), "Ctrl-C ends the runtime, too");
}

async function fitsSmallScreens(browser: Browser): Promise<void> {
  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await withPage(
    browser,
    async (page) => {
      equal(await overflow(page), 0, "empty");
      await write(page, `${"W".repeat(300)}\nhelp`);
      await isDone(page, 1);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await page.locator(".theirs .versions li").first().waitFor();
      equal(await overflow(page), 0, "with everything open");
    },
    { width: 390, height: 844 },
  );
}

export const tests = [
  { name: "a runtime killed in mid-answer still gives one answer", run: killedInMidAnswer },
  { name: "neither the terminal nor the page shows paths or secrets", run: printsNothingPrivate },
  { name: "nothing sticks out at 390 pixels", run: fitsSmallScreens },
];
