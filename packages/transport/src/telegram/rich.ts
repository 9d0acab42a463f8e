import type { Marked } from "./address.ts";
import { type Entity, User } from "./update.ts";

const NOTHING: Marked = { text: "", entities: [] };

/**
 * The words of a rich message (Bot API 10.1): it has no `text`, only nested blocks. A block stands on
 * lines of its own, marks inside a line stay in the line; layout is not kept. Its entities are those that
 * say who is meant: mentions and commands.
 */
export function flatten(rich: unknown): Marked {
  const whole = joined(blocks(rich, 0), "\n");
  const text = whole.text.trim();
  const before = whole.text.length - whole.text.trimStart().length;
  const inside = ({ offset, length }: Entity) => offset >= 0 && offset + length <= text.length;
  return { text, entities: moved(whole.entities, -before).filter(inside) };
}

/** Sixteen levels are the platform's limit. */
const MOST_LEVELS = 40;
/** Fields that hold blocks; all other text is inline. */
const NESTED = ["blocks", "items", "rows", "cells", "children"];
const INLINE = ["title", "summary", "text", "content", "caption"];

function blocks(value: unknown, level: number): Marked[] {
  if (level > MOST_LEVELS) return [];
  if (typeof value === "string") return value.trim() === "" ? [] : [{ text: value, entities: [] }];
  if (Array.isArray(value)) return value.flatMap((block) => blocks(block, level + 1));
  if (!isRecord(value)) return [];
  const lines = INLINE.map((field) => inline(value[field], level + 1));
  return [
    ...lines.filter(({ text }) => text.trim() !== ""),
    ...NESTED.flatMap((field) => blocks(value[field], level + 1)),
  ];
}

function inline(value: unknown, level: number): Marked {
  if (level > MOST_LEVELS) return NOTHING;
  if (typeof value === "string") return { text: value, entities: [] };
  if (Array.isArray(value)) return joined(value.map((part) => inline(part, level + 1)));
  if (!isRecord(value)) return NOTHING;
  const inside = joined(INLINE.map((field) => inline(value[field], level + 1)));
  const own = entityOf(value, inside.text.length);
  return own ? { ...inside, entities: [own, ...inside.entities] } : inside;
}

/** An inline node as what it would be in a text (Bot API, RichText and MessageEntity name them alike). */
function entityOf(
  { type, user }: Readonly<Record<string, unknown>>,
  length: number,
): Entity | null {
  if (length === 0) return null;
  if (type === "mention" || type === "bot_command") return { type, offset: 0, length };
  if (type !== "text_mention") return null;
  const known = User.safeParse(user);
  return known.success ? { type, offset: 0, length, user: known.data } : null;
}

/** One after the other; offsets count UTF-16 code units, as JavaScript does. */
function joined(parts: readonly Marked[], between = ""): Marked {
  let text = "";
  const entities: Entity[] = [];
  for (const [at, part] of parts.entries()) {
    if (at > 0) text += between;
    entities.push(...moved(part.entities, text.length));
    text += part.text;
  }
  return { text, entities };
}

function moved(entities: readonly Entity[], by: number): Entity[] {
  return entities.map((entity) => ({ ...entity, offset: entity.offset + by }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
