// The page as a page: accessible, small screens, closed to others, and what it tells of the system.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import {
  approvalRow,
  batchRow,
  postRow,
  theatre,
} from "../../packages/emulators/src/playground/testing.ts";
import { say, type Theatre, test } from "./theatre.ts";
import {
  bubbles,
  DESK,
  fault,
  field,
  findings,
  fits,
  openEverything,
  PHONE,
  visit,
  write,
} from "./visit.ts";

/** An approval, a plan and a tool of the batch `b3`, and an answer to a command. */
function onDisk() {
  const wide = "W".repeat(200);
  const step = (id: string, needs: string[]) => ({ id, title: wide, worker: "code", needs });
  const event = (kind: string, data: object) => ({
    ...{ agent: "OrchestratorAgent", run: "b3", kind, data: JSON.stringify(data) },
  });
  const by = '{"userName":"Robin"}';
  return {
    approvals: [
      approvalRow({ title: `Merge ${wide}` }),
      approvalRow({ id: "a2", state: "failed" }),
    ],
    audit: [{ approval: "a1", at: 5, event: "ask", by, note: null }],
    replies: [{ ...postRow({ role: "reply" }), body: `{"plain":"${wide}"}`, created_at: 3 }],
    events: [
      event("step:plan", { steps: [step("s1", []), step("s2", ["s1"])] }),
      event("step:model:0", { calls: [{ name: "github_file" }] }),
      event("step:call:0:0", { ok: true, text: wide }),
    ],
  };
}

/** A chat with everything in it, and a system in which everything is to be seen. */
async function everything(page: Page, here: Theatre): Promise<void> {
  const said = [{ text: `hello ${"W".repeat(300)}`, by: "Robin", at: 1 }];
  const dead = { state: "dead", ending: "dead", error: "model_cut", ended_at: 9_000 };
  const route = '{"v":1,"route":"simple","tier":"model","reason":"short","tookMs":3}';
  const doubt = postRow({
    op: "edit",
    doubt_at: 5,
    tries: 2,
    error: "uncertain: lost",
    visible: 9,
  });
  here.disk.set("telegram/7", onDisk());
  here.admin.conversation = {
    name: "telegram/7",
    blockedUntil: Date.now() + 60_000,
    pending: [{ text: "and then?", by: "Robin", at: 5 }],
    batches: [
      batchRow({ id: "b3", route, said, streamed: 40, posts: [doubt] }),
      batchRow({ id: "b2", said, ...dead, posts: [postRow({ state: "done", shown: 1 })] }),
      ...Array.from({ length: 6 }, (_, n) =>
        batchRow({ id: `old${n}`, said, state: "answered", ending: "answered", ended_at: 900 + n }),
      ),
    ],
  };
  here.admin.account = {
    blocked: [{ scope: "7", until: Date.now() + 60_000 }],
    pace: { perSecond: 30, nextAt: 0, minute: [{ scope: "-1001000000007", writes: 3 }] },
    references: { open: 1, dead: 0 },
  };
  await write(page, `${"W".repeat(300)}\nhello`);
  const keyboard = { inline_keyboard: [[{ text: "Yes", callback_data: "y" }]] };
  await say(here, "<b>Sure?</b> <code>x</code> <a href='https://example.org'>link</a>", {
    parse_mode: "HTML",
    reply_markup: keyboard,
    reply_parameters: { message_id: 1 },
  });
  await here.bot.call("editMessageText", { chat_id: 7, message_id: 2, text: "Really sure?" });
  await here.bot.call("setMessageReaction", {
    ...{ chat_id: 7, message_id: 1 },
    reaction: [{ type: "emoji", emoji: "👀" }],
  });
  await page.getByRole("button", { name: "Attach" }).click();
  await page.getByText("Send an album of three").click();
  await page.locator(".files img").nth(2).waitFor();
  await page.locator("#dead .batch").waitFor();
  await page.getByText("1 event waits: what it was about is being looked up").waitFor();
  await fault(page, "429").click();
  here.runtime.kill();
  await page.locator("#story").waitFor();
}

async function isAccessible(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    await everything(page, here);
    await openEverything(page);
    await page.locator(".theirs .versions li").first().waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      deepEqual(await findings(page), [], colorScheme);
    }
    here.page.end();
    await page.locator("#gone").waitFor();
    await page.setViewportSize(PHONE.viewport);
    deepEqual(await findings(page), [], "ended, on a phone");
  });
}

async function fitsSmallScreens(browser: Browser, here: Theatre): Promise<void> {
  await visit(
    browser,
    here.url,
    async (page) => {
      await fits(page, "empty");
      await everything(page, here);
      await openEverything(page);
      await page.locator(".theirs .versions li").first().waitFor();
      await fits(page, "with everything open");
      await page.getByRole("tab", { name: /Team/ }).click();
      await page.getByText("Write as").waitFor();
      await fits(page, "in the group");
      await page.locator("#wire-title").scrollIntoViewIfNeeded();
      const kill = await page.getByRole("button", { name: "Kill" }).boundingBox();
      ok(kill && kill.y >= 0 && kill.y < 80, "the kill button stays in sight");
    },
    PHONE,
  );
}

