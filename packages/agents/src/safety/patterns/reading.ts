/** The letters and digits of a text, as one word, and where each of them stands. */
export interface Reading {
  readonly text: string;
  /** The same with small letters, as long as `text`. */
  readonly small: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** One character written as several: percent, `\u`, `\x`, `0x`, entity; and what is shown as nothing: a tag. */
const ESCAPE = new RegExp(
  [
    "%([0-9a-f]{2})",
    String.raw`\\u([0-9a-f]{4})`,
    String.raw`\\x([0-9a-f]{2})`,
    "(?<![a-z0-9])0x([0-9a-f]{2})(?![a-z0-9])",
    "&#x([0-9a-f]{1,6});",
    String.raw`&#(\d{1,7});`,
    "&[a-z]{2,31};",
    "</?[a-z][^<>]{0,100}>",
  ].join("|"),
  "gi",
);
/** Most of most texts is words of ASCII, which are taken whole. */
const WORD_OR_OTHER = /[A-Za-z0-9]+|[^\0-\x7f]/gu;
const LAST = 0x10ffff;
const MOST_PARTS = 4;

export function isEscaped(source: string): boolean {
  return source.search(ESCAPE) >= 0;
}

/** Whatever stands between letters and digits is left out: spaces, marks, punctuation, the invisible. */
export function plainReading(source: string): Reading {
  const letters = new Letters();
  letters.add(source, 0);
  return letters.reading();
}

/** The same with escapes resolved; `null` when there is none. */
export function escapedReading(source: string): Reading | null {
  const letters = new Letters();
  let at = 0;
  for (const match of source.matchAll(ESCAPE)) {
    const to = match.index + match[0].length;
    letters.add(source.slice(at, match.index), at);
    letters.put(character(match), match.index, to);
    at = to;
  }
  if (at === 0) return null;
  letters.add(source.slice(at), at);
  return letters.reading();
}

function character([, ...codes]: RegExpMatchArray): string {
  const decimal = codes.pop();
  const hex = codes.find((code) => code !== undefined);
  const code = hex === undefined ? Number(decimal ?? 0) : Number.parseInt(hex, 16);
  return code > LAST ? "" : String.fromCodePoint(code);
}

class Letters {
  readonly #text: string[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** Texts repeat their characters, and normalizing is slow. */
  readonly #known = new Map<string, readonly string[]>();

  add(source: string, offset: number): void {
    for (const { 0: part, index } of source.matchAll(WORD_OR_OTHER)) {
      const from = offset + index;
      if (part.charCodeAt(0) < 0x80) this.#word(part, from);
      else this.put(part, from, from + part.length);
    }
  }

  put(character: string, from: number, to: number): void {
    const letters = this.#known.get(character) ?? lettersOf(character);
    this.#known.set(character, letters);
    for (const unit of letters) this.#push(unit, from, to);
  }

  reading(): Reading {
    const text = this.#text.join("");
    const small = text.replace(/[A-Z]+/g, (all) => all.toLowerCase());
    return { text, small, from: this.#from, to: this.#to };
  }

  #word(word: string, from: number): void {
    this.#text.push(word);
    for (let at = 0; at < word.length; at += 1) {
      this.#from.push(from + at);
      this.#to.push(from + at + 1);
    }
  }

  #push(unit: string, from: number, to: number): void {
    this.#text.push(unit);
    this.#from.push(from);
    this.#to.push(to);
  }
}

/** Full-width and mathematical letters are letters; accents are none. As code units. */
function lettersOf(character: string): readonly string[] {
  const plain = character.normalize("NFKD");
  // Ligatures of whole words are not how anybody writes a key, and would make a text far longer.
  const parts = plain.length > MOST_PARTS ? character : plain;
  return parts.replace(/[^\p{L}\p{N}]/gu, "").split("");
}
