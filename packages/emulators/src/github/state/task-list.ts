const BOX = /^(\s*(?:[-*+]|\d+[.)])\s+\[)([ xX])(\]\s+)(.*)$/;

/**
 * The text after somebody has clicked a box of its task list.
 *
 * @param which number of the box from 0, or a part of its label
 */
export function tick(text: string, which: number | string): string {
  let fence: string | null = null;
  let count = -1;
  let hit = false;
  const lines = text.split("\n").map((line) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (mark && fence === null) fence = mark;
    else if (mark && fence && mark.startsWith(fence)) fence = null;
    const box = fence === null ? BOX.exec(line) : null;
    if (!box || hit) return line;
    const [, before, state, after, label = ""] = box;
    count += 1;
    hit = typeof which === "number" ? count === which : label.includes(which);
    return hit ? `${before}${state === " " ? "x" : " "}${after}${label}` : line;
  });
  if (!hit) throw new Error(`there is no box ${JSON.stringify(which)} in ${JSON.stringify(text)}`);
  return lines.join("\n");
}
