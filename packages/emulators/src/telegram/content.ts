import type { Files } from "./files.ts";
import type { Formatted } from "./text/clean.ts";
import { type Written, written } from "./text/written.ts";
import type { MessageFields, User } from "./types.ts";
import type { FileRef, PhotoSize, RichBlock } from "./types-media.ts";

interface FileOptions {
  readonly caption?: Written;
  /** The file itself; default a few bytes that name it. */
  readonly bytes?: Uint8Array;
  /** What the API tells instead of the length of `bytes`. */
  readonly size?: number;
  /** The API tells no size. */
  readonly unsized?: boolean;
}

/** `bytes` is the largest size; the smaller ones have bytes of their own, which say so. */
export interface Photo extends FileOptions {
  readonly kind: "photo";
  readonly width?: number;
  readonly height?: number;
}

export interface OtherFile extends FileOptions {
  readonly kind: "video" | "document" | "audio" | "voice" | "animation";
  readonly name?: string;
  readonly mimeType?: string;
}

export interface StickerContent {
  readonly kind: "sticker";
  readonly emoji?: string;
  readonly bytes?: Uint8Array;
}

export interface LocationContent {
  readonly kind: "location";
  readonly latitude: number;
  readonly longitude: number;
}

/** A message of blocks, without any `text`. */
export interface RichContent {
  readonly kind: "rich";
  readonly blocks: readonly RichBlock[];
}

export type Media = Photo | OtherFile;

/** TG-types sendMediaGroup: nothing else goes into an album. */
export type AlbumItem = Photo | (OtherFile & { readonly kind: "video" | "document" | "audio" });

/** What a person sends. A bare string is a text. */
export type Content = Written | Media | StickerContent | LocationContent | RichContent;

export interface Composed {
  readonly text: Formatted;
  readonly shows: "text" | "caption" | "nothing";
  readonly fields: MessageFields;
}

const NOTHING: Formatted = { text: "", entities: [] };
/** TG-types sendPhoto.caption: 0-1024 characters; people are held to the same. */
export const MAX_CAPTION_CODE_POINTS = 1024;

/** Uploads what there is to upload, and lays the message out as the API will show it. */
export function compose(
  content: Content,
  files: Files,
  users: ReadonlyMap<number, User>,
): Composed {
  if (typeof content === "string" || "html" in content) {
    return { text: written(content, users), shows: "text", fields: {} };
  }
  switch (content.kind) {
    case "location": {
      const { latitude, longitude } = content;
      return { text: NOTHING, shows: "nothing", fields: { location: { latitude, longitude } } };
    }
    case "rich":
      return {
        text: NOTHING,
        shows: "nothing",
        fields: { rich_message: { blocks: content.blocks } },
      };
    case "sticker":
      return { text: NOTHING, shows: "nothing", fields: { sticker: sticker(content, files) } };
    case "photo":
      return { ...caption(content, users), fields: { photo: photo(content, files) } };
    default:
      return { ...caption(content, users), fields: file(content, files) };
  }
}

function caption({ caption: source }: FileOptions, users: ReadonlyMap<number, User>) {
  if (source === undefined) return { text: NOTHING, shows: "nothing" as const };
  const text = written(source, users, MAX_CAPTION_CODE_POINTS);
  return { text, shows: "caption" as const };
}

const DEFAULTS = {
  video: { folder: "videos", extension: "mp4", mimeType: "video/mp4" },
  document: { folder: "documents", extension: "bin", mimeType: "application/octet-stream" },
  audio: { folder: "music", extension: "mp3", mimeType: "audio/mpeg" },
  voice: { folder: "voice", extension: "oga", mimeType: "audio/ogg" },
  animation: { folder: "animations", extension: "mp4", mimeType: "video/mp4" },
} as const;

function file(content: OtherFile, files: Files): MessageFields {
  const { kind, name } = content;
  const usual = DEFAULTS[kind];
  const extension = /\.(\w+)$/.exec(name ?? "")?.[1] ?? usual.extension;
  const ref = upload(files, content, kind, usual.folder, extension);
  const named = name === undefined ? {} : { file_name: name };
  const described = { ...ref, ...named, mime_type: content.mimeType ?? usual.mimeType };
  const moving = { ...described, width: 640, height: 360, duration: 3 };
  switch (kind) {
    case "document":
      return { document: described };
    case "audio":
      return { audio: { ...described, duration: 3 } };
    case "voice":
      return { voice: { ...ref, mime_type: described.mime_type, duration: 3 } };
    case "video":
      return { video: moving };
    case "animation":
      // TG-types Message.animation: "For backward compatibility ... document field will also be set".
      return { animation: moving, document: described };
    default:
      return kind satisfies never;
  }
}

/** As large as they get, and never larger than the photo itself. */
const LONG_SIDES = [90, 320, 800];

function photo(content: Photo, files: Files): PhotoSize[] {
  const { width = 1280, height = 960 } = content;
  const long = Math.max(width, height);
  const smaller = LONG_SIDES.filter((side) => side < long).map((side) => {
    const size = {
      width: Math.round((width * side) / long),
      height: Math.round((height * side) / long),
    };
    return { ...upload(files, {}, `${size.width}x${size.height}`, "photos", "jpg"), ...size };
  });
  return [...smaller, { ...upload(files, content, "photo", "photos", "jpg"), width, height }];
}

function sticker(content: StickerContent, files: Files) {
  const { emoji } = content;
  return {
    ...upload(files, content, "sticker", "stickers", "webp"),
    type: "regular" as const,
    width: 512,
    height: 512,
    is_animated: false,
    is_video: false,
    ...(emoji === undefined ? {} : { emoji }),
  };
}

function upload(
  files: Files,
  { bytes, size, unsized }: FileOptions,
  what: string,
  folder: string,
  extension: string,
): FileRef {
  const real = bytes ?? new TextEncoder().encode(`the ${what} of a test`);
  return files.add({ bytes: real, size: size ?? real.length, unsized, folder, extension });
}
