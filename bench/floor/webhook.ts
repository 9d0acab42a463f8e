/** What both floors do before a message is theirs: verify, read, answer `/ready`. By hand. */
export interface Settings {
  readonly TELEGRAM_WEBHOOK_SECRET: string;
}

/** One message of a person, as much as an answer needs. */
export interface Said {
  readonly updateId: number;
  readonly chat: number;
  readonly text: string;
}

const MOST_BYTES = 1024 * 1024;
const utf8 = new TextEncoder();

/** Checks the secret and reads the update. @returns the answer to give instead, if there is nothing to do */
export async function read(request: Request, env: Settings): Promise<Said | Response> {
  if (request.method !== "POST") return new Response(null, { status: 200 });
  const given = request.headers.get("x-telegram-bot-api-secret-token") ?? "";
  if (!(await same(given, env.TELEGRAM_WEBHOOK_SECRET))) return new Response(null, { status: 401 });
  const raw = await request.arrayBuffer();
  if (raw.byteLength > MOST_BYTES) return new Response(null, { status: 413 });
  const said = saidIn(JSON.parse(new TextDecoder().decode(raw)));
  return said ?? new Response(null, { status: 200 });
}

/** Constant time: digests have one length. */
async function same(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [a, b].map((text) => crypto.subtle.digest("SHA-256", utf8.encode(text))),
  );
  const [x, y] = [new Uint8Array(left ?? []), new Uint8Array(right ?? [])];
  return x.reduce((sum, byte, at) => sum | (byte ^ (y[at] ?? 0)), 0) === 0;
}

function saidIn(update: unknown): Said | null {
  if (!isRecord(update) || !isRecord(update.message) || !isRecord(update.message.chat)) return null;
  const { text, chat } = update.message;
  if (typeof text !== "string" || typeof chat.id !== "number") return null;
  return typeof update.update_id === "number"
    ? { updateId: update.update_id, chat: chat.id, text }
    : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
