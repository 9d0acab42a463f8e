import type { MessageEntity } from "../types.ts";

/** Later ones are dropped without a word (tdlib/telegram-bot-api#820). */
const MAX_ENTITIES = 100;

const SPLITTABLE: ReadonlySet<string> = new Set([
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
]);
const QUOTES: ReadonlySet<string> = new Set(["blockquote", "expandable_blockquote"]);
const CODE: ReadonlySet<string> = new Set(["pre", "code"]);

/**
 * Makes entities legal the way TDLib MessageEntity.cpp fix_entities does: sorted, quotes not
 * nested, no two indivisible ones over the same text (the outer one wins), styles cut out of
 * code, and at most a hundred.
 */
export function settle(entities: readonly MessageEntity[]): MessageEntity[] {
  const sorted = entities.filter((entity) => entity.length > 0).toSorted(byPosition);
  const quotes = disjoint(sorted.filter(({ type }) => QUOTES.has(type)));
  const solid = disjoint(sorted.filter(({ type }) => !QUOTES.has(type) && !SPLITTABLE.has(type)));
  const code = solid.filter(({ type }) => CODE.has(type));
  const styles = merged(sorted.filter(({ type }) => SPLITTABLE.has(type))).flatMap((style) =>
    without(style, code),
  );
  return [...quotes, ...solid, ...styles].toSorted(byPosition).slice(0, MAX_ENTITIES);
}

function end(entity: MessageEntity): number {
  return entity.offset + entity.length;
}

function byPosition(a: MessageEntity, b: MessageEntity): number {
  return a.offset - b.offset || b.length - a.length || rank(a) - rank(b);
}

/** TDLib MessageEntity.cpp get_type_priority, for entities over exactly the same text. */
function rank({ type }: MessageEntity): number {
  if (QUOTES.has(type)) return 0;
  if (type === "pre") return 11;
  if (type === "code") return 20;
  if (type === "text_link" || type === "text_mention") return 49;
  const styles = [...SPLITTABLE].indexOf(type);
  return styles < 0 ? 50 : 90 + styles;
}

function disjoint(sorted: readonly MessageEntity[]): MessageEntity[] {
  const kept: MessageEntity[] = [];
  for (const entity of sorted) {
    const last = kept.at(-1);
    if (!last || entity.offset >= end(last)) kept.push(entity);
  }
  return kept;
}

/** Joins styles of one type that touch or overlap: nested bold in bold is one bold. */
function merged(styles: readonly MessageEntity[]): MessageEntity[] {
  const kept: MessageEntity[] = [];
  for (const style of styles) {
    const index = kept.findLastIndex(({ type }) => type === style.type);
    const last = kept[index];
    if (!last || style.offset > end(last)) {
      kept.push(style);
      continue;
    }
    kept[index] = { ...last, length: Math.max(end(last), end(style)) - last.offset };
  }
  return kept;
}

function without(style: MessageEntity, code: readonly MessageEntity[]): MessageEntity[] {
  const pieces: MessageEntity[] = [];
  let from = style.offset;
  for (const hole of code) {
    if (end(hole) <= from || hole.offset >= end(style)) continue;
    if (hole.offset > from) pieces.push({ ...style, offset: from, length: hole.offset - from });
    from = end(hole);
  }
  if (from < end(style)) pieces.push({ ...style, offset: from, length: end(style) - from });
  return pieces;
}
