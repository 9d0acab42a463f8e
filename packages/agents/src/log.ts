/** Where a line of the log comes from and what it says: ids, kinds, counts. Never a text of a person. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Log = (event: string, fields?: Fields) => void;

/**
 * One JSON line per event. Whatever slips through is scrubbed: the values of settings that are secret,
 * and anything that has the shape of a token in a URL.
 */
export function logger(part: string, secrets: readonly (string | null | undefined)[]): Log {
  const known = secrets.filter((secret): secret is string => !!secret && secret.length >= 6);
  return (event, fields = {}) => {
    console.log(scrub(JSON.stringify({ part, event, ...fields }), known));
  };
}

/** Replaces secrets, also percent-encoded, and `bot<token>` in URLs. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    clean = clean.replaceAll(secret, "***").replaceAll(encodeURIComponent(secret), "***");
  }
  return clean.replace(/\/bot\d+:[\w-]+/g, "/bot***");
}
