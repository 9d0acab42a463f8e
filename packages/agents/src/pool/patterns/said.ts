import { EMOTICON } from "./emoji.ts";

/** A message as the pattern tier reads it. */
export interface Said {
  /** Lower case, without accents, apostrophes and soft punctuation. */
  readonly words: readonly string[];
  readonly question: boolean;
  /** Emoji and emoticons of the message, in their order. */
  readonly emoji: readonly string[];
}

const LONGEST = 120;
/** Invisible characters carry text that the eye does not see; line breaks and emoji joiners are fine. */
const HIDDEN = /(?![\n\r\t\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
const EMOJI =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f|\u200d\p{Extended_Pictographic})*/gu;
const TYPED = new RegExp(String.raw`(?<=^|\s|\p{L}|[.,!?])(?:${EMOTICON})(?=$|\s)`, "gu");
/** Ends a phrase. Not `:` `"` `>` `/` `=` and the like: whoever writes those says something else. */
const SOFT =
  /[.,!?…¡¿~、。・]+(?=$|\s|[.,!?…~、。・]|\P{ASCII})|(?<=^|\s)[¡¿]+|(?<=^|\s)[-–—]+(?=$|\s)/gu;

/** Reads a message, or null when it is too long or holds more than words, soft punctuation and emoji. */
export function read(text: string): Said | null {
  if (text.length > LONGEST || HIDDEN.test(text)) return null;
  const emoji: string[] = [];
  const aside = (found: string) => {
    emoji.push(found);
    return " ";
  };
  const plain = text.replace(EMOJI, aside).replace(TYPED, aside).normalize("NFKC");
  const words = fold(plain.replace(SOFT, " "));
  if (!words.every((word) => /^\p{L}[\p{L}\p{M}]*$/u.test(word))) return null;
  return { words, question: /[?]/.test(plain), emoji };
}

/** Words in the form in which they are compared; the phrases of the languages go through it too. */
export function fold(text: string): string[] {
  const bare = text
    .normalize("NFD")
    // Accents of Latin and the dots of Cyrillic are often left out in chats; vowel signs are not.
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, "")
    .replace(/(?<=\p{L})-(?=\p{L})/gu, " ");
  return bare.split(/\s+/).filter((word) => word !== "");
}
