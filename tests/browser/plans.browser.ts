// Plans and memory on the page, on the real runtime: begun by a suggestion, seen on the right side.
import { equal } from "node:assert/strict";
import type { Page } from "playwright-core";
import { onOneStart, type Scene } from "./lasting.ts";
import { answers, isDone, write } from "./visit.ts";

const suggest = (page: Page, words: string) =>
  page.locator(".chips").getByRole("button", { name: words, exact: true }).click();
const steps = (page: Page) => page.locator("#done .plan li");
const tools = (page: Page) => page.locator("#done .tools li");

/** The newest batch that has ended, with all that is known of it. */
async function openNewest(page: Page): Promise<void> {
  await page
    .locator("#done .batch")
    .first()
    .evaluate((one: HTMLDetailsElement) => {
      one.open = true;
    });
}

const planned: Scene = async (page) => {
  await suggest(page, "compare three code styles, step by step");
  await isDone(page, 1);
  await openNewest(page);
  equal(await steps(page).count(), 3);
  equal(await steps(page).getByText("code worker, done").count(), 3);
  await page
    .locator("#done dd")
    .getByText(/^OrchestratorAgent/)
    .waitFor();
};

const remembered: Scene = async (page) => {
  await suggest(page, "remember that berth 3 leaks");
  await isDone(page, 2);
  await openNewest(page);
  await tools(page).getByText("by SimpleAgent, kept as 1").waitFor();
  await write(page, "/new");
  await isDone(page, 3);
  await suggest(page, "what do you remember?");
  await isDone(page, 4);
  await answers(page).last().getByText("berth 3 leaks").waitFor();
};

/** A plan whose last step acts: what it found is put into an issue, once somebody agrees. */
const plannedAct: Scene = async (page) => {
  await page.getByRole("tab", { name: "GitHub" }).click();
  await page.getByRole("tab", { name: "Issue #1" }).click();
  await suggest(page, "compare three piers and open an issue");
  const approval = page.locator("#approvals .approval");
  await approval.getByText("waits for a person").waitFor();
  await isDone(page, 1);
  await openNewest(page);
  equal(await steps(page).count(), 4);
  await steps(page).getByText("github worker, after s1, s2, s3, a person has to decide").waitFor();
  await approval.getByRole("button", { name: "Approve" }).click();
  await approval.locator(".timeline").getByText("Done", { exact: true }).waitFor();
  await isDone(page, 2);
  await page.locator("#calls").getByText("createIssue").waitFor();
};

const commands: Scene = async (page) => {
  await suggest(page, "/status");
  await page.locator("#replies li").first().waitFor();
  await page
    .locator("#replies")
    .getByText(/^reply, message \d+$/)
    .first()
    .waitFor();
};

export const tests = onOneStart({}, [
  ["a plan: its steps, workers and states", planned],
  ["what is remembered outlives /new", remembered],
  ["a plan that ends in an act which is approved", plannedAct],
  ["answers to commands are shown beside the batches", commands],
]);
