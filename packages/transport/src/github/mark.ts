/**
 * What is hidden at the end of everything we write: by it we know our own messages, and find one again
 * whose creation nobody has confirmed. Only the last line counts, and only as a whole: elsewhere it may be
 * code, or the word of a model.
 */
const MARK = /^<!-- trunkline:[^\s>]+ -->$/;

export function mark(key: string): string {
  return `<!-- trunkline:${hidden(key)} -->`;
}

export function isMarked(body: string): boolean {
  return MARK.test(lastLine(body));
}

/** Whether this is the message with that key. */
export function hasMark(body: string, key: string): boolean {
  return lastLine(body) === mark(key);
}

export function withoutMark(body: string): string {
  return isMarked(body) ? body.slice(0, body.lastIndexOf("<!--")).trimEnd() : body;
}

function lastLine(body: string): string {
  const end = body.trimEnd();
  return end.slice(end.lastIndexOf("\n") + 1);
}

/** What a ticked box means, hidden behind its label. */
const TOKEN = /^<!-- trunkline-action:([^\s>]+) -->$/;

export function token(data: string): string {
  return `<!-- trunkline-action:${hidden(data)} -->`;
}

/** @returns null when a comment is none, or was tampered with */
export function dataOf(comment: string): string | null {
  try {
    const data = TOKEN.exec(comment)?.[1];
    return data === undefined ? null : decodeURIComponent(data);
  } catch {
    return null;
  }
}

/** Two hyphens, or one at the end, would end the comment (CommonMark 0.29, which GitHub implements). */
function hidden(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll("%3A", ":");
  return encoded.replace(/-(?=-|$)|^-/g, "%2D");
}
