// GitHub on the page, on the real runtime: people, a kill, one answer, and what makes no second one.
import { deepEqual, equal, match } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { Started } from "./started.ts";
import { DESK, fault, findings, fits, isDone, openEverything, PHONE, visit } from "./visit.ts";

const BOT = "trunkline[bot]";
const comments = (page: Page, by: string) =>
  page.getByRole("article", { name: `Comment of ${by}`, exact: true });
const story = (page: Page, n: number) => page.locator("#story li").nth(n);

async function open(page: Page, place = "Issue #1"): Promise<void> {
  await page.getByRole("tab", { name: "GitHub" }).click();
  await page.getByRole("tab", { name: place }).click();
  // Until then the comments of the place before it stand there.
  await page.getByRole("tab", { name: place, selected: true }).waitFor();
  await page.getByLabel("Comment", { exact: true }).waitFor();
}

/** Somebody writes a comment. @returns once it stands there */
async function comment(page: Page, as: string, text: string): Promise<void> {
  const before = await comments(page, as).count();
  await page.getByRole("radio", { name: as }).check();
  await page.getByLabel("Comment", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
  await comments(page, as).nth(before).waitFor();
}

async function killedInMidAnswer(page: Page): Promise<void> {
  await open(page);
  await comment(page, "robin", "@trunkline slow");
  await comments(page, "robin")
    .last()
    .getByRole("img", { name: `eyes by ${BOT}` })
    .waitFor();
  await page
    .locator("#now")
    .getByText(/\d+ characters/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: /^Kill/ }).click();
  await story(page, 1)
    .getByText(/^Back after \d+\.\d\ss$/)
    .waitFor();
  await story(page, 2)
    .getByText(/^Answer finished at/)
    .waitFor();
  await isDone(page, 1);
  equal(await comments(page, BOT).count(), 1, "one comment of the bot");
  match((await comments(page, BOT).textContent()) ?? "", /sentence 12 of 12 finds its way to you/);
}

async function noSecondAnswer(page: Page): Promise<void> {
  await open(page);
  await page.getByRole("button", { name: "Deliver again" }).last().click();
  await page.getByText("Delivered again, under the same id.").waitFor();
  await page.locator("#calls").getByText("delivered again").first().waitFor();
  await comment(page, "sam", "@trunkline and me?");
  await fault(page, "Lose the next ack").click();
  await comment(page, "mika", "@trunkline count to 20");
  await isDone(page, 2);
  equal(await comments(page, BOT).count(), 2, "one for robin, one for mika, none for a stranger");
}

async function anEditThatMentions(page: Page): Promise<void> {
  await open(page, "Pull request #2");
  await comment(page, "robin", "No question yet.");
  await comments(page, "robin").last().getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Comment", { exact: true }).fill("@trunkline help <!-- hidden -->");
  await page.keyboard.press("Enter");
  await comments(page, BOT).waitFor();
  await isDone(page, 1);
  const own = comments(page, "robin").last();
  equal(await own.locator(".gh-body").textContent(), "@trunkline help");
  await own.locator("summary").click();
  await own.getByText("No question yet.").waitFor();
}

async function whatIsLostIsFound(page: Page): Promise<void> {
  await open(page, "A line of #2");
  await fault(page, "Lose the next delivery").click();
  await comment(page, "mika", "@trunkline help");
  await comments(page, BOT).waitFor();
  await isDone(page, 1);
  equal(await comments(page, BOT).count(), 1);
}

async function isSeenByAll(page: Page): Promise<void> {
  for (const place of ["Issue #1", "Pull request #2", "A line of #2"]) {
    await open(page, place);
    await openEverything(page);
    deepEqual(await findings(page), [], place);
    await fits(page, place);
  }
}

/** Nothing that somebody writes becomes markup of the page's own. */
async function isHarmless(page: Page): Promise<void> {
  await open(page);
  const attack = [
    "<img src=x onerror=alert(1)> <script>alert(2)</script> [x](javascript:alert(3))",
    "![x](https://example.com/x.png) <style>body{display:none}</style>",
    "- [ ] <b>box</b>",
    "After the list.",
  ].join("\n\n");
  await page.getByLabel("Comment", { exact: true }).fill(attack);
  await page.keyboard.press("Enter");
  const body = comments(page, "robin").last().locator(".gh-body");
  await body.getByText("<script>alert(2)</script>").waitFor();
  equal(await body.locator("img, script, style, b, a").count(), 0);
  equal(await body.getByRole("listitem").textContent(), "<b>box</b>", "the list has ended");
}

async function all(browser: Browser): Promise<void> {
  const started = await Started.start({ sweepMs: 1_000, settleMs: 1_000 });
  try {
    for (const scene of [
      killedInMidAnswer,
      noSecondAnswer,
      anEditThatMentions,
      whatIsLostIsFound,
      isHarmless,
    ]) {
      await visit(browser, started.url, scene);
    }
    for (const colorScheme of ["light", "dark"] as const) {
      for (const size of [DESK, PHONE]) {
        await visit(browser, started.url, isSeenByAll, { ...size, colorScheme });
      }
    }
  } finally {
    await started.stop();
  }
}

export const tests = [{ name: "GitHub: people, a kill, one answer", run: all }];
