import { TransportError } from "./faults.ts";

/**
 * Fetches a file of limited size.
 *
 * @returns its bytes in base64
 * @throws TransportError with a short reason, never with the URL, which may hold a token: `too_long`
 * when there is more than allowed, `gone` when the file is not there for us, `transient` otherwise
 */
export async function download(url: string, mostBytes: number): Promise<string> {
  const response = await fetch(url).catch(() => lost("the file cannot be fetched"));
  const { body, headers, ok, status } = response;
  if (!ok) {
    await body?.cancel();
    throw refused(status);
  }
  if (!body) return "";
  if (Number(headers.get("content-length") ?? 0) > mostBytes) {
    await body.cancel();
    throw tooLong();
  }
  return base64(await chunksOf(body, mostBytes));
}

/** The body in pieces. Leaving the loop closes the connection. */
async function chunksOf(body: ReadableStream<Uint8Array>, mostBytes: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      // Not announced, or announced wrongly.
      if (size > mostBytes) throw tooLong();
      chunks.push(chunk);
    }
  } catch (error) {
    // A cut connection carries `retryable` on workerd: it is not passed on.
    throw error instanceof TransportError ? error : lost("the file broke off");
  }
  return chunks;
}

/** A file that is not there for us will not be there in a second either. */
function refused(status: number): TransportError {
  const passes = status < 400 || status >= 500 || status === 408 || status === 429;
  const message = `the file server answered ${status}`;
  return new TransportError({ kind: passes ? "transient" : "gone", message });
}

function tooLong(): TransportError {
  return new TransportError({ kind: "too_long", message: "the file is larger than allowed" });
}

function lost(message: string): never {
  throw new TransportError({ kind: "transient", message });
}

function base64(chunks: readonly Uint8Array[]): string {
  const parts = chunks.map((chunk) => {
    let binary = "";
    for (const byte of chunk) binary += String.fromCharCode(byte);
    return binary;
  });
  return btoa(parts.join(""));
}
