import type { Shape } from "@trunkline/transport";
import type { ToolUse } from "./act.ts";

/** One entry of the setting. */
interface Rule {
  readonly forbids: boolean;
  /** `read`, `act`, a tool's name; `*`: whatever. */
  readonly what: string;
  /** Lower case; a `*` at the end stands for anything. */
  readonly place: string;
}

/**
 * Who may use which tool at which place. A conversation's own place is open to it; the setting opens others
 * to every conversation, or forbids. What forbids wins, wherever it stands.
 *
 * A comma list: `acme/site` opens a place, `acme/*` all whose name begins so, `read@acme/docs` for looks
 * only (`act@`: for acts, `merge@`: for one tool), `-merge@*` forbids, also at home.
 *
 * @param home - the place of the asking conversation, if it stands on this platform
 * @returns null, or why not, in words for the asker
 */
export function shut(
  use: Pick<ToolUse, "tool" | "effect" | "places">,
  home: string | null,
  setting: string | null | undefined,
): string | null {
  if (use.places.length === 0)
    return `${use.tool} names no place, and only open places may be used`;
  const rules = rulesOf(setting);
  const own = home?.toLowerCase();
  for (const place of use.places.map((name) => name.toLowerCase())) {
    const held = rules.filter((rule) => covers(rule, use, place));
    if (held.some(({ forbids }) => forbids)) return `${use.tool} is forbidden at ${place}`;
    if (place !== own && held.length === 0) return `${place} is not open to this conversation`;
  }
  return null;
}

/**
 * Whether an entry can ever open or forbid anything.
 *
 * @param tools - names of those behind this door
 * @param shape - of a whole place, in lower case
 * @returns null, or what it must be
 */
export function misspeltPlace(
  entry: string,
  tools: readonly string[],
  shape?: Shape,
): string | null {
  const { what, place } = ruleOf(entry);
  if (!["*", "read", "act", ...tools].includes(what)) {
    return `for "read@", "act@" or one of the tools ${tools.join(", ")}`;
  }
  const [, start = "", star = ""] = /^([^\s@*]*)(\*?)$/.exec(place) ?? [];
  if (start + star === "") return `[-][read@|act@|tool@]place, where * ends a place`;
  return star === "*" || !shape || shape.fits.test(start) ? null : `${shape.like}, or end in *`;
}

function rulesOf(setting: string | null | undefined): Rule[] {
  const rules = (setting ?? "").split(",").map(ruleOf);
  return rules.filter(({ place }) => place !== "");
}

function ruleOf(entry: string): Rule {
  const text = entry.trim().toLowerCase();
  const forbids = text.startsWith("-");
  const rest = forbids ? text.slice(1) : text;
  const at = rest.indexOf("@");
  return { forbids, what: at < 0 ? "*" : rest.slice(0, at), place: rest.slice(at + 1) };
}

function covers({ what, place: open }: Rule, use: Pick<ToolUse, "tool" | "effect">, place: string) {
  const kind = use.effect === "read" ? "read" : "act";
  if (what !== "*" && what !== kind && what !== use.tool) return false;
  return open.endsWith("*") ? place.startsWith(open.slice(0, -1)) : place === open;
}
