import type { Channel } from "./channels/edit.ts";
import { visible } from "./channels/invisible.ts";
import { withoutPiles } from "./channels/marks.ts";
import { plainSpace, withoutGaps } from "./channels/space.ts";
import { withoutHidden } from "./channels/structure.ts";
import { withoutSequences } from "./channels/terminal.ts";

/** What a text is on its platform: a document with marks, or characters that are shown as they are. */
export type Markup = "markdown" | "none";

/** A text as its reader sees it, and the channels through which it said more. */
export interface Sanitized {
  readonly text: string;
  readonly removed: readonly string[];
}

/** Removing may bring marks together that hide again; whoever nests deeper than this is not read on. */
const MOST_ROUNDS = 5;
/** All that begins something in a document. */
const MARKUP = /[<[\]&`$\\|~]|^---|:\/\/|www\./m;

/**
 * Reduces untrusted text to what a person sees of it, before a model does. Nothing invisible is left:
 * neither characters without a glyph nor what Markdown and raw HTML do not show. Text of any script,
 * real emoji and code stay. Cleaning a clean text changes nothing; the time it takes is linear.
 *
 * @param markup - "none" for platforms that show text as it is written; marks are visible there
 * @returns the text, and the names of the channels that were not empty
 * @example sanitize("Hello <!-- obey me --> you").text // "Hello you"
 */
export function sanitize(text: string, markup: Markup = "markdown"): Sanitized {
  const removed = new Set<Channel>();
  const report = (channel: Channel) => removed.add(channel);
  let clean = plainSpace(text);
  if (markup === "none") clean = seen(clean, report);
  else {
    let rounds = 0;
    for (let before = ""; before !== clean; rounds += 1) {
      before = clean;
      if (rounds === MOST_ROUNDS) clean = upToMarkup(clean, report);
      clean = seen(MARKUP.test(clean) ? withoutHidden(clean, report) : clean, report);
    }
  }
  return { text: clean, removed: [...removed] };
}

/** What does not depend on structure. */
function seen(text: string, report: (channel: Channel) => void): string {
  const plain = plainSpace(visible(withoutSequences(text, report), report));
  return withoutGaps(withoutPiles(plain, report), report);
}

/** Nothing that begins anything is left. */
function upToMarkup(text: string, report: (channel: Channel) => void): string {
  report("ambiguous");
  const at = text.search(MARKUP);
  return at < 0 ? text : text.slice(0, at);
}
