import * as z from "zod";
import type { AlbumItem, Content } from "../../telegram/index.ts";
import type { Found } from "../stage.ts";

/** Files that a person sends: one is a message, several are an album. */
export const Attach = z.object({
  as: z.string(),
  caption: z.string().max(1024).optional(),
  files: z
    .array(z.object({ name: z.string().max(200), type: z.string(), data: z.base64() }))
    .min(1)
    .max(10),
});
export type Attach = z.infer<typeof Attach>;

/** What the page itself may show. A picture in another format is a file to be fetched. */
const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/** The files of one chat: the Bot API would hand them out only to the bot. */
export class SentFiles {
  readonly #byMessage = new Map<number, { readonly type: string; readonly bytes: Uint8Array }>();
  readonly #pictures = new Set<number>();

  get pictures(): ReadonlySet<number> {
    return this.#pictures;
  }

  keep(message: number, type: string, data: string): void {
    this.#byMessage.set(message, { type, bytes: Buffer.from(data, "base64") });
    if (PICTURES.includes(type)) this.#pictures.add(message);
  }

  /** Anything but a picture is opened by nobody here: it may be a page of its own. */
  find(message: number): Found | null {
    const file = this.#byMessage.get(message);
    if (!file) return null;
    const type = PICTURES.includes(file.type) ? file.type : "application/octet-stream";
    return { type, bytes: file.bytes };
  }
}

/** As Telegram would take it. An album holds photos or documents, not both; the caption is the first's. */
export function itemsOf({ files, caption }: Attach): AlbumItem[] {
  const photos = files.every(({ type }) => type === "image/jpeg");
  return files.map(({ name, type, data }, index) => {
    const bytes = Buffer.from(data, "base64");
    const said = caption && index === 0 ? { caption } : {};
    return photos
      ? { kind: "photo", bytes, ...said }
      : { kind: "document", name, mimeType: type || "application/octet-stream", bytes, ...said };
  });
}

/** One file is no album. */
export function single(items: readonly AlbumItem[]): Content | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}
