/** Deeper than any tool's input; what is deeper is no input but an attack on the stack. */
const DEEPEST = 64;

/**
 * One spelling for each JSON value: keys sorted by UTF-16 units, no spaces, numbers as JavaScript writes
 * them (as in RFC 8785). What JSON leaves out (`undefined` in an object) is left out.
 *
 * @throws TypeError for what is no JSON: `NaN`, functions, `undefined` in a list, circles
 * @example canonical({ b: 1, a: [true, "x"] }) === '{"a":[true,"x"],"b":1}'
 */
export function canonical(value: unknown): string {
  return spelled(value, 0);
}

function spelled(value: unknown, depth: number): string {
  if (depth > DEEPEST) throw new TypeError("nested too deeply");
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    // By index: a hole must not be passed over.
    return `[${Array.from(value, (entry: unknown) => spelled(entry, depth + 1)).join(",")}]`;
  }
  if (typeof value === "object" && isPlain(value)) {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => `${JSON.stringify(key)}:${spelled(entry, depth + 1)}`);
    return `{${entries.join(",")}}`;
  }
  throw new TypeError(`no JSON: ${typeof value}`);
}

/** A date, a map or an instance of a class would lose what it is. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The exact act that a person decides about. */
export interface Act {
  readonly tool: string;
  readonly input: unknown;
  readonly state: string;
}

/**
 * What was shown is what runs: the same hash, the same act.
 *
 * @returns SHA-256 of the canonical form, lower-case hexadecimal
 * @throws TypeError when the input is no JSON
 */
export async function hashOf({ tool, input, state }: Act): Promise<string> {
  const bytes = new TextEncoder().encode(canonical({ tool, input, state }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