async function withTheKeyboardAlone(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    const focused = () =>
      page.evaluate(() => {
        const { activeElement: at } = document;
        return at?.ariaLabel ?? (at instanceof HTMLInputElement ? at.value : at?.textContent);
      });
    const tabTo = async (what: RegExp) => {
      for (let n = 0; n < 60; n += 1) {
        await page.keyboard.press("Tab");
        if (what.test((await focused()) ?? "")) return;
      }
      throw new Error(`no way to ${what}`);
    };
    await tabTo(/^model offline$/);
    await page.getByRole("tooltip").getByText("No key, no internet").waitFor();
    await page.keyboard.press("Escape");
    equal(await page.getByRole("tooltip").count(), 0);
    await tabTo(/^Robin/);
    await page.keyboard.press("ArrowRight");
    await page.getByText("Write as").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByText("No messages yet. Say hello").waitFor();
    await tabTo(/^Attach$/);
    await page.keyboard.press("Enter");
    match((await focused()) ?? "", /Send a picture/);
    await page.keyboard.press("Escape");
    equal(await focused(), "Attach");
    await page.keyboard.press("Tab");
    await page.keyboard.type("line one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("line two");
    await page.keyboard.press("Enter");
    await bubbles(page).getByText("line two").waitFor();
    await here.telegram.idle();
    deepEqual(here.bot.texts(), ["line one\nline two"]);
    await tabTo(/^Lose the next ack/);
    await page.keyboard.press("Space");
    await page.locator('#faults [aria-pressed="true"]').getByText("waits for the next").waitFor();
    await page.keyboard.press("Space");
    await page.waitForFunction(() => !document.querySelector('#faults [aria-pressed="true"]'));
  });
}

async function saysThatItHasEnded(browser: Browser, here: Theatre): Promise<void> {
  await visit(
    browser,
    here.url,
    async (page) => {
      await page.locator('#runtime[data-state="up"]').waitFor();
      here.page.end();
      await page.getByText(/npm start has ended at [\d:]+, and everything with it\./).waitFor();
      match((await page.locator("#runtime").textContent()) ?? "", /Runtime ended/);
      equal(await page.getByRole("button", { name: "Kill" }).isDisabled(), true);
      await here.page.close();
      await field(page).fill("anybody?");
      await page.keyboard.press("Enter");
      await page.getByText("npm start does not answer any more").waitFor();
      equal(await field(page).inputValue(), "anybody?");
    },
    DESK,
    /ERR_CONNECTION_REFUSED/,
  );
}

async function refusesOtherPages(browser: Browser, here: Theatre): Promise<void> {
  const other = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<title>Another page</title>");
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    const sent = page.waitForRequest((one) => one.url().endsWith("/kill"));
    await page.evaluate(
      (url) => fetch(`${url}/kill`, { method: "POST", mode: "no-cors", body: "{}" }).catch(String),
      here.url,
    );
    await sent;
    equal(here.runtime.view().state, "up");
    const read = await page.evaluate(
      (url) => fetch(`${url}/events`).then(String, () => "refused"),
      here.url,
    );
    equal(read, "refused");
    // A name of the attacker's that resolves to this machine.
    const renamed = here.url.replace("127.0.0.1", "page.localhost");
    equal((await page.goto(renamed))?.status(), 403);
  } finally {
    await page.close();
    await new Promise((resolve) => other.close(resolve));
  }
}

async function isSmall(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    const bytes = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .reduce((sum, entry) => sum + Reflect.get(entry, "decodedBodySize"), 0),
    );
    ok(bytes > 10_000 && bytes < 100_000, `${bytes} bytes`);
  });
}

async function withTheRealModel(browser: Browser): Promise<void> {
  const here = await theatre(null);
  try {
    await visit(browser, here.url, async (page) => {
      await page.getByRole("button", { name: "real model" }).hover();
      await page.getByRole("tooltip").getByText("cost money").waitFor();
      await fault(page, "429").waitFor();
      equal(await fault(page, "Stall once").count(), 0, "it cannot be told to stall");
    });
  } finally {
    await here.close();
  }
}

async function tellsWhatItKnows(browser: Browser, here: Theatre): Promise<void> {
  await visit(browser, here.url, async (page) => {
    await everything(page, here);
    const now = page.locator("#now");
    await now.locator(".plan").getByText("code worker, after s1, waits for another step").waitFor();
    await now
      .locator(".tools")
      .getByText(/^by OrchestratorAgent, WWW/)
      .waitFor();
    await page.locator("#approvals").getByText("waits for a person").waitFor();
    await page.locator("#approvals").getByText("Robin asked for github_merge").waitFor();
    await now.getByText("1 message pending until this answer is done").waitFor();
    await now.getByText("simple, by model: short").waitFor();
    await now.getByText("40 characters written, 9 seen").waitFor();
    await now.getByText("intent to edit it, outcome not known yet").waitFor();
    await now.getByText(/in doubt since/).waitFor();
    await page
      .locator("#pacing")
      .getByText(/Robin: told to wait until .* \d+ s left/)
      .waitFor();
    await page.locator("#pacing").getByText("3 writes in the last minute").waitFor();
    equal(await page.locator("#done .batch").count(), 4);
    await page.getByRole("button", { name: "Show 2 more" }).click();
    equal(await page.locator("#done .batch").count(), 6);
    await now.getByRole("button", { name: "Epoch" }).hover();
    await page.getByRole("tooltip").getByText("How often somebody has begun").waitFor();
    await page.getByRole("button", { name: /^Replay the batch/ }).click();
    await page.waitForFunction(() => document.querySelector<HTMLElement>("#refused")?.hidden);
    ok(here.admin.asked.includes("POST /admin/conversations/7/batches/b2/replay"));
  });
}

export const tests = [
  test("axe finds nothing serious, light, dark, and when all has ended", isAccessible),
  test("nothing sticks out at 390 pixels, and the kill button stays in sight", fitsSmallScreens),
  test("everything can be done with the keyboard alone", withTheKeyboardAlone),
  test("the page says that npm start has ended", saysThatItHasEnded),
  test("another page can do nothing here", refusesOtherPages),
  test("all of the page is less than 100 KB", isSmall),
  { name: "with a key it is the real model, and has no switches", run: withTheRealModel },
  test("the system's side tells what the operator's API tells", tellsWhatItKnows),
];
