const PART = /\(([^)]*)\)|\[([^\]]*)\]|([^([]+)/g;

/**
 * All phrases of a short notation: `(a|b)` is one of them, `[a|b]` one of them or nothing.
 *
 * @example expand("thanks [a lot|again]") // ["thanks", "thanks a lot", "thanks again"]
 */
export function expand(notation: string): string[] {
  let phrases = [""];
  for (const [, oneOf, optional, plain] of notation.matchAll(PART)) {
    const choices = oneOf?.split("|") ?? (optional ? ["", ...optional.split("|")] : [plain ?? ""]);
    phrases = phrases.flatMap((phrase) => choices.map((choice) => phrase + choice));
  }
  return phrases.map((phrase) => phrase.replace(/\s+/g, " ").trim());
}
