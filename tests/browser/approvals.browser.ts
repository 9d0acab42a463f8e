// Acts that need an approval, on the real runtime, from each tab: asked by a suggestion, decided by people.
import { equal, match } from "node:assert/strict";
import type { Page } from "playwright-core";
import { onOneStart, type Scene } from "./lasting.ts";
import { answers, bubbles, fault, isDone, write } from "./visit.ts";

const approval = (page: Page, title: string | RegExp) =>
  page.locator("#approvals .approval").filter({ hasText: title });
const trail = (page: Page, title: string | RegExp, line: string | RegExp) =>
  approval(page, title).locator(".timeline").getByText(line);
const story = (page: Page, n: number) => page.locator("#story li").nth(n);
const article = (page: Page, by: string) =>
  page.getByRole("article", { name: `Comment of ${by}`, exact: true });

async function open(page: Page, platform: string, place: string | RegExp): Promise<void> {
  await page.getByRole("tab", { name: platform }).click();
  await page.getByRole("tab", { name: place }).click();
  await page.getByLabel("Comment", { exact: true }).waitFor();
}

const suggest = (page: Page, words: string) =>
  page.locator(".chips").getByRole("button", { name: words, exact: true }).click();

/** Somebody of the place decides, by the buttons beside the approval. */
async function decide(page: Page, title: string, as: string, word: "Approve" | "Reject") {
  const one = approval(page, title);
  await one.getByRole("combobox").selectOption({ label: as });
  await one.getByRole("button", { name: word }).click();
}

/** How often the wire shows a call that has succeeded. */
const succeeded = (page: Page, call: string) =>
  page.locator("#calls tr", { hasText: call }).filter({ hasText: /20\d/ }).count();

/** An issue is closed: a stranger may write what he likes, a second person decides. */
const byASecondPerson: Scene = async (page) => {
  await open(page, "GitHub", "Issue #1");
  await suggest(page, "please close this issue");
  await approval(page, "Close").getByText("waits for a person").waitFor();
  match((await article(page, "trunkline[bot]").last().textContent()) ?? "", /offline model/);
  await isDone(page, 1);
  await decide(page, "Close", "sam", "Approve");
  await page.getByText(/sam has written \/approve \w{8}\. sam is a stranger/).waitFor();
  await page.locator("#calls").getByText("getCollaboratorPermission").first().waitFor();
  await decide(page, "Close", "mika", "Approve");
  await trail(page, "Close", "Approved by mika").waitFor();
  await trail(page, "Close", "Done").waitFor();
  await page.locator(".gh-state").getByText("Closed").waitFor();
  await isDone(page, 2);
  const said = approval(page, "Close").locator(".timeline");
  equal(await said.getByText(/Approved by/).count(), 1, "the stranger's word did not count");
  await page
    .locator("#done")
    .getByText(/^Approved: Close/)
    .waitFor();
  equal(await succeeded(page, "updateIssue"), 1);
};

/** A box of the card is ticked; the runtime dies when the act is done and it does not know yet. */
const killedAfterTheAct: Scene = async (page) => {
  await open(page, "GitHub", "Pull request #2");
  await suggest(page, "please merge this pull request");
  await approval(page, "Merge").getByText("waits for a person").waitFor();
  await isDone(page, 1);
  await fault(page, "Death after the act").click();
  await article(page, "trunkline[bot]").last().getByRole("checkbox", { name: "Approve" }).click();
  await story(page, 0)
    .getByText(/^Died at/)
    .waitFor();
  await story(page, 1)
    .getByText(/^Back after/)
    .waitFor();
  await story(page, 2).getByText("The act was done once").waitFor();
  await trail(page, "Merge", "Done").waitFor();
  await page.locator(".gh-state").getByText("Merged").waitFor();
  await article(page, "trunkline[bot]")
    .last()
    .getByText(/^Done:/)
    .waitFor();
};

/** From a group, with buttons; the runtime dies before the act has reached its platform. */
const killedBeforeTheAct: Scene = async (page) => {
  await page.getByRole("tab", { name: "Harbour team" }).click();
  await write(page, "@trunkline_bot reopen #1 of robin/harbour");
  await approval(page, "Reopen").getByText("waits for a person").waitFor();
  await isDone(page, 1);
  await fault(page, "Death before the act").click();
  const card = bubbles(page).filter({ hasText: "Reopen" }).last();
  await page.getByRole("radio", { name: "Sam" }).check();
  await card.getByRole("button", { name: "Approve" }).click();
  await page
    .locator("#told")
    .getByText(/may not|cannot|not for you/i)
    .waitFor();
  await page.getByRole("radio", { name: "Noor" }).check();
  await card.getByRole("button", { name: "Approve" }).click();
  await story(page, 0)
    .getByText(/^Died at/)
    .waitFor();
  await story(page, 2).getByText("The act was done once").waitFor();
  await answers(page).getByText("Done:").waitFor();
  await trail(page, "Reopen", "Approved by Noor").waitFor();
  await page.locator("#replies").getByText("an answer to a button").first().waitFor();
};

/** A task, where there are no buttons; and what a command answers is shown beside the batches. */
const inATask: Scene = async (page) => {
  await open(page, "Asana", "The signs");
  await suggest(page, "complete this task");
  await approval(page, "Complete").getByText("waits for a person").waitFor();
  await isDone(page, 1);
  await decide(page, "Complete", "Sam", "Approve");
  await page.getByText(/Sam has written \/approve \w{8}\. Sam is not on the list/).waitFor();
  await decide(page, "Complete", "Mika", "Approve");
  await trail(page, "Complete", "Approved by Mika").waitFor();
  await page.getByRole("button", { name: "Completed" }).waitFor();
  await isDone(page, 2);
  equal(await succeeded(page, "updateTask"), 1);
  await suggest(page, "/stop");
  await page.locator("#replies li").first().waitFor();
};

export const tests = onOneStart({ settleMs: 1_000, sweepMs: 2_000 }, [
  ["a stranger decides nothing, a second person does", byASecondPerson],
  ["killed after the act: it is done once, and the story says so", killedAfterTheAct],
  ["buttons in a group; killed before the act", killedBeforeTheAct],
  ["a task, decided by a comment", inATask],
]);
