import type { Environment } from "../serve/check-settings.ts";

/** What the emulators stand for, and the secrets of this run. */
export interface LocalSettings {
  readonly TELEGRAM_BOT_TOKEN: string;
  readonly TELEGRAM_WEBHOOK_SECRET: string;
  readonly TELEGRAM_API_ROOT: string;
  readonly TELEGRAM_ALLOWED_USERS: string;
  readonly ADMIN_TOKEN: string;
}

const OF_THE_MACHINE = ["PATH", "TZ", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"];
const OF_THE_PERSON = [
  "MODEL_FAST",
  "MODEL_MAIN",
  "BATCH_WINDOW_MS",
  "TIMINGS",
  "TRUNKLINE_EGRESS",
];

/**
 * The settings of the local runtime. Only named ones are taken from the shell: a developer's own bot
 * token or GitHub key must not bring real accounts into a playground.
 *
 * @param modelRoot - of the offline model; null: there is a key, and the real model answers
 */
export function localSettings(
  shell: Environment,
  local: LocalSettings,
  modelRoot: string | null,
): Environment {
  const kept = [...OF_THE_MACHINE, ...OF_THE_PERSON].map((name) => [name, shell[name]]);
  const model =
    modelRoot === null
      ? {
          ANTHROPIC_API_KEY: shell.ANTHROPIC_API_KEY,
          ANTHROPIC_BASE_URL: shell.ANTHROPIC_BASE_URL,
        }
      : { ANTHROPIC_API_KEY: "offline", ANTHROPIC_BASE_URL: modelRoot };
  return { ...Object.fromEntries(kept), ...local, ...model };
}

/** Without a key the offline model answers. */
export const isOffline = (shell: Environment): boolean => !shell.ANTHROPIC_API_KEY;
