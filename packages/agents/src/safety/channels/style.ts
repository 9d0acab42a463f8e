import { unseen } from "./color.ts";

/** Behind so many pixels nothing is on the screen. */
const OFF_SCREEN = 500;
const SMALLEST_PX = 3;
const PX: Readonly<Record<string, number>> = {
  em: 16,
  rem: 16,
  "%": 0.16,
  ex: 8,
  ch: 8,
  vw: 10,
  vh: 10,
};

type Rule = (value: string, all: ReadonlyMap<string, string>) => boolean;

const small = (value: string): boolean => pixels(value) < SMALLEST_PX;
const away: Rule = (value) =>
  [...value.matchAll(/-?[\d.]+[a-z%]*/g)].some(([size]) => Math.abs(pixels(size)) >= OFF_SCREEN);
const clipped: Rule = (value, all) =>
  small(value) && /hidden|clip|scroll|auto/.test(all.get("overflow") ?? "");
const faint: Rule = (value) => Number.parseFloat(value) / (value.endsWith("%") ? 100 : 1) <= 0.1;
const behind: Rule = (value, all) =>
  unseen(value, all.get("background-color") ?? all.get("background"));

/** Declarations that take text away from the eye. */
const RULES: Readonly<Record<string, Rule | undefined>> = {
  display: (value) => value === "none",
  visibility: (value) => value === "hidden" || value === "collapse",
  "content-visibility": (value) => value === "hidden",
  opacity: faint,
  "font-size": small,
  font: (value) => value.split(/[\s/]/).some((part) => /^[\d.]/.test(part) && small(part)),
  height: clipped,
  width: clipped,
  "max-height": clipped,
  "max-width": clipped,
  "text-indent": away,
  left: away,
  right: away,
  top: away,
  bottom: away,
  inset: away,
  "margin-left": away,
  "margin-top": away,
  margin: away,
  translate: away,
  transform: (value, all) => /scale\w*\(\s*0|rotate[xy]\(\s*90/.test(value) || away(value, all),
  scale: faint,
  clip: () => true,
  "clip-path": () => true,
  filter: (value) => /opacity\(\s*0|blur\(/.test(value),
  "z-index": (value) => value.startsWith("-"),
  color: behind,
  "-webkit-text-fill-color": behind,
};
/** Class names that style sheets of many sites hide. */
const HIDING_CLASS =
  /(?:^|\s)(?:hide|hidden|invisible|d-none|sr-only|visually-?hidden|screen-reader(?:-text|-only)?)(?:\s|$)/;

/** Whether a `style` takes its element away from the eye. Comments and escapes of CSS are read. */
export function hidesByStyle(style: string): boolean {
  const plain = style
    .replace(/\/\*[\s\S]*?(?:\*\/|$)/g, "")
    .replace(/\\([\da-f]{1,6})\s?/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replace(/\\|!important/gi, "")
    .toLowerCase();
  const all = new Map<string, string>();
  for (const declaration of plain.split(";")) {
    const colon = declaration.indexOf(":");
    if (colon > 0) all.set(declaration.slice(0, colon).trim(), declaration.slice(colon + 1).trim());
  }
  return [...all].some(
    ([name, value]) => Object.hasOwn(RULES, name) && RULES[name]?.(value, all) === true,
  );
}

export function hidesByClass(names: string): boolean {
  return HIDING_CLASS.test(names.toLowerCase());
}

/** The character of a number, or nothing where there is none. */
export function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

function pixels(size: string): number {
  const number = Number.parseFloat(size);
  if (Number.isNaN(number)) return Number.POSITIVE_INFINITY;
  return number * (PX[/[a-z%]+$/.exec(size)?.[0] ?? "px"] ?? 1);
}
