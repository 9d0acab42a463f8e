// The left side: what people see and do on a platform.
import { deepEqual, equal } from "node:assert/strict";
import type { Browser } from "playwright-core";
import { say, type Theatre, test } from "./theatre.ts";
import { answers, bubbles, visit, write } from "./visit.ts";

async function peopleInAGroup(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    await page.getByRole("tab", { name: /Team/ }).click();
    await write(page, "who is there?");
    await bubbles(page).getByText("who is there?").waitFor();
    await page.getByRole("radio", { name: "Mika" }).check();
    await page.getByText("Mika is a stranger.").waitFor();
    const first = page.locator(".bubble.theirs", { hasText: "who is there?" });
    equal(await first.locator(".by").textContent(), "Robin");
    await first.hover();
    await first.getByRole("button", { name: "Reply" }).click();
    await page.getByText("Replying to Robin: who is there?").waitFor();
    await write(page, "I am");
    const mine = page.locator(".bubble.mine");
    await mine.getByText("I am").waitFor();
    equal(await mine.locator(".quote").textContent(), "Robin: who is there?");
    // The address names the place: a reload comes back to it.
    await page.reload();
    await bubbles(page).getByText("I am").waitFor();
    await here.telegram.idle();
    deepEqual(here.bot.texts(), ["who is there?", "I am"]);
  });
}

async function buttonsAndAlbums(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    await write(page, "hello");
    const inline_keyboard = [
      [
        { text: "Yes", callback_data: "y" },
        { text: "Manual", url: "https://example.org/" },
      ],
    ];
    await say(here, "Sure?", { reply_markup: { inline_keyboard } });
    const question = page.locator(".bubble.theirs");
    equal(await question.getByRole("button", { name: "Manual" }).isDisabled(), true);
    here.bot.answer = async ({ update }) => {
      if (!("callback_query" in update)) return { status: 200 };
      const { id } = update.callback_query;
      await here.bot.call("answerCallbackQuery", { callback_query_id: id, text: "Noted." });
      return { status: 200 };
    };
    await question.getByRole("button", { name: "Yes" }).click();
    await page.getByText("Noted.").waitFor();
    await page.getByRole("button", { name: "Attach" }).click();
    await page.getByText("Send an album of three").click();
    await page.locator(".bubble.mine .files img").nth(2).waitFor();
    equal(await page.locator(".bubble.mine", { has: page.locator("img") }).count(), 1);
    const loaded = page.locator(".files img").first();
    await loaded.evaluate((image: HTMLImageElement) => image.decode());
    await here.telegram.idle();
    equal(here.bot.messages().filter(({ photo }) => photo).length, 3);
    await page.locator('input[type="file"]').setInputFiles({
      ...{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("words") },
    });
    await page.locator(".file", { hasText: "notes.txt" }).waitFor();
  });
}

async function editsAndTheirHistory(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    await write(page, "hallo");
    const mine = page.locator(".bubble.mine");
    await mine.hover();
    await mine.getByRole("button", { name: "Edit" }).click();
    await page.getByText("Editing your message").waitFor();
    await write(page, "hello");
    await mine.getByText("edited once").waitFor();
    for (const text of ["Thinking …", "I th", "I think"]) {
      if (text === "Thinking …") await say(here, text);
      else await here.bot.call("editMessageText", { chat_id: 7, message_id: 2, text });
    }
    await page.getByText("edited 2 times").click();
    const versions = page.locator(".bubble.theirs .versions li");
    await versions.nth(2).waitFor();
    const texts = (await versions.allTextContents()).map((one) => one.replace(/^[\d:]+ /, ""));
    deepEqual(texts, ["Thinking …", "I th", "I think"]);
    equal(await answers(page).textContent(), "I think");
  });
}

export const tests = [
  test("two people write in a group, and answer each other", peopleInAGroup),
  test("buttons are pressed, albums and files are shown", buttonsAndAlbums),
  test("edits stand in place, with their history on demand", editsAndTheirHistory),
];
