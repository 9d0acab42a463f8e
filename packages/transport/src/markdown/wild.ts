const SPECIAL = /[*_~`[\]<!&]/g;
/** Lists in lists in quotes on one line. */
const DEEP = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))){20}/;
const OWN_LINE = /^[ \t>]*(?:[-+*]|\d{1,9}[.)]|#{1,6})[ \t]/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const RULE = /^[ \t>|:-]+$/;

/** Nobody writes a paragraph with more marks; the parser's cost grows with their square. */
const MOST_MARKS = 500;
const MOST_UNDERLINES = 50;
/** What a row, an item or a heading costs, in marks. */
const LINE_COST = 4;

/** What parsing this will cost, about, in marks. `null`: do not parse it at all. */
export function costOf(source: string): number | null {
  const lines = source.split("\n");
  let total = 0;
  let marks = 0;
  let underlines = 0;
  let table = false;
  for (const [i, line] of lines.entries()) {
    const own = table || OWN_LINE.test(line);
    if (line.trim() === "") table = false;
    else if (RULE.test(line) && line.includes("-") && lines[i - 1]?.includes("|")) table = true;
    if (own || line.trim() === "") marks = 0;
    const here = line.match(SPECIAL)?.length ?? 0;
    marks += here;
    if (line.trim() !== "") total += here + LINE_COST;
    underlines = line.trim() === "" ? 0 : underlines + (UNDERLINE.test(line) ? 1 : 0);
    if (marks > MOST_MARKS || underlines > MOST_UNDERLINES || DEEP.test(line)) return null;
  }
  return total;
}
