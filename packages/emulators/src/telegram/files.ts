import type { File, FileRef } from "./types-media.ts";

/** A bot may fetch no more. TG-server Client.h MAX_DOWNLOAD_FILE_SIZE. */
export const MAX_DOWNLOAD_BYTES = 20 << 20;

/** "It is guaranteed that the link will be valid for at least 1 hour" (TG-types getFile). */
const LINK_MS = 3600 * 1000;

export interface NewFile {
  readonly bytes: Uint8Array;
  /** As the API tells it; a test need not hold 20 MB to be refused them. */
  readonly size: number;
  /** The API tells no size at all, which it may (TG-types Document.file_size: "Optional"). */
  readonly unsized?: boolean | undefined;
  readonly folder: string;
  /** Without a dot. */
  readonly extension: string;
}

interface StoredFile extends NewFile {
  readonly ref: FileRef;
  readonly path: string;
  /** Epoch milliseconds until which the path works; 0 before the first `getFile`. */
  openUntil: number;
}

/** The files people have sent. */
export class Files {
  readonly #now: () => number;
  readonly #byId = new Map<string, StoredFile>();
  readonly #byPath = new Map<string, StoredFile>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(file: NewFile): FileRef {
    const n = this.#byId.size;
    const ref: FileRef = {
      file_id: `AgACAgIAAxkBAAM${n}`,
      file_unique_id: `AQADu${n}`,
      ...(file.unsized ? {} : { file_size: file.size }),
    };
    const path = `${file.folder}/file_${n}.${file.extension}`;
    const stored = { ...file, ref, path, openUntil: 0 };
    this.#byId.set(ref.file_id, stored);
    this.#byPath.set(path, stored);
    return ref;
  }

  /** @returns the size without opening anything, or undefined for an id that is none. */
  sizeOf(fileId: string): number | undefined {
    return this.#byId.get(fileId)?.size;
  }

  /** What `getFile` answers; from now on the path works for an hour. */
  open(fileId: string): File | undefined {
    const file = this.#byId.get(fileId);
    if (!file) return undefined;
    file.openUntil = this.#now() + LINK_MS;
    return { ...file.ref, file_path: file.path };
  }

  /** The bytes behind a path that works. */
  read(path: string): Uint8Array | undefined {
    const file = this.#byPath.get(path);
    return file && this.#now() <= file.openUntil ? file.bytes : undefined;
  }
}
