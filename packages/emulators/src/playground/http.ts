import type { IncomingMessage, ServerResponse } from "node:http";
import type * as z from "zod";

/** An answer that is one sentence. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
  }
}

/** Ten pictures of a chat, in base64. */
const MOST_BYTES = 3 * 1024 * 1024;

export async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new HttpError(415, "send JSON");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new HttpError(413, "that is too much");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new HttpError(400, "that is not JSON");
  }
}

/** A body in its shape. @throws HttpError that names what is wrong */
export function read<T extends z.ZodType>(shape: T, body: unknown): z.infer<T> {
  const parsed = shape.safeParse(body);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") || "the body";
    throw new HttpError(400, `${path} is not as it should be`);
  }
  return parsed.data;
}

/** What the emulated people cannot do, an emulator says in a sentence; the page shows it. */
export function refusing<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof Error && !(error instanceof HttpError)
      ? new HttpError(400, error.message)
      : error;
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}
