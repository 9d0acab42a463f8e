/** Breaks a name for Telegram and for nobody else: it is not drawn. */
const BREAK = "\u200B";

/**
 * What Telegram finds by itself in a text: a name after an `@` that follows no word, also where it is only one
 * style that ends there (TDLib MessageEntity.cpp match_mentions). Inside of an address it finds the address.
 */
const FOUND = /https?:\/\/\S+|(?<![A-Za-z0-9_])@(?=[A-Za-z0-9_]|$)/gi;

/** A text that calls nobody: a model writes `@name` without knowing that it rings a telephone. */
export function neutral(text: string): string {
  return text.replace(FOUND, (found) => (found === "@" ? found + BREAK : found));
}
