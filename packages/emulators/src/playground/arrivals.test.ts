import { expect, test } from "vitest";
import { Arrivals } from "./arrivals.ts";
import { Conversation } from "./inspection.ts";
import { batchRow } from "./testing.ts";

const item = (text: string, at: number, by = "robin") => ({ text, by, at });
const seen = (pending: object[], said: object[] = []) =>
  Conversation.parse({ blockedUntil: 0, pending, batches: [batchRow({ said })] });
const came = (text: string, at: number) => ({ key: `m${at}`, text, by: "robin", at });

test("a message that waited for a permission has the time at which it came, also later", () => {
  const arrivals = new Arrivals();
  arrivals.note([came("slow", 5)]);
  const known = { ...item("slow", 5), known: 40 };
  expect(arrivals.in(seen([item("slow", 40)])).pending).toEqual([known]);
  expect(arrivals.in(seen([], [item("slow", 40)])).batches[0]?.said).toEqual([known]);
});

test("others keep theirs: another writer, other words, the same words again", () => {
  const arrivals = new Arrivals();
  arrivals.note([came("slow", 5)]);
  const first = item("slow", 40);
  const others = [item("slow", 41, "mika"), item("long", 42), item("slow", 43), item("slow", 3)];
  const { pending } = arrivals.in(seen([first, ...others]));
  expect(pending.slice(1)).toEqual(others);
});
