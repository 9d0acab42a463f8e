// A further platform is a further tab: what docs/playground.md promises to whoever adds one.
import { deepEqual, equal } from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import type { Stage } from "../../packages/emulators/src/playground/stage.ts";
import { theatre } from "../../packages/emulators/src/playground/testing.ts";
import { DESK, visit } from "./visit.ts";

/** The smallest platform there can be: one board, on which everybody writes. */
function board(): Stage & { readonly done: string[] } {
  const notes: string[] = [];
  const done: string[] = [];
  let tell = () => {};
  return {
    done,
    name: "board",
    title: "Board",
    faults: [],
    places: () => [
      {
        ...{ id: "wall", title: "The wall", about: "a wall", conversation: null },
        writers: [{ id: "1", name: "Tess" }],
      },
    ],
    scene: () => ({ scene: { notes }, staleAt: 0 }),
    feed(changed) {
      tell = changed;
      return () => {};
    },
    say(_place, { as, text }) {
      notes.push(`${as}: ${text}`);
      tell();
    },
    act(place, name, body) {
      done.push(`${place} ${name} ${JSON.stringify(body)}`);
      return { thanks: "done" };
    },
    find: (_place, name, query) => ({ json: `${name} ${query.get("n")}` }),
    calls: () => [],
  };
}

const MODULE = `export function mount(root, room) {
  const list = document.createElement("ul");
  const button = document.createElement("button");
  button.textContent = "Write";
  button.onclick = async () => {
    await room.do("say", { as: "1", text: "ahoy" });
    const { thanks } = await room.do("wave", { far: true });
    room.tell(thanks + ", " + (await room.get("more", { n: 7 })));
  };
  root.append(list, button);
  return {
    show(scene, place) {
      list.replaceChildren(place.title, ...scene.notes.map((note) => {
        const item = document.createElement("li");
        item.textContent = note;
        return item;
      }));
    },
  };
}`;

async function furtherPlatform(browser: Browser): Promise<void> {
  const stage = board();
  const here = await theatre(null, [stage]);
  try {
    await visit(browser, here.url, async (page) => {
      const script = { contentType: "text/javascript", body: MODULE };
      await page.route("**/board/stage.js", (route) => route.fulfill(script));
      await page.route("**/board/stage.css", (route) =>
        route.fulfill({ contentType: "text/css", body: "" }),
      );
      await page.getByRole("tab", { name: "Board" }).click();
      await page.getByRole("tab", { name: "The wall" }).waitFor();
      await page.getByRole("button", { name: "Write" }).click();
      await page.getByText("1: ahoy").waitFor();
      await page.getByText("done, more 7").waitFor();
      deepEqual(stage.done, ['wall wave {"far":true}']);
      await page.getByRole("tab", { name: "Telegram" }).click();
      await page.getByRole("tab", { name: "Robin" }).waitFor();
      await page.getByLabel("Message", { exact: true }).waitFor();
      equal(await page.getByRole("button", { name: "Write" }).count(), 0);
    });
  } finally {
    await here.close();
  }
}

/** A tab whose module is of another test: it is not there. */
async function besideABoard(browser: Browser, look: (page: Page) => Promise<void>): Promise<void> {
  const here = await theatre(null, [board()]);
  try {
    await visit(browser, here.url, look, DESK, /404|Refused to apply style/);
  } finally {
    await here.close();
  }
}

async function byItsAddress(browser: Browser): Promise<void> {
  await besideABoard(browser, async (page) => {
    const chosen = (name: string) => page.getByRole("tab", { name, selected: true }).waitFor();
    const goTo = (hash: string) => page.evaluate((to) => location.assign(to), hash);
    await goTo("#board");
    await chosen("The wall");
    equal(new URL(page.url()).hash, "#board/wall");
    await page.reload();
    await chosen("The wall");
    await goTo("#telegram/team");
    await chosen("Team");
    await goTo("#board/nowhere");
    await page.getByText("There is no such tab or place").waitFor();
    await chosen("The wall");
    await goTo("#nothing/nowhere");
    await chosen("Telegram");
  });
}

async function withoutItsModule(browser: Browser): Promise<void> {
  await besideABoard(browser, async (page) => {
    await page.getByRole("tab", { name: "Board" }).click();
    await page.getByText("There is no page/board/stage.js").waitFor();
    await page.getByRole("tab", { name: "Telegram" }).click();
    await page.getByLabel("Message", { exact: true }).waitFor();
  });
}

async function aloneItHasNoTab(browser: Browser): Promise<void> {
  const here = await theatre(null);
  try {
    await visit(browser, here.url, async (page) => {
      equal(await page.getByRole("tablist", { name: "Platforms" }).count(), 0);
    });
  } finally {
    await here.close();
  }
}

export const tests = [
  { name: "a further platform is a further tab", run: furtherPlatform },
  {
    name: "an address names a tab, or a place in it, also while the page is open",
    run: byItsAddress,
  },
  { name: "a platform without its module says so", run: withoutItsModule },
  { name: "a platform that is alone has no tab", run: aloneItHasNoTab },
];
