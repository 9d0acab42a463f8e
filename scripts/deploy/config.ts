import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** As much of a `wrangler.jsonc` as is changed on the way. */
export interface RawConfig {
  main?: string;
  alias?: Record<string, string>;
  services?: { binding: string; service: string }[];
}

/** Only the doors of these apps; services that are no doors stay. Pure. */
export function withDoors<R extends RawConfig>(config: R, doors: readonly string[]): R {
  const services = config.services?.filter(
    ({ binding, service }) => !binding.endsWith("_DOOR") || doors.includes(service),
  );
  return { ...config, ...(services ? { services } : {}) };
}

/**
 * Writes a copy of a Worker's configuration elsewhere, bound to these doors only.
 *
 * @returns the copy's path
 */
export async function boundTo(
  file: string,
  doors: readonly string[],
  folder: string,
): Promise<string> {
  // Loaded late: wrangler takes a second, and a wrong setting should be told at once.
  const { experimental_readRawConfig } = await import("wrangler");
  const read: RawConfig = experimental_readRawConfig({ config: file }).rawConfig;
  // Paths are relative to the file that names them.
  const here = dirname(file);
  const moved = (path: string) => (isAbsolute(path) ? path : resolve(here, path));
  const { main, alias } = read;
  const copy = {
    ...withDoors(read, doors),
    ...(main ? { main: moved(main) } : {}),
    ...(alias ? { alias: mapped(alias, (to) => (to.startsWith(".") ? moved(to) : to)) } : {}),
  };
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "wrangler.json");
  writeFileSync(path, JSON.stringify(copy, null, 2));
  return path;
}

function mapped(all: Readonly<Record<string, string>>, to: (value: string) => string) {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, to(value)]));
}
