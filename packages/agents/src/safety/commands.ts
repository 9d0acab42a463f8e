import { COMMAND } from "./patterns/commands.ts";

const BREAK = /(\r\n|[\n\r])/;
/** Begins code for certain: nothing is before it, and backticks have none behind them. */
const OPENS = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
/** May begin or end code, by what surrounds it: in a quote, in a list, in HTML. */
const UNSURE = /^[\s>*+\d.)-]*(?:`{3}|~{3}|<)/;

/**
 * Shows what another bot would obey as code, so that it does not: a command at the start of a line,
 * outside of code. Whatever the model writes is text; cards of ours are made elsewhere. After a line
 * of which only a parser knows whether it begins code, all of the text counts as outside.
 *
 * @example inert("/merge now") // "`/merge` now"
 */
export function inert(markdown: string): string {
  let fence: string | null = null;
  let sure = true;
  return markdown
    .split(BREAK)
    .map((line, index) => {
      // Every second piece is what stood between two lines.
      if (index % 2 === 1) return line;
      if (fence) {
        if (ends(line, fence)) fence = null;
        return line;
      }
      const [, ticks, tildes] = OPENS.exec(line) ?? [];
      const mark = ticks ?? tildes;
      if (sure && mark) fence = mark;
      else sure &&= !UNSURE.test(line);
      return fence ? line : line.replace(COMMAND, wrapped);
    })
    .join("");
}

function ends(line: string, fence: string): boolean {
  const mark = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1];
  return mark?.startsWith(fence) ?? false;
}

function wrapped(_all: string, before: string, command: string): string {
  return `${before}\`${command.replace(/^(?:\\\/|&[^;]*;)/, "/")}\``;
}
