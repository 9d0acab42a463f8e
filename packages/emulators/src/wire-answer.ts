import type { ServerResponse } from "node:http";
import type { Reply } from "./wire-types.ts";

function serialise(reply: Reply): string {
  return typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {});
}

/** @returns whether the whole answer was written. */
export async function write(response: ServerResponse, reply: Reply): Promise<boolean> {
  const type = typeof reply.body === "string" ? "text/plain" : "application/json";
  response.writeHead(reply.status, { "content-type": type, ...reply.headers });
  if (reply.stream) {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    await reply.stream((chunk) => writeChunk(response, chunk), gone.signal);
    return end(response);
  }
  return end(response, serialise(reply));
}

function end(response: ServerResponse, body?: string): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    response.once("close", () => resolve(response.writableFinished));
    response.end(body, () => resolve(response.writableFinished));
  });
}

/** Half of a streamed body; the caller then closes the connection. */
export async function halfStream(
  response: ServerResponse,
  reply: Reply,
  stream: NonNullable<Reply["stream"]>,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.writeHead(reply.status, reply.headers);
  let left = Math.max(1, Math.floor((reply.chunks ?? 2) / 2));
  await stream(async (chunk) => {
    if (gone.signal.aborted) return;
    await writeChunk(response, chunk);
    left -= 1;
    if (left === 0) gone.abort();
  }, gone.signal);
}

function writeChunk(response: ServerResponse, chunk: string): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => response.write(chunk, () => resolve()));
}

/** Half of an answer whose whole length is announced, then the connection is closed. */
export async function writeHalf(response: ServerResponse, reply: Reply): Promise<void> {
  if (reply.stream) {
    await halfStream(response, reply, reply.stream);
  } else {
    const text = serialise(reply);
    response.writeHead(reply.status, { "content-length": String(Buffer.byteLength(text) + 1) });
    await writeChunk(response, text.slice(0, Math.max(1, Math.floor(text.length / 2))));
  }
  response.socket?.destroy();
}
