/**
 * Head and tail of a long text, with a note where the middle was: the request often stands in front
 * of what was pasted, or behind it.
 *
 * @param most - characters of the text that are kept
 */
export function excerpt(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor(most / 2);
  const note = `\n[... ${text.length - 2 * half} characters left out ...]\n`;
  // A cut may halve an emoji, and the model's API refuses half a one.
  return `${text.slice(0, half).toWellFormed()}${note}${text.slice(-half).toWellFormed()}`;
}
