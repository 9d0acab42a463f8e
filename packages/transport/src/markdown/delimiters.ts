/** A run of `*`, `_` or `~~` that has not been closed yet. */
interface Opener {
  readonly char: string;
  count: number;
}

/** What an unfinished paragraph needs. */
export interface Unfinished {
  /** The source up to here, or with these ranges left out, is sound. */
  readonly text: string;
  /** What closes it. */
  readonly closing: string;
}

const SPACE = /[\s\p{Z}]/u;
const PUNCTUATION = /[\p{P}\p{S}]/u;

/**
 * Reads the source of one paragraph as far as it has come and says how to end it: code spans and
 * styles are closed, of a link that has no address yet only the words remain. An approximation of
 * CommonMark 6.2: it may be wrong about odd source, which is then shown with its marks.
 */
export function finish(source: string): Unfinished {
  const open: Opener[] = [];
  const brackets: number[] = [];
  let text = source;
  let i = 0;
  while (i < text.length) {
    const char = text[i] ?? "";
    if (char === "\\") i += 2;
    else if (char === "`") {
      const run = runAt(text, i);
      const end = closingTicks(text, i + run, run);
      if (end === null) return inCode(text, i, run, open);
      i = end;
    } else if (char === "<") {
      const tag = /^<[^<>\s][^<>]*>/.exec(text.slice(i, i + 500));
      i += tag?.[0].length ?? 1;
    } else if (char === "[") {
      brackets.push(text[i - 1] === "!" ? i - 1 : i);
      i += 1;
    } else if (char === "]") {
      const start = brackets.pop();
      if (start === undefined || text[i + 1] !== "(") {
        i += 1;
        continue;
      }
      const end = text.indexOf(")", i);
      if (end >= 0) i = end + 1;
      else {
        // The address is on its way.
        text = withoutBracket(text.slice(0, i), start);
        break;
      }
    } else if (char === "*" || char === "_" || char === "~") {
      const run = runAt(text, i);
      delimit(open, char, run, text[i - 1] ?? " ", text[i + run] ?? " ");
      i += run;
    } else i += 1;
  }
  const start = brackets.at(-1);
  if (text === source && start !== undefined && /^!?\[\w[^\]]*$/.test(text.slice(start))) {
    text = withoutBracket(text, start);
  }
  return closed(text, open);
}

function runAt(text: string, i: number): number {
  let end = i;
  while (text[end] === text[i]) end += 1;
  return end - i;
}

function closingTicks(text: string, from: number, run: number): number | null {
  for (let i = text.indexOf("`", from); i >= 0; ) {
    const found = runAt(text, i);
    if (found === run) return i + run;
    i = text.indexOf("`", i + found);
  }
  return null;
}

function inCode(text: string, i: number, run: number, open: readonly Opener[]): Unfinished {
  // Ticks at the end are the closing run on its way.
  const code = text.slice(i + run).replace(/`+$/, "");
  if (code.trim() === "") return closed(text.slice(0, i), open);
  return { text: text.slice(0, i + run) + code, closing: "`".repeat(run) + closers(open) };
}

function withoutBracket(text: string, start: number): string {
  return text.slice(0, start) + text.slice(start).replace(/^!?\[/, "");
}

/** CommonMark 6.2: which runs may open, which may close, and what they pair with. */
function delimit(open: Opener[], char: string, run: number, before: string, after: string): void {
  if (char === "~" && run !== 2) return;
  const left = !SPACE.test(after) && (!PUNCTUATION.test(after) || /[\s\p{P}\p{S}]/u.test(before));
  const right = !SPACE.test(before) && (!PUNCTUATION.test(before) || /[\s\p{P}\p{S}]/u.test(after));
  const opens = left && (char !== "_" || !right || PUNCTUATION.test(before));
  const closes = right && (char !== "_" || !left || PUNCTUATION.test(after));
  let rest = run;
  while (closes && rest > 0) {
    const i = open.findLastIndex((one) => one.char === char);
    const opener = open[i];
    if (!opener) break;
    open.length = i + 1;
    const used = Math.min(2, opener.count, rest);
    opener.count -= used;
    rest -= used;
    if (opener.count === 0) open.pop();
  }
  if (opens && rest > 0) open.push({ char, count: rest });
}

/** A run that hangs at the end is a mark on its way: it would be shown as it is. */
function closed(text: string, open: readonly Opener[]): Unfinished {
  const hanging = /(?:^|[\s([{"'“])([*_~]+)$/.exec(text)?.[1] ?? /[^~](~)$/.exec(text)?.[1] ?? "";
  const sound = text.slice(0, text.length - hanging.length).trimEnd();
  return { text: sound, closing: closers(open) };
}

function closers(open: readonly Opener[]): string {
  return [...open]
    .reverse()
    .map(({ char, count }) => char.repeat(count))
    .join("");
}
