/** Where something ends that takes all that follows. */
export const ENDLESS = Number.POSITIVE_INFINITY;

type State = "between" | "name" | "behind name" | "before value" | "value";

/** What a character that has no meaning of its own does to a state. */
const NEXT: Readonly<Record<State, State>> = {
  between: "name",
  name: "name",
  "behind name": "name",
  "before value": "value",
  value: "value",
};

/**
 * The end of a tag as a browser finds it (HTML, 13.2.5.32 to 39): a quote counts where a value begins,
 * a `>` outside quotes ends the tag.
 *
 * @param from - behind the name of the element
 */
export function looseEnd(page: string, from: number): number {
  let state: State = "between";
  for (let i = from; i < page.length; i += 1) {
    const char = page[i] ?? "";
    if (char === ">") return i + 1;
    if (state === "before value" && (char === '"' || char === "'")) {
      i = page.indexOf(char, i + 1);
      if (i < 0) return ENDLESS;
      state = "between";
    } else if (char === "=" && (state === "name" || state === "behind name")) {
      state = "before value";
    } else if (/\s/.test(char)) {
      if (state === "name") state = "behind name";
      else if (state === "value") state = "between";
    } else if (char === "/" && state !== "before value" && state !== "value") state = "between";
    else state = NEXT[state];
  }
  return ENDLESS;
}
