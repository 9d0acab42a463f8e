import { Refusal } from "./refusal.ts";
import { APPS, type App, POOL, settingsOf } from "./settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface CheckedSettings {
  /** The apps to start, each with the port it listens on. */
  apps: { name: string; port: number }[];
  /** Every setting some started Worker reads, without the unset and empty ones. */
  values: Record<string, string>;
  egress: "public" | "private";
  /** Apps among them that are no row of `APPS`. */
  further?: readonly App[];
}

/**
 * Decides what to start. Pure; never puts a value into a message.
 *
 * @param folders the names of the folders below `apps/`; an app without one is not considered.
 * @param further apps that are no row of `APPS`, like an example.
 * @throws Refusal that names every problem at once.
 */
export function checkSettings(
  env: Environment,
  folders: readonly string[],
  further: readonly App[] = [],
): CheckedSettings {
  const set = (name: string): boolean => (env[name] ?? "") !== "";
  const known = [...APPS.filter(({ name }) => folders.includes(name)), ...further];
  const apps = known.filter((app) => app.ways.some((way) => way.every(set)));
  const problems = known.flatMap((app) => (apps.includes(app) ? [] : halfConfigured(app, set)));
  if (apps.length === 0 && problems.length === 0) problems.push(nothingConfigured(known));

  const values: Record<string, string> = {};
  const workers = [...apps.map((app) => app.name), POOL];
  const names = workers.flatMap((worker) => settingsOf(worker, Object.keys(env), further));
  for (const name of new Set(names)) {
    const value = env[name];
    if (value) values[name] = value;
  }
  if (!values.ANTHROPIC_API_KEY) {
    if (isLoopback(values.ANTHROPIC_BASE_URL)) values.ANTHROPIC_API_KEY = "offline";
    else
      problems.push(
        values.ANTHROPIC_BASE_URL
          ? "ANTHROPIC_API_KEY is not set, and ANTHROPIC_BASE_URL is not on this machine."
          : "ANTHROPIC_API_KEY is not set.",
      );
  }
  if (values.ASANA_PROJECTS && !values.PUBLIC_URL) {
    problems.push("ASANA_PROJECTS needs PUBLIC_URL, where Asana reaches this machine.");
  }
  problems.push(...malformed(env), ...misshapen(values));
  if (problems.length > 0) throw new Refusal(problems.join("\n"));
  return {
    apps: apps.map((app) => ({ name: app.name, port: Number(env[app.portSetting] || app.port) })),
    values,
    egress: env.TRUNKLINE_EGRESS === "private" ? "private" : "public",
    further,
  };
}

function halfConfigured(app: App, set: (name: string) => boolean): string[] {
  const present = (way: readonly string[]): number => way.filter(set).length;
  const most = Math.max(...app.ways.map(present));
  if (most === 0) return [];
  const closest = app.ways.filter((way) => present(way) === most);
  const missing = closest.map((way) => way.filter((name) => !set(name)).join(" and "));
  const there = [...new Set(closest.flat().filter(set))].join(", ");
  return [
    `${app.name} is configured in part: ${missing.join(", or ")} is missing (set: ${there}).`,
  ];
}

function nothingConfigured(known: readonly App[]): string {
  const ways = known.map(
    ({ name, ways }) => `${ways.map((way) => way.join(" + ")).join(" or ")} (${name})`,
  );
  return `No app is configured, so there is nothing to serve. Set ${ways.join(", or ")}.`;
}

function isLoopback(url: string | undefined): boolean {
  if (!url || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Values that a platform would refuse later, or that would fail in a way that explains nothing. */
const SHAPES: readonly (readonly [name: string, shape: RegExp, must: string])[] = [
  ["TELEGRAM_BOT_TOKEN", /^\d+:[\w-]+$/, "look like 123456:ABC, as BotFather gives it"],
  ["TELEGRAM_WEBHOOK_SECRET", /^[\w-]{1,256}$/, "consist of A-Z a-z 0-9 _ -"],
  ["TELEGRAM_API_ROOT", /^https?:\/\/[^/].*[^/]$/, "be a URL without a slash at the end"],
  ["GITHUB_API_URL", /^https?:\/\/[^/].*[^/]$/, "be a URL without a slash at the end"],
  ["ASANA_API_URL", /^https?:\/\/.*\/api\/1\.0$/, "be a URL that ends in /api/1.0"],
  ["ANTHROPIC_BASE_URL", /^https?:\/\/[^/].*$/, "be a URL"],
];

function misshapen(values: Readonly<Record<string, string>>): string[] {
  return SHAPES.flatMap(([name, shape, must]) => {
    const value = values[name];
    return value === undefined || shape.test(value) ? [] : [`${name} must ${must}.`];
  });
}

function malformed(env: Environment): string[] {
  const problems: string[] = [];
  if (env.BATCH_WINDOW_MS && !/^\d+$/.test(env.BATCH_WINDOW_MS)) {
    problems.push("BATCH_WINDOW_MS must be a whole number of milliseconds.");
  }
  if (env.TRUNKLINE_EGRESS && !["public", "private"].includes(env.TRUNKLINE_EGRESS)) {
    problems.push('TRUNKLINE_EGRESS must be "public" (the default) or "private".');
  }
  for (const { portSetting } of APPS) {
    const port = env[portSetting];
    if (port && !(/^\d+$/.test(port) && Number(port) > 0 && Number(port) < 65536)) {
      problems.push(`${portSetting} must be a port number.`);
    }
  }
  return problems;
}
