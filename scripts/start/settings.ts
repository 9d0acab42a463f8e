import type { Environment } from "../serve/check-settings.ts";

const OF_THE_MACHINE = ["PATH", "TZ", "LANG", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"];
const OF_THE_PERSON = [
  "AGENT",
  "MODEL_FAST",
  "MODEL_MAIN",
  "BATCH_WINDOW_MS",
  "TIMINGS",
  "TRUNKLINE_EGRESS",
];

/**
 * The offline model answers in a moment or not at all: whoever lets it fall silent on the page need not
 * wait as long as for a real one. Nor need he who lets a delivery get lost,
 * or who asks for a slow answer where only a note tells of the work.
 */
const OFFLINE_TIMINGS = JSON.stringify({
  modelFirstByteMs: 10_000,
  modelIdleMs: 5_000,
  sweepMs: 15_000,
  progressNoteMs: 8_000,
});

/**
 * The settings of the local runtime. Only named ones are taken from the shell: a developer's own bot
 * token or GitHub key must not bring real accounts into a playground.
 *
 * @param local - what the emulators stand for, and the secrets of this run
 * @param modelRoot - of the offline model; null: there is a key, and the real model answers
 */
export function localSettings(
  shell: Environment,
  local: Readonly<Record<string, string>>,
  modelRoot: string | null,
): Environment {
  const kept = [...OF_THE_MACHINE, ...OF_THE_PERSON].map((name) => [name, shell[name]]);
  const model =
    modelRoot === null
      ? {
          ANTHROPIC_API_KEY: shell.ANTHROPIC_API_KEY,
          ANTHROPIC_BASE_URL: shell.ANTHROPIC_BASE_URL,
        }
      : {
          ANTHROPIC_API_KEY: "offline",
          ANTHROPIC_BASE_URL: modelRoot,
          TIMINGS: shell.TIMINGS ?? OFFLINE_TIMINGS,
        };
  return { ...Object.fromEntries(kept), ...local, ...model };
}

/** Without a key the offline model answers. */
export const isOffline = (shell: Environment): boolean => !shell.ANTHROPIC_API_KEY;
