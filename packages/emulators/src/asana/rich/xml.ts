export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

export type XmlNode = string | XmlElement;

/** Not well-formed. The message is for whoever debugs a test; Asana names no place. */
export class XmlFault extends Error {}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Deeper than anybody writes; the reader is recursive. */
const MOST_DEPTH = 500;

/** XML 1.0, production 2 (Char): no control characters, no lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const NO_CHAR = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;
const NAME = /[A-Za-z_:][\w:.-]*/y;

/**
 * One element, as XML 1.0 wants it: closed, balanced, attributes quoted and unique, the five
 * entities and numeric references only. Comments, CDATA and declarations are refused as well:
 * nobody has seen Asana take them.
 *
 * @throws XmlFault
 */
export function parseXml(source: string): XmlElement {
  if (NO_CHAR.test(source)) throw new XmlFault("a character that XML has not");
  const reader = new Reader(source);
  reader.skipSpace();
  const root = reader.element();
  reader.skipSpace();
  if (!reader.atEnd) throw new XmlFault("something after the root element");
  return root;
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get atEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  skipSpace(): number {
    const begin = this.#at;
    while (/[ \t\r\n]/.test(this.#source[this.#at] ?? "")) this.#at += 1;
    return this.#at - begin;
  }

  element(depth = 0): XmlElement {
    if (depth > MOST_DEPTH) throw new XmlFault("too deep");
    this.#expect("<");
    const name = this.#name();
    const attributes = this.#attributes();
    if (this.#take("/>")) return { name, attributes, children: [] };
    this.#expect(">");
    const children: XmlNode[] = [];
    while (!this.#take(`</${name}`)) {
      if (this.atEnd) throw new XmlFault(`<${name}> is not closed`);
      children.push(this.#next() === "<" ? this.element(depth + 1) : this.#text());
    }
    this.skipSpace();
    this.#expect(">");
    return { name, attributes, children };
  }

  #attributes(): Map<string, string> {
    const found = new Map<string, string>();
    while (this.skipSpace() > 0 && this.#next() !== "/" && this.#next() !== ">") {
      const name = this.#name();
      if (found.has(name)) throw new XmlFault(`two attributes ${name}`);
      this.skipSpace();
      this.#expect("=");
      this.skipSpace();
      const quote = this.#next();
      if (quote !== '"' && quote !== "'") throw new XmlFault(`${name} is not quoted`);
      const end = this.#source.indexOf(quote, this.#at + 1);
      if (end < 0) throw new XmlFault(`${name} does not end`);
      found.set(name, resolve(this.#source.slice(this.#at + 1, end)));
      this.#at = end + 1;
    }
    return found;
  }

  #text(): string {
    const end = this.#source.indexOf("<", this.#at);
    const raw = this.#source.slice(this.#at, end < 0 ? undefined : end);
    // XML 1.0, production 14 (CharData).
    if (raw.includes("]]>")) throw new XmlFault("]]> outside of CDATA");
    this.#at += raw.length;
    return resolve(raw);
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const [name] = NAME.exec(this.#source) ?? [];
    if (name === undefined) throw new XmlFault("a name is missing");
    this.#at += name.length;
    return name;
  }

  #next(): string {
    return this.#source[this.#at] ?? "";
  }

  #take(what: string): boolean {
    const found = this.#source.startsWith(what, this.#at);
    // `</b` must not close `<body>`.
    if (found && /[\w:.-]/.test(what.at(-1) ?? "")) {
      if (/[\w:.-]/.test(this.#source[this.#at + what.length] ?? "")) return false;
    }
    if (found) this.#at += what.length;
    return found;
  }

  #expect(what: string): void {
    if (!this.#take(what)) throw new XmlFault(`${what} expected at ${this.#at}`);
  }
}

function resolve(raw: string): string {
  if (raw.includes("<")) throw new XmlFault("< in an attribute");
  return raw.replace(/&([^;]{0,32};?)/g, (_whole, reference: string) => {
    if (!reference.endsWith(";")) throw new XmlFault("& without an entity");
    const name = reference.slice(0, -1);
    const numeric = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
    if (!numeric) {
      const value = ENTITIES.get(name);
      if (value === undefined) throw new XmlFault(`no entity ${name}`);
      return value;
    }
    const [, hex, decimal] = numeric;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const char = code > 0x10ffff ? "\0" : String.fromCodePoint(code);
    if (NO_CHAR.test(char)) throw new XmlFault(`no character ${name}`);
    return char;
  });
}
