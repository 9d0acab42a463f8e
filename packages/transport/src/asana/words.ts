import type { AsanaContext } from "./context.ts";

/** What a person has written, as it is read from rich text. */
export interface Words {
  readonly text: string;
  /** Whether the bot is mentioned. */
  readonly mentioned: boolean;
  readonly attached: NonNullable<AsanaContext["attached"]>;
}

/** Stands for the mention of the bot until the text is whole; XML cannot hold it. */
const BOT = "\0";
/** A tag, with `>` allowed in its quoted values, or a comment. */
const TAG = /(<!--[\s\S]*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>)/;
/** More than anybody writes; what follows is not read. */
const MOST = 200_000;
/** Tags that stand on lines of their own. The list of tags grows (Asana, rich text): others are inline. */
const BLOCK = /^(?:p|div|h\d|blockquote|pre|hr|table|tr|br|ul|ol)$/;

/**
 * Reads rich text: valid XML in a `<body>`, says Asana, but stories of the system have none, and tags are
 * added without notice. So every tag is optional here, and what is unknown keeps its words.
 *
 * @param bot - gid whose mention is taken out of the text; links and other mentions keep their words
 */
export function wordsOf(html: string, bot: string): Words {
  const reader = new Reader(bot);
  for (const piece of html.slice(0, MOST).split(TAG)) {
    if (piece.startsWith("<!--")) continue;
    const [, end, name, rest = ""] = /^<(\/?)([\w-]+)([\s\S]*)>$/.exec(piece) ?? [];
    if (name === undefined) reader.say(decoded(piece));
    else if (end) reader.close(name.toLowerCase());
    else {
      reader.open(name.toLowerCase(), attributes(rest));
      if (rest.endsWith("/")) reader.close(name.toLowerCase());
    }
  }
  return reader.words();
}

/** An open link: where its words begin, and what it is. */
interface Link {
  readonly from: number;
  readonly to: Readonly<Record<string, string>>;
}

class Reader {
  readonly #bot: string;
  readonly #attached: Words["attached"] = [];
  /** One for each open list; the number of the last item, or null where items have none. */
  readonly #lists: (number | null)[] = [];
  #text = "";
  #link: Link | null = null;
  #name = "";

  constructor(bot: string) {
    this.#bot = bot;
  }

  say(text: string): void {
    this.#text += text;
  }

  open(tag: string, to: Link["to"]): void {
    if (BLOCK.test(tag)) this.#line();
    if (tag === "ul") this.#lists.push(null);
    if (tag === "ol") this.#lists.push(0);
    if (tag === "li") this.#item();
    if (tag === "a") this.#link = { from: this.#text.length, to };
    if (tag === "img" || tag === "object") this.#attach(tag === "img", to, to.alt);
  }

  close(tag: string): void {
    if (tag === "ul" || tag === "ol") this.#lists.pop();
    if (BLOCK.test(tag)) this.#line();
    if (tag === "a") this.#linked();
  }

  words(): Words {
    const mentioned = this.#text.includes(BOT);
    const text = tidy(this.#text.replaceAll(/\0[ \t]*[,:]?[ \t]*/g, ""));
    const attached = this.#attached;
    if (text !== "" || attached.length > 0) return { text, mentioned, attached };
    // Nothing but the mention is a call too.
    return { text: tidy(this.#text.replaceAll(BOT, this.#name)), mentioned, attached };
  }

  #line(): void {
    if (this.#text !== "" && !this.#text.endsWith("\n")) this.#text += "\n";
  }

  #item(): void {
    this.#line();
    const last = this.#lists.length - 1;
    const before = this.#lists[last];
    const number = typeof before === "number" ? before + 1 : null;
    if (number !== null) this.#lists[last] = number;
    this.#text += "  ".repeat(Math.max(0, last)) + (number === null ? "- " : `${number}. `);
  }

  #linked(): void {
    const link = this.#link;
    this.#link = null;
    if (!link) return;
    const words = this.#text.slice(link.from);
    const { href = "", "data-asana-gid": gid, "data-asana-type": type = "user" } = link.to;
    if (gid !== undefined && gid === this.#bot && type === "user") {
      this.#text = this.#text.slice(0, link.from) + BOT;
      // Asana expands a mention to a name; one without is still a call.
      this.#name = words || "@you";
    } else if (type === "attachment") this.#attach(false, link.to, words);
    // Mentions are known by their words; of other links the address counts.
    else if (gid === undefined && /^https?:/i.test(href) && !isSame(words, href)) {
      this.#text += ` (${href})`;
    }
  }

  #attach(image: boolean, { "data-asana-gid": id }: Link["to"], name?: string): void {
    if (id === undefined) return;
    const called = name ? { name } : {};
    this.#attached.push({ kind: image ? "image" : "other", id, ...called });
  }
}

function attributes(inside: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = "", , double, single] of inside.matchAll(
    /([\w-]+)\s*=\s*("([^"]*)"|'([^']*)')/g,
  )) {
    found[name.toLowerCase()] = decoded(double ?? single ?? "");
  }
  return found;
}

/** The five entities of XML, and numbers; anything else is shown as it came. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decoded(text: string): string {
  return text
    .replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code).toWellFormed() : whole;
    })
    .replaceAll(BOT, "");
}

function isSame(words: string, href: string): boolean {
  const bare = (text: string) => text.trim().replace(/^https?:\/\/|\/$/gi, "");
  return bare(words) === bare(href);
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
