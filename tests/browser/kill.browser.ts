// The runtime is killed for real, and so is all of `npm start`.
import { equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import type { Browser, Page } from "playwright-core";
import { ROOT } from "../../scripts/serve/prepare.ts";
import { onOneStart, type Scene } from "./lasting.ts";
import { Started } from "./started.ts";
import { answers, isDone, PHONE, visit, write } from "./visit.ts";

const pidOf = async (page: Page): Promise<number> => {
  const text = await page.locator('#runtime[data-state="up"]').textContent();
  return Number(/pid (\d+)/.exec(text ?? "")?.[1]);
};
const alive = (pid: number): boolean => existsSync(`/proc/${pid}/cmdline`);
const story = (page: Page, n: number) => page.locator("#story li").nth(n);

const inMidAnswer: Scene = async (page, started) => {
  const step = (state: string, title: string) =>
    page.locator(`#invitation li[data-state="${state}"]`).getByText(title).waitFor();
  await step("next", "write “slow”");
  await write(page, "slow");
  await step("next", "Kill the runtime");
  await answers(page).getByText("sentence 2 of 12").waitFor();
  const pid = await pidOf(page);
  const top = () => page.locator(".people").evaluate((one) => one.getBoundingClientRect().top);
  const before = await top();
  await page.getByRole("button", { name: `kill -9 ${pid}` }).click();
  await story(page, 0)
    .getByText(/^Died at \d\d:\d\d:\d\d$/)
    .waitFor();
  await story(page, 0).getByText(`pid ${pid}, in mid-answer`).waitFor();
  equal(await page.locator("#invitation").isHidden(), true, "the story takes its place");
  equal(await top(), before, "nothing moves");
  await story(page, 1)
    .getByText(/^Back after \d+\.\d\ss$/)
    .waitFor();
  ok(!alive(pid), "the killed runtime is gone");
  await story(page, 2).getByText("The answer goes on").waitFor();
  await page.locator("#now").getByText("The runtime died").waitFor();
  await page.locator("#now").getByText("Taken up again: epoch 2").waitFor();
  await story(page, 2)
    .getByText(/^Answer finished at \d\d:\d\d:\d\d$/)
    .waitFor();
  await story(page, 2)
    .getByText(/\ss after the death, one message$/)
    .waitFor();
  await isDone(page, 1);
  equal(await answers(page).count(), 1, "one message of the bot");
  match((await answers(page).textContent()) ?? "", /sentence 12 of 12 finds its way to you\.$/);
  const texts = await page.evaluate(async () => {
    const response = await fetch("stage/telegram/robin/versions?message=2");
    return (await response.json()) as { text: string }[];
  });
  ok(texts.length > 3, "it was seen streaming");
  const last = texts.at(-1)?.text;
  equal(texts.filter(({ text }) => text === last).length, 1, "the final was shown once");
  match(started.output, new RegExp(`The runtime \\(pid ${pid}\\) has died`));
  await page.getByRole("button", { name: "Close this story" }).click();
  equal(await page.locator("#story").isHidden(), true);
};

const withNothingOpen: Scene = async (page) => {
  const pid = await pidOf(page);
  await page.getByRole("button", { name: /^Kill/ }).click();
  await story(page, 2).getByText("Nothing was open").waitFor();
  ok(!alive(pid));
  await write(page, "count to 20");
  await isDone(page, 2);
};

const printsNothingPrivate: Scene = async (page, started) => {
  const seen = `${started.output}${await page.content()}`;
  for (const path of [ROOT, homedir(), started.dataDir]) ok(!seen.includes(path), path);
  ok(!/\d{6,}:[a-f0-9]{48}|\b[a-f0-9]{48}\b/.test(seen), "no token and no secret");
};

/** The whole of `npm start` ends and begins again under an open page, which is on a phone. */
async function endsAndBegins(browser: Browser): Promise<void> {
  const first = await Started.start();
  const { port } = new URL(first.url);
  let second: Started | null = null;
  try {
    const lost = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY/;
    await visit(
      browser,
      first.url,
      async (page) => {
        const pid = await pidOf(page);
        await write(page, "count to 20");
        await answers(page).getByText("19, 20.").waitFor();
        equal(await first.stop(), 0);
        ok(!alive(pid), "Ctrl-C ends the runtime, too");
        await page.getByText(/npm start has ended at [\d:]+, and everything with it\./).waitFor();
        equal(await page.locator("#story").isHidden(), true, "this is no death that heals");
        second = await Started.start({}, Number(port));
        await page.getByText("No messages yet").waitFor();
        equal(await page.locator("#gone").isHidden(), true);
        await pidOf(page);
      },
      PHONE,
      lost,
    );
  } finally {
    if (second) await (second as Started).stop();
  }
}

export const tests = [
  ...onOneStart({}, [
    ["a runtime killed in mid-answer: the story is told, one answer is seen", inMidAnswer],
    ["a runtime killed while it is idle", withNothingOpen],
    ["neither the terminal nor the page shows paths or secrets", printsNothingPrivate],
  ]),
  { name: "npm start ends and begins again under an open page", run: endsAndBegins },
];
