import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "../serve/check-settings.ts";
import { Refusal } from "../serve/index.ts";
import { APPS, type App } from "../serve/settings.ts";
import type { LocalPlatform } from "./platform.ts";
import { freePort, readPort } from "./port.ts";
import type { Tab } from "./tab.ts";

/** A platform that has a tab of its own without a stage of its own. */
export interface Further {
  /** Of its folder. */
  readonly name: string;
  /** Relative to the root. */
  readonly folder: string;
}

const ENTRY = join("testing", "playground.ts");

/** All platforms of the workspace that say how they come into the playground. */
export function allFurther(root: string): Further[] {
  return ["apps", "examples"]
    .filter((parent) => existsSync(join(root, parent)))
    .flatMap((parent) =>
      readdirSync(join(root, parent)).map((name) => ({ name, folder: `${parent}/${name}` })),
    )
    .filter(({ folder }) => existsSync(join(root, folder, ENTRY)));
}

/** How `npm start` is called. Pure. */
export function usageOf(all: readonly Further[]): string {
  const there = all.map(({ name }) => name).join(", ") || "none yet";
  return `npm start knows only: npm start -- --with NAME. Further platforms with a tab: ${there}.`;
}

/**
 * Those that were asked for: `--with slack`, `--with slack,discord`. Pure.
 *
 * @throws Refusal that names those there are
 */
export function wantedOf(args: readonly string[], all: readonly Further[]): Further[] {
  const there = all.map(({ name }) => name).join(", ") || "none yet";
  const names = args.flatMap((arg, index) => {
    if (arg.startsWith("--with=")) return arg.slice("--with=".length).split(",");
    if (args[index - 1] === "--with") return arg.split(",");
    if (arg === "--with" && index < args.length - 1) return [];
    throw new Refusal(usageOf(all));
  });
  return [...new Set(names)].map((name) => {
    const found = all.find((one) => one.name === name);
    if (found) return found;
    throw new Refusal(
      `No platform ${name || "without a name"} has a testing/playground.ts. Those that have: ${there}. Telegram, GitHub and Asana have their tabs without --with.`,
    );
  });
}

export interface Opened {
  readonly platform: LocalPlatform;
  /** Its row for `serve`; null: it has one there. */
  readonly app: App | null;
}

/** One of them, ready to be talked to. */
export async function openFurther(
  root: string,
  { folder }: Further,
  shell: Environment,
  adminToken: string,
): Promise<Opened> {
  const module: unknown = await import(pathToFileURL(join(root, folder, ENTRY)).href);
  const tab = tabOf(module, folder);
  const { name } = tab;
  const row = APPS.find((app) => app.name === name);
  const portSetting = row?.portSetting ?? `${name.toUpperCase()}_PORT`;
  const port = await freePort(readPort(portSetting, shell[portSetting], row?.port ?? 0));
  const platform = await tab.open(port, adminToken);
  const ways = [Object.keys(platform.settings)];
  const app = row ? null : { name, folder, port, portSetting, ways, optional: [] };
  return { platform, app };
}

function tabOf(module: unknown, folder: string): Tab {
  if (typeof module === "object" && module !== null && "tab" in module && isTab(module.tab)) {
    return module.tab;
  }
  throw new Refusal(`${folder}/testing/playground.ts must export "tab", see docs/playground.md.`);
}

function isTab(value: unknown): value is Tab {
  return typeof value === "object" && value !== null && "open" in value;
}
