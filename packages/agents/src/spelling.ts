import type { Shape, Spelling } from "@trunkline/transport";
import { misspeltPlace } from "./door/places.ts";

/** An entry of a list in the settings that would never mean anybody, or any place. */
export interface Misspelt {
  readonly setting: string;
  /** From 1; empty entries count. */
  readonly nth: number;
  /** Only for whoever has set it: it may be a mail address, or a token in the wrong place. */
  readonly entry: string;
  /** Goes on after "must be". */
  readonly must: string;
}

/** What is known of the platform whose settings are looked at. */
export interface Spelled {
  /** Lower-case name: its settings begin with it. */
  readonly platform: string;
  readonly spelling: Spelling | undefined;
  /** Names of the tools behind its door; only asked where the setting is set. */
  readonly tools: () => readonly string[];
}

/**
 * The entries that are no ids, tools or places, in every list of a platform: `…_ALLOWED_USERS`,
 * `…_ALLOWED_BOTS`, `…_ADMINS`, `…_DOOR_PLACES`, and `APPROVERS`. They would do nothing, and nobody would
 * notice; where they forbid, nothing were forbidden.
 */
export function misspelt({ platform, spelling, tools }: Spelled, env: object): Misspelt[] {
  if (!spelling) return [];
  const settings: ReadonlyMap<string, unknown> = new Map(Object.entries(env));
  const { person, place } = spelling;
  const wrong = (setting: string, must: (entry: string) => string | null): Misspelt[] => {
    const list = settings.get(setting);
    return (typeof list === "string" ? list : "").split(",").flatMap((text, index) => {
      const entry = text.trim();
      const why = entry === "" ? null : must(entry);
      return why === null ? [] : [{ setting, nth: index + 1, entry, must: why }];
    });
  };
  const own = platform.toUpperCase();
  const places = `${own}_DOOR_PLACES`;
  const known = settings.get(places) ? tools() : [];
  return [
    ...wrong(`${own}_ALLOWED_USERS`, (entry) => (entry === "*" ? null : unlike(person, entry))),
    ...wrong(`${own}_ALLOWED_BOTS`, (entry) => unlike(person, entry)),
    ...wrong(`${own}_ADMINS`, (entry) => unlike(person, entry)),
    ...wrong(places, (entry) => misspeltPlace(entry, known, place)),
    ...wrong("APPROVERS", (entry) => noApprover(platform, person, entry)),
  ];
}

const unlike = ({ fits, like }: Shape, entry: string) => (fits.test(entry) ? null : like);

/** `platform:id` or a plain id; what another platform is named for is that one's to judge. */
function noApprover(platform: string, person: Shape, entry: string): string | null {
  if (entry === "*" || person.fits.test(entry)) return null;
  const [, whose, id] = /^([a-z][a-z0-9]*):(.+)$/.exec(entry) ?? [];
  if (whose === undefined || id === undefined) return `${person.like}, or ${platform}:<id>`;
  if (whose !== platform || person.fits.test(id)) return null;
  return `${platform}: and ${person.like}`;
}
