import { expand } from "./expand.ts";
import type { Family, Words } from "./families.ts";
import { fold } from "./said.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";
import { it } from "./words/it.ts";
import { ja } from "./words/ja.ts";
import { pt } from "./words/pt.ts";
import { ru } from "./words/ru.ts";

const LANGUAGES: readonly Words[] = [en, de, fr, es, it, pt, ru, ja];

type Phrases = ReadonlyMap<string, ReadonlySet<Family>>;
let known: { readonly phrases: Phrases; readonly longest: number } | null = null;

/**
 * Every phrase of every language, folded, with the families that it belongs to. Made at first use: it takes
 * most of the time in which the Worker could start.
 */
export function lexicon(): { readonly phrases: Phrases; readonly longest: number } {
  if (known === null) {
    const phrases = expanded();
    const longest = Math.max(...[...phrases.keys()].map((one) => one.split(" ").length));
    known = { phrases, longest };
  }
  return known;
}

function expanded(): Map<string, Set<Family>> {
  const found = new Map<string, Set<Family>>();
  for (const words of LANGUAGES) {
    for (const family of families(words)) {
      for (const phrase of words[family].flatMap(expand)) {
        const key = fold(phrase).join(" ");
        found.set(key, (found.get(key) ?? new Set()).add(family));
      }
    }
  }
  return found;
}

function families(words: Words): Family[] {
  const of = (key: string): key is Family => key in words;
  return Object.keys(words).filter(of);
}
