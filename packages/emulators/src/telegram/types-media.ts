import type { User } from "./types.ts";

/** What a message may carry besides text, as the Bot API shows it. Held against grammY's
 * declarations by `types.test.ts`. */
export interface FileRef {
  /** What `getFile` takes. */
  readonly file_id: string;
  /** For comparison only. */
  readonly file_unique_id: string;
  /** Bytes. */
  readonly file_size?: number;
}

/** The answer of `getFile`. */
export interface File extends FileRef {
  /** To be appended to `/file/bot<token>/`. */
  readonly file_path?: string;
}

export interface PhotoSize extends FileRef {
  readonly width: number;
  readonly height: number;
}

export interface Document extends FileRef {
  readonly file_name?: string;
  readonly mime_type?: string;
}

export interface Audio extends Document {
  /** Seconds. */
  readonly duration: number;
}

export interface Voice extends FileRef {
  /** Seconds. */
  readonly duration: number;
  readonly mime_type?: string;
}

export interface Video extends Document {
  readonly width: number;
  readonly height: number;
  /** Seconds. */
  readonly duration: number;
}

export interface Sticker extends FileRef {
  readonly type: "regular";
  readonly width: number;
  readonly height: number;
  readonly is_animated: boolean;
  readonly is_video: boolean;
  readonly emoji?: string;
}

export interface Location {
  readonly latitude: number;
  readonly longitude: number;
}

/** Some of the inline kinds; the rest can be posted raw. */
export type RichText =
  | string
  | readonly RichText[]
  | {
      readonly type: "bold" | "italic" | "underline" | "strikethrough" | "spoiler" | "code";
      readonly text: RichText;
    }
  | { readonly type: "url"; readonly text: RichText; readonly url: string }
  | { readonly type: "mention"; readonly text: RichText; readonly username: string }
  | { readonly type: "text_mention"; readonly text: RichText; readonly user: User }
  | { readonly type: "bot_command"; readonly text: RichText; readonly bot_command: string };

/** Some of the blocks; the rest can be posted raw. */
export type RichBlock =
  | { readonly type: "paragraph"; readonly text: RichText }
  | { readonly type: "heading"; readonly text: RichText; readonly size: 1 | 2 | 3 | 4 | 5 | 6 }
  | { readonly type: "pre"; readonly text: RichText; readonly language?: string }
  | { readonly type: "divider" }
  | { readonly type: "list"; readonly items: readonly RichListItem[] }
  | { readonly type: "blockquote"; readonly blocks: readonly RichBlock[] };

export interface RichListItem {
  readonly label: string;
  readonly blocks: readonly RichBlock[];
}

/** Comes instead of `text`, never beside it. */
export interface RichMessage {
  readonly blocks: readonly RichBlock[];
}
