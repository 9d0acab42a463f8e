import type { Channel } from "./edit.ts";

/**
 * Code points that nobody sees, by channel. Most of them are default ignorable; those that Unicode
 * calls visible and fonts show as nothing stand among the fillers.
 */
const CLASSES: readonly (readonly [Channel, string])[] = [
  ["tag character", "\\u{E0000}-\\u{E007F}"],
  ["variation selector", "\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}\\u180B-\\u180D\\u180F"],
  ["bidi control", "\\p{Bidi_C}\\u206A-\\u206F"],
  ["annotation", "\\uFFF9-\\uFFFC"],
  [
    "filler",
    "\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u2800\\u3164\\uFFA0\\u{13441}\\u{13442}\\u{16FE4}\\u{1D159}",
  ],
  ["joiner", "\\p{Join_C}\\u{13430}-\\u{1343F}"],
  ["private use", "\\p{Co}\\p{NChar}"],
  ["surrogate", "\\p{Cs}"],
  ["control", "\\p{Cc}"],
  ["zero width", "\\p{DI}"],
];
const ANY = `[[${CLASSES.map(([, members]) => members).join("")}]--[\\n\\t]]`;

/** One code point that nobody sees, wherever it stands. White space is not among them. */
export const INVISIBLE = new RegExp(ANY, "v");

/** Scripts whose letters join, and scripts that build clusters. */
const CURSIVE = scripts("Arab Syrc Mong Nkoo Adlm Rohg Mand");
const BRAHMIC = scripts(
  "Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Tibt Bali Java Sund Newa Gran Cakm Limb",
);
/** Marks that take the vowel of a letter: a joiner behind them is seen, also at the end of a word. */
const VIRAMA =
  "[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA\\u1039\\u17D2\\u1B44\\uA9C0]";
const MONGOLIAN = "[\\p{sc=Mong}&&\\p{L}]";
const PICTURE = "\\p{ExtPict}[\\uFE0E\\uFE0F\\p{EMod}]?";

/** Where an invisible code point changes what is seen. A run of one joiner counts as one. */
const KEPT = [
  // The three flags made of tags: any other run of tags behind a flag is a message.
  "\\p{RGI_Emoji_Tag_Sequence}",
  "[0-9#*]\\uFE0F?\\u20E3",
  `${PICTURE}(?:\\u200D${PICTURE})*`,
  // Registered variants of an ideograph; there are no more than 32 of any.
  "\\p{Ideo}[\\uFE00-\\uFE02\\u{E0100}-\\u{E011F}]",
  `${MONGOLIAN}[\\u180B-\\u180D\\u180F]`,
  `(?<=${MONGOLIAN}[\\u180B-\\u180D\\u180F]?)\\u180E(?=${MONGOLIAN})`,
  // Half a syllable: the filler holds the place of the other half.
  "[\\u1100-\\u115E\\uA960-\\uA97C]\\u1160",
  "\\u115F(?=[\\u1161-\\u11A7\\uD7B0-\\uD7C6])",
].join("|");
const JOINED = [
  `(?<=${lettered(CURSIVE)})(?:\\u200C+(?=${partOf(CURSIVE)})|\\u200D+(?=${partOf(CURSIVE)}|[\\s\\p{P}\\p{Nd}]|$))`,
  `(?<=${lettered(BRAHMIC)})(?:\\u200C+|\\u200D+)(?=${partOf(BRAHMIC)})`,
  `(?<=${lettered(BRAHMIC)}${VIRAMA})(?:\\u200C+|\\u200D+)`,
].join("|");
/** The gloss of an annotation: shown above its text, if at all. */
const GLOSS = "\\uFFFA[^\\uFFF9-\\uFFFB\\n]*\\uFFFB";
interface Patterns {
  readonly scan: RegExp;
  readonly classes: readonly (readonly [Channel, RegExp])[];
}
let patterns: Patterns | undefined;

/** Made when there is something to find: the sets of these scripts were a tenth of the start of a Worker. */
function made(): Patterns {
  patterns ??= {
    scan: new RegExp(`(${KEPT})|(${JOINED})|${GLOSS}|${ANY}`, "gv"),
    classes: CLASSES.map(([channel, members]) => [channel, new RegExp(`[${members}]`, "v")]),
  };
  return patterns;
}

/** These are as wide as a letter. */
const BLANK = /[\u115F\u1160\u2800\u3164\uFFA0\u{13441}\u{13442}]/u;

function scripts(names: string): string {
  return names.replace(/(\w+) ?/g, "\\p{scx=$1}");
}

function partOf(script: string): string {
  return `[[${script}]&&[\\p{L}\\p{M}]]`;
}

/** A letter of a script with its marks. */
function lettered(script: string): string {
  return `[[${script}]&&\\p{L}][[${script}]&&\\p{M}]{0,6}`;
}

/** Removes what nobody sees, and keeps it where a script or a picture needs it. */
export function visible(text: string, report: (channel: Channel) => void): string {
  if (!INVISIBLE.test(text)) return text;
  const { scan, classes } = made();
  return text.replace(scan, (found: string, kept?: string, joined?: string) => {
    if (kept !== undefined) return kept;
    if (joined !== undefined) return joined.slice(0, 1);
    const [channel] = classes.find(([, members]) => members.test(found)) ?? ["zero width"];
    report(channel);
    return BLANK.test(found) ? " " : "";
  });
}

/** What breaks a name, a number or a keyword in our own texts, so that it calls nobody: one, behind these. */
const BREAKS = /[@#\-cfr]$/i;

/**
 * Shows what nobody sees by its number, where it is not needed: for whoever has to know all that is there.
 *
 * @example revealed("a\u202eb") // "a[U+202E]b"
 */
export function revealed(text: string): string {
  if (!INVISIBLE.test(text)) return text;
  return text.replace(made().scan, (found: string, kept?: string, joined?: string, at = 0) => {
    if (found === "\u200B" && BREAKS.test(text.slice(at - 1, at))) return found;
    return kept ?? joined?.slice(0, 1) ?? [...found].map(numbered).join("");
  });
}

function numbered(character: string): string {
  if (!INVISIBLE.test(character)) return character;
  const number = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return `[U+${number}]`;
}

/** Whether a joiner between these two characters would be kept. */
export function joins(before: string, joiner: string, after: string): boolean {
  return visible(before + joiner + after, () => undefined).includes(joiner);
}
