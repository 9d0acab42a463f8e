import { MANNERS } from "./families.ts";
import { lexicon } from "./lexicon.ts";

interface Spelling {
  /** Words that may be misspelt: those of social phrases. An approval is never guessed. */
  readonly known: ReadonlySet<string>;
  readonly squeezed: ReadonlyMap<string, string>;
}

const squeeze = (word: string): string => word.replace(/(.)\1+/gu, "$1");
let made: Spelling | null = null;

function spelling(): Spelling {
  if (made === null) {
    const words = [...lexicon().phrases]
      .filter(([, families]) => [...families].some((family) => MANNERS[family].counts !== "open"))
      .flatMap(([phrase]) => phrase.split(" "));
    const known = new Set(words);
    made = { known, squeezed: new Map([...known].map((word) => [squeeze(word), word])) };
  }
  return made;
}

/** Shorter words are one slip away from too many others. */
const SHORTEST = 5;

/** The known word that was meant ("heyyy", "hahahaha", "thnaks"), or the word as it is. */
export function spell(word: string): string {
  const { known, squeezed } = spelling();
  if (known.has(word)) return word;
  const again = word.replace(/^(\p{L}{2})\1{2,}\p{L}?$/u, "$1$1");
  if (known.has(again)) return again;
  const drawn = /(.)\1{2,}|(.)\2$/u.test(word) ? squeezed.get(squeeze(word)) : undefined;
  return drawn ?? slips(word).find((meant) => known.has(meant)) ?? word;
}

/** What one slip of the finger may have made this word of; the first letter is always right. */
function slips(word: string): string[] {
  const letters = [...word];
  const meant: string[] = [];
  const put = (at: number, taken: number, ...instead: string[]) =>
    meant.push(letters.toSpliced(at, taken, ...instead).join(""));
  for (let at = 1; at < letters.length; at += 1) {
    const [one = "", two = ""] = letters.slice(at, at + 2);
    if (two !== "") put(at, 2, two, one);
    if (one === two || one === letters[at - 1]) put(at, 1);
    // One left out; a doubled letter is the usual one.
    put(at, 0, letters[at - 1] ?? "");
  }
  return meant.filter((one) => [...one].length >= SHORTEST);
}
