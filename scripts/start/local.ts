import { randomBytes } from "node:crypto";
import { ModelServer, TelegramServer } from "@trunkline/emulators";
import { PlaygroundServer } from "../../packages/emulators/src/playground/index.ts";
import type { Environment } from "../serve/check-settings.ts";
import { prepare, Refusal, spawnWorkerd } from "../serve/index.ts";
import { freshFolder } from "./folder.ts";
import { freePort, isBusy, readPort } from "./port.ts";
import { isOffline, localSettings } from "./settings.ts";
import { Supervisor } from "./supervisor.ts";

/** A number like those of real bots, and nobody's. */
const BOT_ID = 700_000_001;
const PERSON = { id: 5_000_001, firstName: "Robin", languageCode: "en" };
const KINDS = ["message", "edited_message", "callback_query"];

export interface Local {
  readonly url: string;
  readonly runtime: Supervisor;
  /** Resolves when the runtime has been up once; rejects when it cannot be. */
  readonly up: Promise<void>;
  /** Resolves after {@link close}; rejects when the runtime does not stay alive. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const secret = (): string => randomBytes(24).toString("hex");

/** Everything on this machine: the emulators, the page, and the runtime under its supervisor. */
export async function startLocal(
  shell: Environment,
  onFault: (error: unknown) => void,
): Promise<Local> {
  const wantedPort = readPort("PORT", shell.PORT, 8787);
  const appPort = await freePort(readPort("TELEGRAM_PORT", shell.TELEGRAM_PORT, 8801));
  const telegram = new TelegramServer({
    token: `${BOT_ID}:${secret()}`,
    username: "trunkline_bot",
  });
  const models = [shell.MODEL_FAST, shell.MODEL_MAIN].filter((name) => name !== undefined);
  const model = isOffline(shell) ? new ModelServer({ models }) : null;
  const runtime = new Supervisor();
  const adminToken = secret();
  const page = new PlaygroundServer({
    telegram,
    model,
    runtime,
    people: [telegram.user(PERSON)],
    operator: { url: `http://127.0.0.1:${appPort}`, token: adminToken },
    onFault,
  });
  let ended: Promise<void> = Promise.resolve();
  const close = async (): Promise<void> => {
    runtime.stop();
    // Until it is gone it holds the lock of the folder. Why it ended is said by who waits for `ended`.
    await ended.catch(() => {});
    await Promise.all([page.close(), telegram.close(), model?.close()]);
  };
  try {
    // The page first: a second `npm start` ends here, before it touches anything of the first.
    const url = await page.listen(wantedPort).catch((error: unknown) => {
      throw isBusy(error) ? busy(wantedPort) : error;
    });
    const local = {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_WEBHOOK_SECRET: secret(),
      TELEGRAM_API_ROOT: await telegram.listen(),
      TELEGRAM_ALLOWED_USERS: String(PERSON.id),
      ADMIN_TOKEN: adminToken,
    };
    const prepared = await prepare({
      dataDir: freshFolder(shell.TRUNKLINE_DATA),
      env: localSettings(shell, local, model ? await model.listen() : null),
      ports: { telegram: appPort },
    });
    await setWebhook(local, `http://127.0.0.1:${appPort}/webhook`);
    ended = runtime.run(() => spawnWorkerd(prepared));
    return { url, runtime, up: Promise.race([firstUp(runtime), ended]), ended, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As an operator would, by the Bot API. */
async function setWebhook(
  { TELEGRAM_API_ROOT, TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET }: Record<string, string>,
  url: string,
): Promise<void> {
  const set = await fetch(`${TELEGRAM_API_ROOT}/bot${TELEGRAM_BOT_TOKEN}/setWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url, secret_token: TELEGRAM_WEBHOOK_SECRET, allowed_updates: KINDS }),
  });
  if (!set.ok) throw new Error(await set.text());
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
