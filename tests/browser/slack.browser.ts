// A platform of the examples on the page, which has nothing for it but the driver of its conformance tests.
import { deepEqual, equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { onOneStart, type Scene } from "./lasting.ts";
import {
  answers,
  bubbles,
  DESK,
  fault,
  findings,
  fits,
  isDone,
  openEverything,
  PHONE,
  write,
} from "./visit.ts";

async function open(page: Page, place: string): Promise<void> {
  await page.getByRole("tab", { name: "Slack" }).click();
  await page.getByRole("tab", { name: place }).click();
  await page.getByRole("heading", { name: place, exact: true }).waitFor();
}

const asks: Scene = async (page) => {
  await open(page, "Thread");
  // Words between colleagues are none of the bot's business.
  await page.getByRole("radio", { name: "The same, to others" }).check();
  await write(page, "who can sing?");
  await page.getByRole("radio", { name: "A person" }).check();
  await write(page, "count to 20");
  await isDone(page, 1);
  equal(await answers(page).count(), 2, "the chatter and one answer");
  match((await answers(page).last().textContent()) ?? "", /19, 20\.$/);
};

const dies: Scene = async (page) => {
  await open(page, "Direct");
  await write(page, "slow");
  await answers(page).getByText("sentence 2 of 12").waitFor();
  await page.getByRole("button", { name: /^Kill/ }).click();
  const story = page.locator("#story li");
  await story
    .nth(0)
    .getByText(/in mid-answer/)
    .waitFor();
  await story
    .nth(2)
    .getByText(/^Answer finished at/)
    .waitFor();
  await isDone(page, 1);
  equal(await answers(page).count(), 1, "one message of the bot");
  match((await answers(page).textContent()) ?? "", /sentence 12 of 12 finds its way to you\.$/);
  await page.locator(".history:not([hidden]) summary").click();
  const versions = page.locator(".versions li");
  // It was seen streaming.
  await versions.nth(3).waitFor();
  const finals = versions.filter({ hasText: "sentence 12 of 12 finds its way to you." });
  equal(await finals.count(), 1, "the final was shown once");
};

const losesAnAck: Scene = async (page) => {
  await open(page, "Thread");
  await fault(page, "Lose the ack of an edit").click();
  await fault(page, "Lose the ack of an edit").getByText("waits for the next").waitFor();
  await write(page, "count to 5");
  await isDone(page, 2);
  await fault(page, "Deliver the last again").click();
  await write(page, "count to 6");
  await isDone(page, 3);
  equal(await answers(page).count(), 4, "one answer each, and the chatter");
};

const looksGood: Scene = async (page) => {
  await open(page, "Thread");
  await bubbles(page).last().hover();
  await bubbles(page).last().getByRole("button", { name: "Delete as somebody else" }).click();
  await page.locator(".gone-by").waitFor();
  await openEverything(page);
  for (const { viewport } of [DESK, PHONE]) {
    await page.setViewportSize(viewport);
    await fits(page, `at ${viewport.width} px`);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      deepEqual(await findings(page), [], `${colorScheme} at ${viewport.width} px`);
    }
  }
};

export const tests = onOneStart(
  { settleMs: 1_500 },
  [
    ["Slack by its driver: a question gets one answer, chatter none", asks],
    ["Slack by its driver: a runtime killed in mid-answer, one answer is seen", dies],
    ["Slack by its driver: what is lost or comes twice, one answer each", losesAnAck],
    ["Slack by its driver: deletions are seen; accessible, and wide enough on a phone", looksGood],
  ],
  ["--with", "slack"],
);
