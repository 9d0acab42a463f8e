import type { Source } from "./worker.ts";

/** Pages that an answer may cite, each with one number, from 1. */
export class Numbered {
  readonly #numbers = new Map<string, { readonly n: number; readonly source: Source }>();

  /** @returns the number of a page, a new one where it has none */
  number(source: Source): number {
    const known = this.#numbers.get(source.url);
    if (known) return known.n;
    const n = this.#numbers.size + 1;
    this.#numbers.set(source.url, { n, source });
    return n;
  }

  /**
   * An answer with its list of sources: those that it cites, by their numbers. A number that no source
   * has is taken out: it would pretend to be one.
   */
  cited(answer: string): string {
    const known = new Map([...this.#numbers.values()].map(({ n, source }) => [n, source]));
    const cited = new Set<number>();
    const text = answer.replace(CITATION, (whole, digits: string) => {
      const n = Number(digits);
      if (!known.has(n)) return "";
      cited.add(n);
      return whole;
    });
    const list = [...cited]
      .sort((one, other) => one - other)
      .map((n) => `- [${n}] ${linkTo(known.get(n))}`);
    return list.length === 0 ? text : `${text.trimEnd()}\n\n${list.join("\n")}`;
  }
}

/** `[3]`, with the space before it, and no link, reference or definition of Markdown. */
const CITATION = / ?(?<!!)\[(\d{1,3})\](?![(:])/g;

/** A page as a link of Markdown that nothing of the page can leave. */
export function linkTo(source: Source | undefined): string {
  if (!source) return "";
  const title = source.title.replace(/[[\]\\`*_<>\s]+/g, " ").trim() || "source";
  if (!/^https?:\/\//i.test(source.url)) return title;
  // A page's address stands in Markdown: nothing of it may end the link.
  const url = source.url.replace(/[\s()<>]/g, (character) => encodeURIComponent(character));
  return `[${title}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}
