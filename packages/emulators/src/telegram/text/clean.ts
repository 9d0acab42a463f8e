import type { MessageEntity } from "../types.ts";

export interface Formatted {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

/**
 * What Telegram does to every text before it looks at its length: control characters become
 * spaces, carriage returns and bidi controls vanish (TDLib misc.cpp clean_input_string), and
 * white space at both ends is cut off (TDLib MessageEntity.cpp fix_formatted_text).
 */
export function clean({ text, entities }: Formatted): Formatted {
  let cleaned = "";
  // Where each old index lies in the new text.
  const moved: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    moved.push(cleaned.length);
    const char = text[i] ?? "";
    if (/[\r\u2028-\u202e]/.test(char)) continue;
    cleaned += char < " " && char !== "\n" ? " " : char;
  }
  moved.push(cleaned.length);
  const trimmed = cleaned.replace(/^[ \n]+|[ \n]+$/g, "");
  const leading = /^[ \n]*/.exec(cleaned)?.[0].length ?? 0;
  const place = (index: number): number =>
    Math.min(trimmed.length, Math.max(0, (moved[index] ?? cleaned.length) - leading));
  const shifted = entities.map((entity) => {
    const offset = place(entity.offset);
    return { ...entity, offset, length: place(entity.offset + entity.length) - offset };
  });
  return { text: trimmed, entities: shifted.filter(({ length }) => length > 0) };
}
