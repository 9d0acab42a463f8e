import { graphemes } from "./graphemes.ts";

/** East Asian wide and full-width blocks (Unicode TR 11), and what is drawn as an emoji. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u;
const ZERO = /^[\p{M}\p{Cf}\p{Cc}]+$/u;

/** Columns a text takes in a monospaced font. */
export function width(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes(text)) {
    if (!ZERO.test(segment)) columns += WIDE.test(segment) ? 2 : 1;
  }
  return columns;
}
