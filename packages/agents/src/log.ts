/** Where a line of the log comes from and what it says: ids, kinds, counts. Never a text of a person. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export type Log = (event: string, fields?: Fields) => void;

/**
 * One JSON line per event. Whatever slips through is scrubbed: the values of settings that are secret,
 * and anything that has the shape of a token in a URL.
 */
export function logger(part: string, secrets: readonly (string | null | undefined)[]): Log {
  const known = secrets.filter((secret): secret is string => !!secret && secret.length >= 6);
  const clean = scrubber(known);
  return (event, fields = {}) => {
    console.log(clean(JSON.stringify({ part, event, ...fields })));
  };
}

/** Replaces secrets, also as JSON and percent-encoded, and `bot<token>` in URLs. */
export function scrub(text: string, secrets: readonly string[]): string {
  return scrubber(secrets)(text);
}

/** The forms of the secrets are made once: there are as many lines as calls. */
function scrubber(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => {
    const encoded = encodeURIComponent(secret);
    const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
    return [secret, JSON.stringify(secret).slice(1, -1), encoded, lower];
  });
  // Longest first: a secret may begin with another one.
  const ordered = [...new Set(forms)].toSorted((a, b) => b.length - a.length);
  return (text) => {
    const clean = ordered.reduce((rest, form) => rest.replaceAll(form, "***"), text);
    return clean.replace(/\/bot\d+:[\w-]+/g, "/bot***");
  };
}
