import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Bounds a wait that hangs; none is waited for. */
const SLOW_MS = 60_000;

export const DESK = { viewport: { width: 1280, height: 800 } } as const;
export const PHONE = { viewport: { width: 390, height: 844 } } as const;

/**
 * Opens a page in a context of its own, and closes it again. What the page complains of fails the test.
 *
 * @param expected - complaints that belong to the test
 */
export async function visit(
  browser: Browser,
  url: string,
  work: (page: Page) => Promise<void>,
  options: BrowserContextOptions = DESK,
  expected: RegExp = /^$/,
): Promise<void> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(SLOW_MS);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
    await page.goto(url);
    await field(page).waitFor();
    await work(page);
    deepEqual(
      complaints.filter((one) => !expected.test(one)),
      [],
    );
  } finally {
    await context.close();
  }
}

export const field = (page: Page) => page.getByLabel("Message", { exact: true });

/** Writes it, and waits until the platform has it. */
export async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>("#text")?.value === "",
  );
}

export const bubbles = (page: Page) => page.locator(".bubble:not(.typing)");
export const answers = (page: Page) => page.locator(".bubble.theirs .text");

/** A fault by a part of its title. */
export const fault = (page: Page, title: string | RegExp) =>
  page.locator("#faults").getByRole("button", { name: title });

/** Waits until nothing is open and so many batches have finished. */
export async function isDone(page: Page, batches: number): Promise<void> {
  await page.waitForFunction(
    (n) =>
      document.querySelectorAll("#done .batch").length === n &&
      document.querySelector("#now .batch, #now .pending") === null,
    batches,
  );
}

/** Nothing sticks out sideways. */
export async function fits(page: Page, when: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  equal(over, 0, when);
}

export async function openEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds serious or critical, a line each. */
export async function findings(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's own policy would refuse that.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await Reflect.get(globalThis, "axe").run();
    return violations
      .filter(({ impact }: { impact: string }) => ["serious", "critical"].includes(impact))
      .map(
        ({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`,
      );
  });
}
