import type { Channel } from "./edit.ts";

/** More marks than any writing system puts on one letter. */
const PILE = /\p{M}{5,}/gu;
const INHERITED = /\p{sc=Zinh}/u;
/** Marks for all scripts on one letter; tones and stress of a transcription are four. */
const MOST_COMMON = 4;
/** Marks of its own script on one letter; Tibetan stacks and Hebrew with accents come to six. */
const MOST_OWN = 8;

/** Takes down piles of combining marks, which reach over other lines and hold any amount of data. */
export function withoutPiles(text: string, report: (channel: Channel) => void): string {
  return text.replace(PILE, (pile) => {
    let common = 0;
    let own = 0;
    let kept = "";
    for (const mark of pile) {
      const fits = INHERITED.test(mark) ? ++common <= MOST_COMMON : ++own <= MOST_OWN;
      if (fits) kept += mark;
    }
    if (kept !== pile) report("marks");
    return kept;
  });
}
