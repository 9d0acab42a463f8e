/**
 * A text as it is, between fences that it cannot close: words of strangers, and what will be posted, are no
 * part of what we say ourselves.
 *
 * @param language - after the opening fence
 * @example fenced("a", "diff") === "```diff\na\n```"
 */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
