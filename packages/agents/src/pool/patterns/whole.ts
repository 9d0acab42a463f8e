import { isSum } from "./arithmetic.ts";
import { decides, isMood, saysNo, saysYes } from "./emoji.ts";
import { type Family, MANNERS } from "./families.ts";
import { lexicon } from "./lexicon.ts";
import { read, type Said } from "./said.ts";
import { spell } from "./spelling.ts";

/** What the tier found: families by words, or one of those that are computed. */
export type Found = Family | "emoji" | "sum";

/** "Hehe, alright thanks, bye" is as long as it gets. */
const MOST_FAMILIES = 4;

/** The families that make up the whole message, in their order; null when anything is left over. */
export function familiesOf(text: string, approvalOpen: boolean): readonly Found[] | null {
  const said = read(text);
  if (!said) return isSum(text) ? ["sum"] : null;
  if (said.words.length === 0) {
    return !approvalOpen && !said.question && isMood(said.emoji) ? ["emoji"] : null;
  }
  return approvalOpen ? (answerOf(said) ?? socialOf(said, true)) : socialOf(said, false);
}

/** A plain yes or no to the approval, spelt right, with no sign that contradicts it. */
function answerOf(said: Said): readonly Family[] | null {
  if (said.question) return null;
  const families = lexicon().phrases.get(said.words.join(" "));
  if (families?.has("approval") && saysYes(said.emoji)) return ["approval"];
  return families?.has("refusal") && saysNo(said.emoji) ? ["refusal"] : null;
}

function socialOf({ words, question, emoji }: Said, approvalOpen: boolean): Family[] | null {
  if (approvalOpen && decides(emoji)) return null;
  const families = split(words.map(spell), approvalOpen, []);
  if (!families) return null;
  if (question && !families.some((family) => MANNERS[family].question)) return null;
  return families;
}

/** Cuts the words into phrases of families that stand beside one another, each family once. */
function split(
  words: readonly string[],
  approvalOpen: boolean,
  before: readonly Family[],
): Family[] | null {
  if (words.length === 0) return fit(before) ? [...before] : null;
  if (before.length === MOST_FAMILIES) return null;
  for (let length = Math.min(words.length, lexicon().longest); length > 0; length -= 1) {
    for (const family of socialFamilies(words.slice(0, length).join(" "), approvalOpen)) {
      if (before.includes(family)) continue;
      const found = split(words.slice(length), approvalOpen, [...before, family]);
      if (found) return found;
    }
  }
  return null;
}

/** While an approval is open, a phrase that may be an answer in any language is not social. */
function socialFamilies(phrase: string, approvalOpen: boolean): Family[] {
  const families = [...(lexicon().phrases.get(phrase) ?? [])];
  const always = families.every((family) => MANNERS[family].counts === "always");
  if (approvalOpen && !always) return [];
  return families.filter((family) => MANNERS[family].counts !== "open");
}

function fit(families: readonly Family[]): boolean {
  const alone = families.length === 1 ? "must" : "never";
  return families.every((family) => MANNERS[family].beside !== alone);
}
