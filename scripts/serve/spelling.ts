import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "./check-settings.ts";
import { Refusal } from "./refusal.ts";
import { type App, pathOf } from "./settings.ts";

/** The product's own judge of lists: `misspelt({ platform, spelling, tools }, env)`. */
const PRODUCT = "packages/agents/src/spelling.ts";

/**
 * Reads the lists of ids and places before anything starts: an entry that is misspelt would do nothing, and
 * nobody would say so.
 *
 * @param known the apps that there are, started or not
 * @throws Refusal that names every wrong entry at once
 */
export async function checkSpelling(
  root: string,
  { apps, values }: { apps: readonly { name: string }[]; values: Environment },
  known: readonly Pick<App, "name" | "folder">[],
): Promise<void> {
  if (!existsSync(join(root, PRODUCT))) return;
  const { misspelt } = await load(root, PRODUCT);
  if (typeof misspelt !== "function") throw new Error(`${PRODUCT} does not export misspelt().`);
  const problems = new Set<string>();
  const persons: RegExp[] = [];
  for (const { name } of apps) {
    const app = pathOf(known.find((one) => one.name === name)?.folder ?? name);
    const places = [`packages/transport/src/${name}/spelling.ts`, `${app}/knowledge/spelling.ts`];
    const path = places.find((one) => existsSync(join(root, one)));
    if (path === undefined) continue;
    const { spelling } = (await load(root, path)) as { spelling: Spelling };
    persons.push(spelling.person.fits);
    const tools = values[`${name.toUpperCase()}_DOOR_PLACES`] ? await toolsOf(root, app) : [];
    const found: unknown = misspelt({ platform: name, spelling, tools: () => tools }, values);
    for (const { setting, entry, must } of found as Misspelt[]) {
      problems.add(`${setting}: "${entry}" must be ${must}.`);
    }
  }
  const names = known.map(({ name }) => name);
  for (const entry of strangers(values.APPROVERS, names, persons)) {
    problems.add(
      `APPROVERS: "${entry}" must begin with one of ${names.map((one) => `${one}:`).join(" ")}`,
    );
  }
  if (problems.size > 0) throw new Refusal([...problems].join("\n"));
}

/** Of the product, as much as is used here. */
interface Misspelt {
  setting: string;
  entry: string;
  must: string;
}
interface Spelling {
  person: { fits: RegExp };
}

/** Each Worker only judges what is named for itself: what is named for nobody is found here. */
function strangers(
  list: string | undefined,
  known: readonly string[],
  persons: readonly RegExp[],
): string[] {
  const entries = (list ?? "").split(",").map((text) => text.trim());
  return entries.filter((entry) => {
    const whose = /^([a-z][a-z0-9]*):./.exec(entry)?.[1];
    if (whose === undefined || known.includes(whose)) return false;
    return !persons.some((fits) => fits.test(entry));
  });
}

async function toolsOf(root: string, app: string): Promise<string[]> {
  const path = `${app}/door/index.ts`;
  if (!existsSync(join(root, path))) return [];
  const { door } = await load(root, path);
  if (typeof door !== "function") throw new Error(`${path} does not export door().`);
  const { tools } = door({}) as { tools: readonly { name: string }[] };
  return tools.map(({ name }) => name);
}

async function load(root: string, path: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(join(root, path)).href);
}
