// A message whose writer is not known yet, on the real runtime: it is open, and the person waits from its beginning.
import { ok } from "node:assert/strict";
import type { Page } from "playwright-core";
import { onOneStart, type Scene } from "./lasting.ts";
import { fault, isDone } from "./visit.ts";

async function comment(page: Page, text: string): Promise<void> {
  await page.getByLabel("Comment", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

const waitsForAPermission: Scene = async (page) => {
  await page.getByRole("tab", { name: "GitHub" }).click();
  await page.getByRole("tab", { name: "Issue #1" }).click();
  await comment(page, "@trunkline help");
  await isDone(page, 1);
  await fault(page, /^403 for/).click();
  await comment(page, "@trunkline code");
  await page.locator("#now").getByText("1 message waits: permission not known yet").waitFor();
  await page.getByRole("button", { name: /^Kill/ }).click();
  const end = page.locator("#story li").nth(2);
  await end.getByText("Messages wait for their answer").waitFor();
  await page.getByRole("tab", { name: "Pull request #2" }).click();
  await end.getByText("in this conversation; Issue #1 on GitHub was being answered").waitFor();
  await page.getByRole("tab", { name: "Issue #1" }).click();
  await isDone(page, 2);
  await end.getByText(/^Answer finished at/).waitFor();
  const batch = page.locator("#done .batch").first();
  await batch.locator("summary").click();
  const lines = await batch.locator(".timeline li").allTextContents();
  const at = (words: string) => lines.findIndex((line) => line.includes(words));
  ok(at("First message committed") < at("The runtime died"), lines.join("\n"));
  ok(at("The runtime died") < at("Its writer may use the bot"), lines.join("\n"));
  ok(at("The answer is recorded") < at("Delivered"), lines.join("\n"));
};

export const tests = onOneStart({}, [
  ["a message that waits for a permission is open, and its wait is counted", waitsForAPermission],
]);
