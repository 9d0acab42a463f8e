import type { Reply } from "../wire.ts";
import type { Files } from "./files.ts";
import { Refusal } from "./refusal.ts";

interface FilePath {
  readonly token: string;
  readonly path: string;
}

/** `/file/bot<token>/<path>`, or null for anything else. */
export function filePath(url: string): FilePath | null {
  const match = /^\/file\/bot(\d+:[A-Za-z0-9_-]+)\/([^?]+)/.exec(url);
  const [, token, path] = match ?? [];
  return token === undefined || path === undefined ? null : { token, path };
}

/** A writer of bytes. A method, not a property: the wire's own writer fits in. */
interface ByteWriter {
  write(chunk: Uint8Array | string): Promise<void>;
}

/** @throws Refusal */
export function fileReply({ token, path }: FilePath, own: string, files: Files): Reply {
  // api.telegram.org, as for methods [unconfirmed].
  if (token !== own) throw new Refusal(401, "Unauthorized");
  const bytes = files.read(path);
  // api.telegram.org: a path nobody asked for by `getFile`, or an expired one.
  if (!bytes) throw new Refusal(404, "Not Found");
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
