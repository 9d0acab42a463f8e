import type { Reply } from "../wire.ts";
import type { Attachment } from "./model.ts";
import type { World } from "./world.ts";

/** AS-oas download_url: "only valid for two minutes from the time of retrieval". */
const LINK_MS = 120_000;

/** Whether a call goes to the store of files instead of the API. */
export function isDownload(path: string): boolean {
  return path.startsWith("/asana-user-private/");
}

/** A writer of bytes. A method, not a property: the wire's own writer fits in. */
interface ByteWriter {
  write(chunk: Uint8Array | string): Promise<void>;
}

/** The store of files beside the API: a link carries its own right, and no token goes there. */
export class Downloads {
  readonly #world: World;
  readonly #origin: () => string;
  readonly #links = new Map<string, { attachment: Attachment; until: number }>();

  constructor(world: World, origin: () => string) {
    this.#world = world;
    this.#origin = origin;
  }

  link(attachment: Attachment): string {
    const path = `/asana-user-private/${attachment.gid}/${this.#links.size}`;
    this.#links.set(path, { attachment, until: this.#world.now() + LINK_MS });
    return this.#origin() + path;
  }

  reply(path: string): Reply {
    const link = this.#links.get(path);
    if (!link || this.#world.now() > link.until) {
      // As S3 answers an expired link.
      const headers = { "content-type": "application/xml" };
      return { status: 403, headers, body: "<Error><Code>AccessDenied</Code></Error>" };
    }
    const { bytes } = link.attachment;
    const half = Math.ceil(bytes.length / 2);
    return {
      status: 200,
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(bytes.length),
      },
      // Two chunks, so that a fault of the wire can cut the body in its middle.
      chunks: 2,
      stream: async (write) => {
        // The wire hands chunks to `ServerResponse.write`, which takes bytes; its type says string.
        const writer: ByteWriter = { write };
        for (const chunk of [bytes.subarray(0, half), bytes.subarray(half)]) {
          if (chunk.length > 0) await writer.write(chunk);
        }
      },
    };
  }
}
