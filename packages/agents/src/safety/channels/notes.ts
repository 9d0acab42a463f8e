import type { Edit, Range } from "./edit.ts";

type Note = Range & { readonly label: string };
type Call = { readonly at: number; readonly label: string };

/** Footnotes that nothing calls are not shown, and neither are those that only such notes call. */
export function uncalledNotes(notes: readonly Note[], calls: readonly Call[]): Edit[] {
  if (notes.length === 0) return [];
  const inOrder = notes.toSorted((a, b) => a.start - b.start);
  const first = new Map<string, Note>();
  for (const note of inOrder) {
    // Of two notes with one label the first is shown.
    if (!first.has(key(note))) first.set(key(note), note);
  }
  const byNote = callsBy(inOrder, calls);
  const seen = new Set<Note>();
  const waiting = [...(byNote.get(null) ?? [])];
  for (let label = waiting.pop(); label !== undefined; label = waiting.pop()) {
    const note = first.get(label);
    if (!note || seen.has(note)) continue;
    seen.add(note);
    waiting.push(...(byNote.get(note) ?? []));
  }
  const hidden = inOrder.filter((note) => !seen.has(note));
  return hidden.map(({ start, end }) => ({ start, end, put: "", channel: "footnote" }));
}

/** The labels that each note calls; null: the text itself. */
function callsBy(notes: readonly Note[], calls: readonly Call[]): Map<Note | null, string[]> {
  const found = new Map<Note | null, string[]>([[null, []]]);
  let i = 0;
  for (const call of calls) {
    while ((notes[i]?.end ?? Number.POSITIVE_INFINITY) <= call.at) i += 1;
    const note = notes[i];
    const from = note && note.start <= call.at ? note : null;
    const labels = found.get(from);
    if (labels) labels.push(key(call));
    else found.set(from, [key(call)]);
  }
  return found;
}

function key({ label }: { readonly label: string }): string {
  return label.toLowerCase();
}
