import { looksRandom } from "./random.ts";
import type { Range } from "./range.ts";

/** A key that is known by how it begins. */
interface Shape {
  readonly what: string;
  readonly head: string;
  /** One character of what follows. */
  readonly body: string;
  readonly least: number;
  /** As `least` when absent: then nothing of `body` may follow. */
  readonly most?: number;
}

const WORD = String.raw`[\w-]`;
const PLAIN = "[A-Za-z0-9]";
const LONG = 2000;
/** Not within a longer word; an underscore may be emphasis. */
const ALONE = "(?<![A-Za-z0-9])";

/** As the vendors document their prefixes; lengths are those in use, or less. */
const SHAPES: readonly Shape[] = [
  { what: "an access key id", head: `${ALONE}A[KS]IA`, body: "[A-Z0-9]", least: 16 },
  { what: "a forge token", head: `${ALONE}gh[pousr]_`, body: PLAIN, least: 30, most: LONG },
  // Newer ones of installations: the app, then a signed token.
  {
    what: "a forge token",
    head: String.raw`${ALONE}ghs_\d{1,20}_eyJ`,
    body: String.raw`[\w.-]`,
    least: 40,
    most: LONG,
  },
  {
    what: "a forge token",
    head: `${ALONE}git[h]ub_pat_`,
    body: String.raw`\w`,
    least: 22,
    most: LONG,
  },
  { what: "a model key", head: `${ALONE}sk-ant-`, body: WORD, least: 20, most: LONG },
  {
    what: "a model key",
    head: `${ALONE}sk-(?:proj|svcacct|admin)-`,
    body: WORD,
    least: 20,
    most: LONG,
  },
  { what: "a model key", head: `${ALONE}sk-`, body: PLAIN, least: 32, most: LONG },
  { what: "a bot token", head: String.raw`(?<!\d)\d{6,20}:`, body: WORD, least: 35 },
  { what: "a chat token", head: `${ALONE}xox[abeprs]-`, body: WORD, least: 10, most: LONG },
  { what: "an API key", head: `${ALONE}AIza`, body: WORD, least: 35 },
  { what: "a payment key", head: `${ALONE}[rs]k_live_`, body: PLAIN, least: 16, most: LONG },
  {
    what: "an access token",
    head: String.raw`(?<!\d)\d\/\d{10,20}(?:\/\d{1,20})?:`,
    body: "[0-9a-f]",
    least: 32,
  },
  { what: "a registry token", head: `${ALONE}npm_`, body: PLAIN, least: 36 },
];

const WHOLE = SHAPES.map(({ what, head, body, least, most }) => ({
  what,
  pattern: new RegExp(
    most ? `${head}${body}{${least},${most}}` : `${head}${body}{${least}}(?![A-Za-z0-9])`,
    "g",
  ),
}));
const JWT = /(?<=(?<![\w-])_{0,3})eyJ[\w-]{8,4000}\.eyJ[\w-]{8,4000}\.[\w-]{10,4000}/g;
const NAMED =
  /(?:passw(?:or)?d|secret|token|api[_-]?key)["'`*_\s]{0,6}[:=]{1,2}>?["'`*_\s]{0,6}([^\s"'`<>,;|&=]{16,2000}={0,2})/gi;

/** Where something has the shape of a key, whoever's it is. */
export function keyShapes(text: string): readonly Range[] {
  const ranges: Range[] = WHOLE.flatMap(({ what, pattern }) => matches(text, pattern, what));
  ranges.push(...matches(text, JWT, "a signed token"));
  for (const match of text.matchAll(NAMED)) {
    const value = match[1] ?? "";
    const to = match.index + match[0].length;
    if (looksRandom(value))
      ranges.push({ from: to - value.length, to, what: "a named secret", how: "shape" });
  }
  return ranges;
}

function matches(text: string, pattern: RegExp, what: string): Range[] {
  return [...text.matchAll(pattern)].map(({ index, 0: all }) => {
    return { from: index, to: index + all.length, what, how: "shape" };
  });
}

const BEGUN: readonly RegExp[] = [
  ...SHAPES.map(({ head, body, least }) => new RegExp(`${head}${body}{0,${least - 1}}$`)),
  /(?<=(?<![\w-])_{0,3})eyJ[\w-]*(?:\.(?:e(?:y(?:J[\w-]*(?:\.[\w-]{0,9})?)?)?)?)?$/,
  // What follows a name is its value until it ends.
  /(?:passw(?:or)?d|secret|token|api[_-]?key)["'`*_\s]{0,6}[:=]{1,2}>?["'`*_\s]{0,6}[^\s"'`<>,;|&=]{0,64}$/i,
];

/** Where a key may have begun that is not whole yet; the length of a text without one. */
export function begunShape(text: string): number {
  const offset = Math.max(0, text.length - LONG);
  const tail = text.slice(offset);
  const starts = BEGUN.map((pattern) => tail.search(pattern)).filter((at) => at >= 0);
  return offset + Math.min(tail.length, ...starts);
}
