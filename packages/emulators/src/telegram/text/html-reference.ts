const NAMED: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
]);

/** A character reference that starts at an ampersand: what it stands for and where it ends. */
export interface Reference {
  readonly value: string;
  readonly end: number;
}

/**
 * Decodes the reference at `source[at] === "&"`. `null` means the ampersand is literal text: only
 * four names exist, so `&nbsp;` stays as it is (TDLib MessageEntity.cpp decode_html_entity).
 */
export function readReference(source: string, at: number): Reference | null {
  const match = /^&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+))/i.exec(source.slice(at, at + 32));
  if (!match) return null;
  const [whole, hex, decimal, name] = match;
  const value = name !== undefined ? NAMED.get(name) : character(hex, decimal, whole.length);
  if (value === undefined) return null;
  const end = at + whole.length;
  return { value, end: source[end] === ";" ? end + 1 : end };
}

function character(hex: string | undefined, decimal: string | undefined, length: number) {
  const code = hex === undefined ? Number.parseInt(decimal ?? "", 10) : Number.parseInt(hex, 16);
  // TDLib MessageEntity.cpp decode_html_entity: zero, too large or too long is literal text.
  if (!(code > 0) || code >= 0x10ffff || length >= 10) return undefined;
  return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
}
