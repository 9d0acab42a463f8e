/** No vowels, which make words, and nothing that looks like another: 0 O Q, 1 I L, 5 S, 8 B, U V. */
const LETTERS = "CDFGHJKMNPRTVWXYZ234679";
const LENGTH = 8;

/**
 * A code that a person types: eight characters, 23^8 of them.
 *
 * @param random - fills an array with random bytes
 */
export function newCode(random: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  let code = "";
  // 253 = 11 * 23: bytes above would make the first letters likelier.
  const fair = 256 - (256 % LETTERS.length);
  while (code.length < LENGTH) {
    const bytes = new Uint8Array(16);
    random(bytes);
    for (const byte of bytes) {
      if (byte < fair && code.length < LENGTH) code += LETTERS[byte % LETTERS.length];
    }
  }
  return code;
}

/** As people type or copy it: any case, with hyphens, in backticks. @returns null when it cannot be one */
export function codeIn(typed: string): string | null {
  const code = typed.replace(/[\s`*-]/g, "").toUpperCase();
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter))
    ? code
    : null;
}

/** What a button carries; far below the 64 bytes that platforms allow. */
export function dataOf(verdict: "approve" | "reject", code: string): string {
  return `${verdict === "approve" ? "ok" : "no"}:${code}`;
}

/** What a press means. It is untrusted: a code that nobody has given out is unknown. */
export function pressIn(
  data: string,
): { readonly verdict: "approve" | "reject"; readonly code: string } | null {
  const [, word, typed = ""] = /^(ok|no):(\w{1,16})$/.exec(data) ?? [];
  const code = codeIn(typed);
  if (word === undefined || code === null) return null;
  return { verdict: word === "ok" ? "approve" : "reject", code };
}
