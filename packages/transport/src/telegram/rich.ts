/**
 * The words of a rich message (Bot API 10.1): it has no `text`, only nested blocks. A block stands on
 * lines of its own, marks inside a line stay in the line; layout is not kept.
 */
export function flatten(rich: unknown): string {
  return blocks(rich, 0).join("\n").trim();
}

/** Sixteen levels are the platform's limit. */
const MOST_LEVELS = 40;
/** Fields that hold blocks; all other text is inline. */
const NESTED = ["blocks", "items", "rows", "cells", "children"];
const INLINE = ["title", "summary", "text", "content", "caption"];

function blocks(value: unknown, level: number): string[] {
  if (level > MOST_LEVELS) return [];
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((block) => blocks(block, level + 1));
  if (!isRecord(value)) return [];
  const line = INLINE.map((field) => inline(value[field], level + 1)).filter(
    (text) => text.trim() !== "",
  );
  return [...line, ...NESTED.flatMap((field) => blocks(value[field], level + 1))];
}

function inline(value: unknown, level: number): string {
  if (level > MOST_LEVELS) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((part) => inline(part, level + 1)).join("");
  if (!isRecord(value)) return "";
  return INLINE.map((field) => inline(value[field], level + 1)).join("");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
