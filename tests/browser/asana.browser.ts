// Asana on the page, with the whole system behind it: tasks, comments, a runtime that is killed.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { onOneStart, type Scene } from "./lasting.ts";
import { DESK, fault, findings, fits, isDone, openEverything, PHONE } from "./visit.ts";

const field = (page: Page) => page.getByLabel("Comment", { exact: true });
const comments = (page: Page) => page.locator(".asana .comment");
const answers = (page: Page) => page.locator(".asana .comment.bot .rich");

async function open(page: Page, tab: string): Promise<void> {
  await page.getByRole("tab", { name: "Asana" }).click();
  await page.getByRole("tab", { name: tab }).click();
  await field(page).waitFor();
}

/** Writes it, and waits until it stands there. */
async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press("Enter");
  await comments(page).getByText(text).last().waitFor();
}

const assignsAndComments: Scene = async (page) => {
  await open(page, "The choir");
  await page.getByText("Assign the task to Trunkline, or mention it").waitFor();
  // Words between colleagues are none of the bot's business.
  await write(page, "who can sing?");
  await page.getByLabel("Assignee").selectOption({ label: "Trunkline (the bot)" });
  await page.locator(".news").getByText("assigned to Trunkline").waitFor();
  await isDone(page, 1);
  match((await answers(page).textContent()) ?? "", /Invite the choir/);
  await write(page, "list");
  await isDone(page, 2);
  equal(await answers(page).count(), 2);
  equal(await answers(page).last().locator("ol li").count(), 4, "a list is a list");
  await page.getByRole("button", { name: "Mark as complete" }).click();
  await page.getByRole("button", { name: "Completed" }).waitFor();
};

const diesInMidAnswer: Scene = async (page) => {
  await open(page, "The boats");
  await page.getByRole("button", { name: "Mention the bot" }).click();
  equal(await field(page).inputValue(), "@Trunkline ");
  await write(page, "@Trunkline slow");
  await page.locator(".mention").getByText("@Trunkline").waitFor();
  await answers(page).getByText("I am on it.").waitFor();
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
  await answers(page).getByText("I am on it.").waitFor({ state: "detached" });
  equal(await answers(page).count(), 1, "one answer, and no note");
  match((await answers(page).textContent()) ?? "", /sentence 12 of 12 finds its way to you\.$/);
};

const losesAcksAndDeliveries: Scene = async (page) => {
  await open(page, "The signs");
  await fault(page, "Lose the next ack").click();
  await write(page, "@Trunkline count to 3");
  await isDone(page, 1);
  await fault(page, "Refuse the next rich text").click();
  await write(page, "@Trunkline code");
  await isDone(page, 2);
  await fault(page, "Lose the next delivery").click();
  await write(page, "@Trunkline count to 4");
  await isDone(page, 3);
  await fault(page, "Deliver the next twice").click();
  await write(page, "@Trunkline count to 5");
  await isDone(page, 4);
  equal(await answers(page).count(), 4, "one answer each");
};

const severalPeople: Scene = async (page) => {
  await open(page, "The signs");
  await isDone(page, 4);
  await page.getByRole("radio", { name: "Sam" }).check();
  await page.getByText("Sam is not on the list of allowed people").waitFor();
  await write(page, "@Trunkline are you there?");
  await page.getByRole("radio", { name: "Mika" }).check();
  await write(page, 'I am <b onclick="alert(1)">bold</b>');
  const mine = comments(page).last();
  equal(await mine.locator(".rich b").count(), 0, "what is typed is text");
  await mine.hover();
  await mine.getByRole("button", { name: "Edit" }).click();
  await page.getByText("Editing your comment").waitFor();
  await write(page, "@Trunkline help");
  await mine.getByText("edited").click();
  await mine.locator(".earlier").getByText("bold").waitFor();
  const before = await comments(page).count();
  await mine.hover();
  await mine.getByRole("button", { name: "Delete" }).click();
  await page.waitForFunction(
    (n) => document.querySelectorAll(".asana .comment").length === n - 1,
    before,
  );
  // What Sam wrote cannot be touched by Mika.
  equal(await comments(page).last().getByRole("button", { name: "Delete" }).count(), 0);
};

const looksGood: Scene = async (page) => {
  await open(page, "The choir");
  await write(page, "long answer");
  await answers(page).getByText("6. Resting").waitFor();
  await isDone(page, 3);
  ok((await answers(page).locator("pre").count()) > 5, "code is a block");
  const link = answers(page).locator("a").first();
  equal(await link.getAttribute("href"), "https://example.com/1");
  equal(await link.getAttribute("rel"), "noreferrer");
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

export const tests = onOneStart({ progressNoteMs: 1_500, settleMs: 1_500, sweepMs: 2_000 }, [
  ["Asana: an assignment and a comment get one well-formatted answer each", assignsAndComments],
  ["Asana: a runtime killed in mid-answer: the note goes, one answer is seen", diesInMidAnswer],
  ["Asana: whatever is lost or comes twice, one answer each", losesAcksAndDeliveries],
  ["Asana: several people, corrections, deletions, a stranger", severalPeople],
  ["Asana: accessible, and wide enough on a phone", looksGood],
]);
