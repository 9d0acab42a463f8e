import { Refusal } from "../serve/refusal.ts";
import { APPS, POOL } from "../serve/settings.ts";

/** What a new platform is called, and where. */
export interface Names {
  /** One lower-case word: the Worker, its folder, part of persisted keys. */
  readonly name: string;
  /** In types. */
  readonly Name: string;
  /** In settings. */
  readonly NAME: string;
  /** Of the app, relative to the root. */
  readonly folder: string;
}

const OPTIONS = ["--dir", "--no-install"];

/** How it is called; also what is said to whoever calls it otherwise. */
export const USAGE = `Say how the platform is called, as one lower-case word of a-z and 0-9: npm run new-platform -- discord
  --dir examples/discord  an example there, which npm run serve does not start; without it an app in apps/
  --no-install            without linking its packages`;

/** @throws Refusal that says what a name or a folder must be */
export function namesOf(args: readonly string[]): Names {
  const unknown = args.find((one) => one.startsWith("-") && !OPTIONS.includes(one));
  if (unknown !== undefined) throw new Refusal(`There is no option ${unknown}.\n${USAGE}`);
  const [name = "", further] = args.filter(
    (one, i) => !one.startsWith("-") && args[i - 1] !== "--dir",
  );
  if (further !== undefined || !/^[a-z][a-z0-9]{1,30}$/.test(name)) throw new Refusal(USAGE);
  if (name === POOL || APPS.some((app) => app.name === name)) {
    throw new Refusal(
      `There is an app of the name ${name} already: it has a row in scripts/serve/settings.ts.`,
    );
  }
  const at = args.indexOf("--dir");
  const folder = at < 0 ? `apps/${name}` : (args[at + 1] ?? "").replace(/\/+$/, "");
  if (!/^(?:apps|examples)\/[a-z0-9-]+$/.test(folder)) {
    throw new Refusal(
      "--dir must be a folder directly below apps/ or examples/: there the workspace, the type check and the tests look.",
    );
  }
  return {
    name,
    folder,
    Name: `${name[0]?.toUpperCase()}${name.slice(1)}`,
    NAME: name.toUpperCase(),
  };
}

/** Puts the names into a template, or into its path. */
export function named(template: string, { name, Name, NAME }: Names): string {
  return template
    .replaceAll("__NAME__", NAME)
    .replaceAll("__Name__", Name)
    .replaceAll("__name__", name);
}
