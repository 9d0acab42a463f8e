import { randomBytes } from "node:crypto";
import { ModelServer } from "@trunkline/emulators";
import { PlaygroundServer } from "@trunkline/emulators/playground";
import type { Environment } from "../serve/check-settings.ts";
import { prepare, Refusal, spawnWorkerd } from "../serve/index.ts";
import { ROOT } from "../serve/prepare.ts";
import { localAsana } from "./asana.ts";
import { DiskBooks } from "./books.ts";
import { freshFolder } from "./folder.ts";
import { type Further, type Opened, openFurther } from "./further.ts";
import { localGitHub } from "./github.ts";
import { isBusy, readPort } from "./port.ts";
import { isOffline, localSettings } from "./settings.ts";
import { Supervisor } from "./supervisor.ts";
import { localTelegram } from "./telegram.ts";

export interface Local {
  readonly url: string;
  /** Of the further platforms. */
  readonly tabs: readonly { readonly title: string; readonly url: string }[];
  readonly runtime: Supervisor;
  /** Resolves when the runtime has been up once; rejects when it cannot be. */
  readonly up: Promise<void>;
  /** Resolves after {@link close}; rejects when the runtime does not stay alive. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Everything on this machine: the emulators, the page, and the runtime under its supervisor.
 *
 * @param further - platforms beside those that everybody sees
 */
export async function startLocal(
  shell: Environment,
  further: readonly Further[],
  onFault: (error: unknown) => void,
): Promise<Local> {
  const wantedPort = readPort("PORT", shell.PORT, 8787);
  const adminToken = randomBytes(24).toString("hex");
  const models = [shell.MODEL_FAST, shell.MODEL_MAIN].filter((name) => name !== undefined);
  const model = isOffline(shell) ? new ModelServer({ models }) : null;
  const opened: Opened[] = [];
  // One after the other: two could find the same free port.
  for (const one of further) opened.push(await openFurther(ROOT, one, shell, adminToken));
  const telegram = await localTelegram(shell, adminToken);
  const platforms = [
    telegram,
    await localGitHub(shell, adminToken),
    await localAsana(shell, adminToken),
    ...opened.map(({ platform }) => platform),
  ] as const;
  const runtime = new Supervisor();
  let disk: DiskBooks | null = null;
  const books = { read: (conversation: string) => disk?.read(conversation) ?? null };
  const page = new PlaygroundServer({ stages: platforms, model, runtime, books, onFault });
  let ended: Promise<void> = Promise.resolve();
  const close = async (): Promise<void> => {
    // First of all: who looks at the page must not take this for a death that heals.
    page.end();
    runtime.stop();
    // Until it is gone it holds the lock of the folder. Why it ended is said by who waits for `ended`.
    await ended.catch(() => {});
    await Promise.all([page.close(), model?.close(), ...platforms.map((one) => one.close())]);
  };
  try {
    // The page first: a second `npm start` ends here, before it touches anything of the first.
    const url = await page.listen(wantedPort).catch((error: unknown) => {
      throw isBusy(error) ? busy(wantedPort) : error;
    });
    const settings = Object.fromEntries(platforms.flatMap((one) => Object.entries(one.settings)));
    const dataDir = freshFolder(shell.TRUNKLINE_DATA);
    disk = new DiskBooks(dataDir);
    const prepared = await prepare({
      dataDir,
      env: localSettings(
        shell,
        { ...settings, ADMIN_TOKEN: adminToken },
        model ? await model.listen() : null,
      ),
      further: opened.flatMap(({ app }) => app ?? []),
      ports: Object.fromEntries(platforms.map(({ stage, port }) => [stage.name, port])),
    });
    for (const platform of platforms) await platform.connect();
    ended = runtime.run(() => spawnWorkerd(prepared));
    const tabs = opened.map(({ platform: { stage } }) => ({
      title: stage.title,
      url: `${url}/#${stage.name}/${stage.places()[0].id}`,
    }));
    return { url, tabs, runtime, up: Promise.race([firstUp(runtime), ended]), ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function firstUp(runtime: Supervisor): Promise<void> {
  return new Promise((resolve) => {
    const stop = runtime.onChange(() => {
      if (runtime.view().state !== "up") return;
      stop();
      resolve();
    });
  });
}

function busy(port: number): Refusal {
  return new Refusal(
    `Port ${port} is in use, perhaps by another npm start. Choose one: PORT=${port + 1} npm start`,
  );
}
