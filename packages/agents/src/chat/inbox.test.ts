import { expect, test } from "vitest";
import { type Admission, admit, type Known } from "./inbox.ts";
import type { BatchState } from "./schema.ts";

const known = (batch: BatchState | null, handled = false): Known => ({ batch, handled });
const PENDING = known(null);
const BESIDE = known(null, true);

type Kind = Parameters<typeof admit>[0];

test.each<[string, Kind, byKey: Known | null, byContent: Known | null, Admission]>([
  ["a new message", "message", null, null, "insert"],
  ["a new press", "press", null, null, "insert"],
  ["a message that is pending", "message", PENDING, PENDING, "duplicate"],
  ["one that is being worked on", "message", known("active"), known("active"), "duplicate"],
  ["one that waits after a replay", "message", known("waiting"), known("waiting"), "duplicate"],
  ["one that was answered", "message", known("answered"), known("answered"), "duplicate"],
  ["one that was stopped", "message", known("stopped"), known("stopped"), "duplicate"],
  ["one that an operator dropped", "message", known("dropped"), known("dropped"), "duplicate"],
  ["an answer that could not be delivered", "message", known("undeliverable"), null, "duplicate"],
  ["an answer of unknown outcome", "message", known("uncertain"), null, "duplicate"],
  ["a dead letter", "message", known("dead"), known("dead"), "revive"],
  ["a command that was handled at once", "message", BESIDE, BESIDE, "duplicate"],
  ["a press again", "press", BESIDE, null, "duplicate"],
  ["the same message in another delivery", "message", null, PENDING, "duplicate"],
  ["the same, dead, in another delivery", "message", null, known("dead"), "revive"],
  ["an edit of a pending message", "edit", null, PENDING, "replace"],
  ["an edit of an answered one", "edit", null, known("answered"), "late-edit"],
  ["an edit of one that is being worked on", "edit", null, known("active"), "late-edit"],
  ["an edit of a dead letter", "edit", null, known("dead"), "late-edit"],
  ["an edit of a command that was handled", "edit", null, BESIDE, "late-edit"],
  ["an edit of something never seen", "edit", null, null, "late-edit"],
])("%s: %s -> %4$s", (_name, kind, byKey, byContent, expected) => {
  expect(admit(kind, byKey, byContent)).toBe(expected);
});
