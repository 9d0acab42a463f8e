import type { Edit, Range } from "./edit.ts";

type Note = Range & { readonly label: string };
/** `at`: behind the label. */
export type Call = { readonly at: number; readonly label: string };

/**
 * Footnotes that nothing calls are not shown, and neither are those that only such notes call. Of a
 * label a number is shown: one that says more becomes a number.
 */
export function noteEdits(notes: readonly Note[], calls: readonly Call[]): Edit[] {
  if (notes.length === 0) return [];
  const inOrder = notes.toSorted((a, b) => a.start - b.start);
  const first = new Map<string, Note>();
  for (const note of inOrder) {
    // Of two notes with one label the first is shown.
    if (!first.has(key(note))) first.set(key(note), note);
  }
  const seen = called(inOrder, first, calls);
  const hidden = inOrder.filter((note) => !seen.has(note));
  const removed = hidden.map(({ start, end }): Edit => {
    return { start, end, put: "", channel: "footnote" };
  });
  return [
    ...removed,
    ...renamed(
      inOrder.filter((note) => seen.has(note)),
      calls,
    ),
  ];
}

/** The notes that are reached from the text. */
function called(
  inOrder: readonly Note[],
  first: ReadonlyMap<string, Note>,
  calls: readonly Call[],
): ReadonlySet<Note> {
  const byNote = callsBy(inOrder, calls);
  const seen = new Set<Note>();
  const waiting = [...(byNote.get(null) ?? [])];
  for (let label = waiting.pop(); label !== undefined; label = waiting.pop()) {
    const note = first.get(label);
    if (!note || seen.has(note)) continue;
    seen.add(note);
    waiting.push(...(byNote.get(note) ?? []));
  }
  return seen;
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

function renamed(notes: readonly Note[], calls: readonly Call[]): Edit[] {
  const taken = new Set(notes.map(key));
  const numbers = new Map<string, string>();
  let number = 0;
  for (const note of notes) {
    if (/^\d{1,4}$/.test(note.label)) continue;
    do number += 1;
    while (taken.has(String(number)));
    numbers.set(key(note), String(number));
  }
  const edit = (label: string, end: number): Edit[] => {
    const put = numbers.get(label.toLowerCase());
    return put ? [{ start: end - label.length, end, put, channel: "footnote" }] : [];
  };
  return [
    ...notes.flatMap(({ start, label }) => edit(label, start + "[^".length + label.length)),
    ...calls.flatMap(({ at, label }) => edit(label, at)),
  ];
}

function key({ label }: { readonly label: string }): string {
  return label.toLowerCase();
}
