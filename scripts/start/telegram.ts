import { randomBytes } from "node:crypto";
import { TelegramServer } from "@trunkline/emulators";
import { TelegramStage } from "@trunkline/emulators/playground";
import type { Environment } from "../serve/check-settings.ts";
import type { LocalPlatform } from "./platform.ts";
import { freePort, readPort } from "./port.ts";

/** A number like those of real bots, and nobody's. */
const BOT_ID = 700_000_001;
const TEAM_ID = -1_001_700_000_001;
const KINDS = ["message", "edited_message", "callback_query"];

const secret = (): string => randomBytes(24).toString("hex");

/** An emulated Telegram: two people in private, and a group with a third one and a stranger. */
export async function localTelegram(
  shell: Environment,
  adminToken: string,
): Promise<LocalPlatform> {
  const port = await freePort(readPort("TELEGRAM_PORT", shell.TELEGRAM_PORT, 8801));
  const telegram = new TelegramServer({
    token: `${BOT_ID}:${secret()}`,
    username: "trunkline_bot",
    // As an operator sets it at BotFather who wants the bot to be mentioned in groups.
    privacy: false,
  });
  const person = (id: number, firstName: string) =>
    telegram.user({ id, firstName, languageCode: "en" });
  const robin = person(5_000_001, "Robin");
  const mika = person(5_000_002, "Mika");
  const noor = person(5_000_003, "Noor");
  const sam = person(5_000_004, "Sam");
  const everybody = [robin, mika, noor, sam] as const;
  const team = telegram.group({
    ...{ id: TEAM_ID, title: "Harbour team", type: "supergroup" },
    members: everybody,
  });
  const stage = new TelegramStage({
    telegram,
    rooms: [
      { id: "robin", kind: "private", people: [robin] },
      { id: "mika", kind: "private", people: [mika] },
      { id: "team", kind: "group", chat: team, people: everybody },
    ],
    notes: new Map([[sam.id, "not on the list of allowed people: never answered"]]),
  });
  const webhookSecret = secret();
  const apiRoot = await telegram.listen();
  return {
    stage,
    operator: { url: `http://127.0.0.1:${port}`, token: adminToken },
    port,
    settings: {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
      TELEGRAM_API_ROOT: apiRoot,
      TELEGRAM_ALLOWED_USERS: [robin, mika, noor].map(({ id }) => id).join(),
    },
    connect: () =>
      setWebhook(`${apiRoot}/bot${telegram.token}`, {
        url: `http://127.0.0.1:${port}/webhook`,
        secret_token: webhookSecret,
        allowed_updates: KINDS,
      }),
    close: () => telegram.close(),
  };
}

async function setWebhook(bot: string, settings: object): Promise<void> {
  const set = await fetch(`${bot}/setWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(settings),
  });
  if (!set.ok) throw new Error(await set.text());
}
