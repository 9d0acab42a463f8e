const LEAST = 16;
/** Of the neighbours in random base 62 about 6 in 10 are of another kind, in words and names 1 in 10. */
const CHANGES = 0.25;

/**
 * Whether a value looks made by a machine: letters and digits take turns. Words, names, calls, addresses,
 * dates and placeholders do not; a passphrase neither.
 */
export function looksRandom(value: string): boolean {
  if (/[()[\]{}$\\]|:\/\//.test(value)) return false;
  const letters = value.replace(/[^A-Za-z0-9]/g, "");
  if (letters.length < LEAST || !/\d/.test(letters) || !/[A-Za-z]/.test(letters)) return false;
  let changes = 0;
  for (let at = 1; at < letters.length; at += 1)
    if (kind(letters.charCodeAt(at)) !== kind(letters.charCodeAt(at - 1))) changes += 1;
  return changes >= CHANGES * (letters.length - 1);
}

function kind(code: number): "digit" | "capital" | "small" {
  if (code < 58) return "digit";
  return code < 91 ? "capital" : "small";
}
