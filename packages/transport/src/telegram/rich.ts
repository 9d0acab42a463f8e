/**
 * The words of a rich message (Bot API 10.1): it has no `text`, only nested blocks. Every string under
 * `text`, `content` or `caption` is kept, each block on a line of its own; layout is not.
 */
export function flatten(rich: unknown): string {
  const lines: string[] = [];
  collect(rich, lines, 0);
  return lines.join("\n").trim();
}

/** Sixteen levels are the platform's limit. */
const MOST_LEVELS = 40;

function collect(value: unknown, lines: string[], level: number): void {
  if (level > MOST_LEVELS) return;
  if (typeof value === "string") {
    if (value.trim() !== "") lines.push(value);
    return;
  }
  if (Array.isArray(value)) {
    // Runs of inline text stand on one line.
    const inline = value.every((part) => typeof part === "string" || isInline(part));
    if (inline && value.length > 0) lines.push(value.map(inlineText).join(""));
    else for (const part of value) collect(part, lines, level + 1);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const holdsText = ["text", "content", "caption", "title", "summary"].includes(key);
    if (holdsText || typeof part === "object") collect(part, lines, level + 1);
  }
}

function isInline(part: unknown): part is { readonly text: string } {
  return (
    typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
  );
}

function inlineText(part: unknown): string {
  if (typeof part === "string") return part;
  return isInline(part) ? part.text : "";
}
