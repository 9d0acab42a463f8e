// Every fault of the page on the real runtime: it does what it says, and people see one answer.
import { equal, match, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { onOneStart, type Scene } from "./lasting.ts";
import { fault, write } from "./visit.ts";

/** Waits of the runtime that say nothing about a fault. */
const QUICK = {
  ...{ settleMs: 800, retryFirstMs: 200, modelIdleMs: 1_500, modelRetryFirstMs: 300 },
  // Half a minute of Telegram is over in three seconds.
  platformSecondMs: 100,
};

/** A question, which its answer quotes: none of them is a part of another. */
let asked = 0;
function question(): string {
  asked += 1;
  return `tell me of boat number ${asked}.`;
}

const answersTo = (page: Page, text: string) =>
  page.locator(".bubble.theirs .text", { hasText: text });
const whole = (page: Page, text: string) =>
  answersTo(page, text).getByText("to see what I can do.").waitFor();

/** The newest batch of those that have ended, opened. */
async function lastDone(page: Page, text: string) {
  const batch = page.locator("#done .batch", { hasText: text });
  await batch.locator("summary").click();
  return batch;
}

async function isAnsweredOnce(page: Page, text: string): Promise<void> {
  await whole(page, text);
  await page.locator("#now").getByText("Nothing is open").waitFor();
  equal(await answersTo(page, text).count(), 1, "one answer");
}

const off = (page: Page) =>
  page.waitForFunction(() => !document.querySelector('#faults [aria-pressed="true"]'));

const flood: Scene = async (page) => {
  const text = question();
  await fault(page, "429").click();
  await write(page, text);
  await page
    .locator("#pacing")
    .getByText(/^Robin: told to wait until [\d:]+, \d+ s left$/)
    .waitFor();
  await page.locator("#pacing").getByText("the wait is a row on disk").waitFor();
  await page.locator("#calls").getByText("429").first().waitFor();
  await page.locator("#now .posts").getByText("rate_limited").waitFor();
  equal(await answersTo(page, text).count(), 0);
  // The wait was asked for, so it is kept, although Telegram would take calls again.
  await fault(page, "429").click();
  await off(page);
  await isAnsweredOnce(page, text);
  await page.locator("#pacing").getByText("Nobody has to wait.").waitFor();
};

const broken: Scene = async (page) => {
  const text = question();
  await fault(page, "502").click();
  await write(page, text);
  await isAnsweredOnce(page, text);
  await off(page);
  const batch = await lastDone(page, text);
  const refused = batch.locator(".timeline li", { hasText: "502, broken" });
  ok((await refused.count()) > 0, "the timeline has them");
};

const lost: Scene = async (page) => {
  const text = question();
  await fault(page, "Lose the next").click();
  await write(page, text);
  await isAnsweredOnce(page, text);
  await off(page);
  await page.locator("#calls").getByText("done, the answer was lost").waitFor();
};

const late: Scene = async (page) => {
  const text = question();
  await fault(page, "Apply the next").click();
  await write(page, text);
  await isAnsweredOnce(page, text);
  await page.locator("#calls").getByText("cut, takes effect late").waitFor();
};

const slow: Scene = async (page) => {
  const text = question();
  await fault(page, "Slow for").click();
  await fault(page, "Slow for")
    .getByText(/\d+ s left/)
    .waitFor();
  await write(page, text);
  await page.locator("#calls").getByText("slow", { exact: true }).first().waitFor();
  await fault(page, "Slow for").click();
  await isAnsweredOnce(page, text);
};

const twice: Scene = async (page) => {
  const text = question();
  const before = await page.locator("#done .batch").count();
  await fault(page, "Deliver the next").click();
  await write(page, text);
  await page.locator("#calls").getByText("the second delivery").waitFor();
  await isAnsweredOnce(page, text);
  equal(await page.locator(".bubble.mine", { hasText: text }).count(), 1);
  ok((await page.locator("#done .batch").count()) <= before + 1, "one batch");
};

const modelFault =
  (title: string, note: string): Scene =>
  async (page) => {
    const text = question();
    await fault(page, title).click();
    await write(page, text);
    await page.locator("#calls").getByText(note).first().waitFor();
    await isAnsweredOnce(page, text);
    await off(page);
  };

const stopped: Scene = async (page) => {
  await write(page, "slow");
  await page.locator(".bubble.theirs").getByText("sentence 1 of 12").waitFor();
  await write(page, "/stop");
  const done = page.locator("#done .batch", { hasText: "slow" });
  await done.locator('.badge[data-state="stopped"]').waitFor();
  const ended = page.locator("#calls tr", { hasText: "ended by us" });
  await ended.first().waitFor();
  equal(await ended.first().getAttribute("data-tone"), "quiet", "nothing is wrong with a stop");
};

async function deadLetter(page: Page): Promise<string> {
  const text = question();
  await fault(page, "until given up").click();
  await write(page, text);
  await page.locator("#dead .letter", { hasText: text }).waitFor();
  await page.getByText("Your message is kept").last().waitFor();
  return text;
}

const replayed: Scene = async (page) => {
  const text = await deadLetter(page);
  const notices = page.locator(".bubble.theirs", { hasText: "Your message is kept" });
  equal(await notices.count(), 1);
  await page.getByRole("button", { name: /^Replay/ }).click();
  await isAnsweredOnce(page, text);
  equal(await notices.count(), 0, "the answer has taken the place of the notice");
  equal(await page.locator("#dead-card").isHidden(), true);
  const batch = await lastDone(page, text);
  match((await batch.textContent()) ?? "", /Attempt 2 begins/);
};

const dropped: Scene = async (page) => {
  const text = await deadLetter(page);
  await page.getByRole("button", { name: /^Drop/ }).click();
  await page.locator("#done .batch", { hasText: text }).locator('[data-state="dropped"]').waitFor();
  equal(await page.locator("#dead-card").isHidden(), true);
  equal(await page.getByText("Your message is kept").count(), 1, "the notice stays");
};

const undeliverable: Scene = async (page) => {
  const text = question();
  // Long enough that the person can change his mind in the middle of it.
  await fault(page, "Slow for").click();
  await write(page, text);
  await fault(page, "Block the bot").click();
  const listed = page.locator("#dead .letter", { hasText: text });
  await listed.locator('[data-state="undeliverable"]').waitFor();
  await fault(page, "Slow for").click();
  await fault(page, "Block the bot").click();
  await off(page);
  equal(await answersTo(page, text).count(), 0);
  await listed.getByRole("button", { name: /^Replay/ }).click();
  await isAnsweredOnce(page, text);
};

const unheard: Scene = async (page) => {
  await page.getByRole("tab", { name: /Harbour team/ }).click();
  await page.getByRole("radio", { name: "Sam" }).check();
  await write(page, "@trunkline_bot help");
  await page.getByText("Sam is not on the list").waitFor();
  await page.getByRole("radio", { name: "Noor" }).check();
  await write(page, "@trunkline_bot tell me of the harbour");
  await page.getByRole("radio", { name: "Mika" }).check();
  await write(page, "and nobody asks you");
  await whole(page, "tell me of the harbour");
  await page.locator("#now").getByText("Nothing is open").waitFor();
  equal(await page.locator('.bubble.theirs:has([data-colour="bot"])').count(), 1);
  await page
    .locator("#pacing")
    .getByText(/^Harbour team: \d+ writes in the last minute$/)
    .waitFor();
};

export const tests = onOneStart(QUICK, [
  ["a lost answer: one answer is seen", lost],
  ["429: the pacing says how long, and the wait is kept", flood],
  ["502 three times: one answer is seen", broken],
  ["a call that takes effect late: one answer is seen", late],
  ["a slow platform: one answer is seen", slow],
  ["a message delivered twice: one answer is seen", twice],
  ["a model that falls silent is asked again", modelFault("Stall once", "broke off")],
  ["a model that breaks off is asked again", modelFault("Break off once", "broke off")],
  ["a model that is overloaded is asked again", modelFault("Overloaded once", "529")],
  ["/stop is nothing bad", stopped],
  ["a dead letter is replayed", replayed],
  ["a dead letter is dropped", dropped],
  ["an answer that cannot be delivered is delivered later", undeliverable],
  ["in a group strangers and talk among people are left alone", unheard],
]);
