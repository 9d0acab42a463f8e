/** Where a line stands in the diff of its file. */
export interface PlaceInPatch {
  /** Lines below the first `@@`, as GitHub counts. */
  readonly position: number;
  /** From the `@@` above down to the line itself. */
  readonly hunk: string;
}

/** @returns null when the line is not part of the diff. */
export function placeInPatch(
  patch: string,
  line: number,
  side: "LEFT" | "RIGHT",
): PlaceInPatch | null {
  let left = 0;
  let right = 0;
  let hunk: string[] = [];
  for (const [position, text] of patch.split("\n").entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header) {
      left = Number(header[1]) - 1;
      right = Number(header[2]) - 1;
      hunk = [text];
      continue;
    }
    hunk.push(text);
    if (!text.startsWith("+")) left += 1;
    if (!text.startsWith("-")) right += 1;
    const isHere =
      side === "RIGHT"
        ? right === line && !text.startsWith("-")
        : left === line && !text.startsWith("+");
    if (isHere) return { position, hunk: hunk.join("\n") };
  }
  return null;
}

export function countChanges(patch: string): { additions: number; deletions: number } {
  const lines = patch.split("\n");
  return {
    additions: lines.filter((line) => line.startsWith("+")).length,
    deletions: lines.filter((line) => line.startsWith("-")).length,
  };
}
