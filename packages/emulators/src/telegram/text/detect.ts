import type { MessageEntity, PlainEntityType } from "../types.ts";

/** Only the kinds something reads: hashtags, emails and phone numbers are not looked for. */
const PATTERNS: readonly { type: PlainEntityType; pattern: RegExp }[] = [
  { type: "bot_command", pattern: /(?<![\w/<>@])\/\w{1,64}(?:@\w{3,32})?(?![\w/])/g },
  { type: "mention", pattern: /(?<!\w)@[a-z]\w{2,31}(?!\w)/gi },
  { type: "url", pattern: /(?<!\w)https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'](?!\w)/gi },
];

/**
 * Entities Telegram adds by itself (TDLib MessageEntity.cpp find_entities). They count towards
 * the limit of entities like the ones that were asked for.
 */
export function detect(text: string): MessageEntity[] {
  return PATTERNS.flatMap(({ type, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      type,
      offset: match.index,
      length: match[0].length,
    })),
  );
}
