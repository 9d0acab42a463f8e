import type { Fault } from "@trunkline/transport";
import { expect, test } from "vitest";
import { type Entry, gate, type Permission } from "./gate.ts";

const fault = (kind: Fault["kind"]): Fault => ({ kind, message: "no answer" });

test.each<[string, boolean, Permission, Entry]>([
  ["listed and permitted", true, true, "ask"],
  ["listed, and the platform has no such question", true, "not asked", "ask"],
  ["listed and not permitted", true, false, "refuse"],
  ["listed, too many questions", true, fault("rate_limited"), "retry"],
  ["listed, failed", true, fault("transient"), "retry"],
  ["listed, the connection was cut", true, fault("uncertain"), "retry"],
  ["listed, our credentials are refused", true, fault("unauthorized"), "retry"],
  ["listed, we may not ask", true, fault("forbidden"), "refuse"],
  ["listed, nobody of that name", true, fault("gone"), "refuse"],
  ["listed, any other refusal", true, fault("invalid"), "refuse"],
  ["not listed, but permitted", false, true, "refuse"],
  ["not listed, no such question", false, "not asked", "refuse"],
  ["not listed, failed", false, fault("transient"), "refuse"],
])("%s", (_name, listed, permission, expected) => {
  expect(gate(listed, permission)).toBe(expected);
});
