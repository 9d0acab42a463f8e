import { DurableObject, type DurableObjectState } from "cloudflare:workers";
import { read, type Said, type Settings } from "./webhook.ts";

/** The floor of the durable ack: verify, parse, one row, one alarm. No framework. */
interface Env extends Settings {
  readonly INBOX: { getByName(name: string): Inbox };
}

/** The alarm of a first message; it never comes during a measurement. */
const LATER_MS = 3_600_000;

export class Inbox extends DurableObject<Env> {
  #armed = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL)",
    );
  }

  /** Duplicates change nothing. The output gate holds the answer until this is on disk. */
  async accept({ updateId, text }: Said): Promise<void> {
    const now = Date.now();
    this.ctx.storage.sql.exec(
      "INSERT OR IGNORE INTO message VALUES (?, ?, ?)",
      updateId,
      text,
      now,
    );
    if (this.#armed) return;
    this.#armed = true;
    await this.ctx.storage.setAlarm(now + LATER_MS);
  }

  async count(): Promise<number> {
    return Number(this.ctx.storage.sql.exec("SELECT COUNT(*) AS n FROM message").one().n);
  }

  async alarm(): Promise<void> {}
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const chat = new URL(request.url).searchParams.get("count");
    if (chat !== null) return Response.json(await env.INBOX.getByName(`chat-${chat}`).count());
    const said = await read(request, env);
    if (said instanceof Response) return said;
    await env.INBOX.getByName(`chat-${said.chat}`).accept(said);
    return new Response(null, { status: 200 });
  },
};
