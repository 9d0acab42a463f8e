import { plainDialect, type Rendered, split } from "@trunkline/transport";
import type { Body } from "./posts.ts";

/** A text that is too long, in plain parts of half its length. */
export function halvesOf({ plain, actions }: Body): Body[] {
  const half = Math.ceil(plain.length / 2);
  // Plain by now: it must not be read as Markdown again.
  const most = { codePoints: half, bytes: half * 4 };
  const dialect = { ...plainDialect(most), fits: (r: Rendered) => r.plain.length <= half };
  const halves: Body[] = split(plain, dialect);
  // The buttons stay under the end of the text.
  const last = halves.pop();
  return last ? [...halves, actions ? { ...last, actions } : last] : [];
}
