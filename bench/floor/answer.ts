import { DurableObject, type DurableObjectState } from "cloudflare:workers";
import type { Turn } from "./model.ts";
import { read, type Said, type Settings } from "./webhook.ts";

/**
 * The floor of the whole answer, by hand: row, alarm, placeholder, pool object, model, edit, history.
 * Each effect has its row, and the alarm would go on after a crash. There is no batching, no pacing,
 * no rendering, no splitting, and no answer to a refusal.
 */
interface Env extends Settings {
  readonly CHAT: { getByName(name: string): Chat };
  readonly POOL: { getByName(name: string): PoolPort };
  readonly TELEGRAM_API_ROOT: string;
  readonly TELEGRAM_BOT_TOKEN: string;
}

interface PoolPort {
  run(id: string, turns: Turn[]): Promise<string>;
  settle(id: string): Promise<void>;
}

/** Plain workerd drops an idle object after about 140 s: whoever works has an alarm before that. */
const AGAIN_MS = 25_000;
const MOST_TURNS = 100;

export class Chat extends DurableObject<Env> {
  readonly #working = new Set<number>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY,
      chat INTEGER NOT NULL, text TEXT NOT NULL, ref INTEGER, answer TEXT,
      done INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL)`);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS history (n INTEGER PRIMARY KEY,
      role TEXT NOT NULL, text TEXT NOT NULL)`);
  }

  async accept({ updateId, chat, text }: Said): Promise<void> {
    const now = Date.now();
    const { sql } = this.ctx.storage;
    sql.exec(
      "INSERT OR IGNORE INTO message (id, chat, text, at) VALUES (?, ?, ?, ?)",
      ...[updateId, chat, text, now],
    );
    await this.ctx.storage.setAlarm(now + AGAIN_MS);
    void this.#work();
  }

  async alarm(): Promise<void> {
    void this.#work();
  }

  async #work(): Promise<void> {
    const { sql } = this.ctx.storage;
    const open = sql
      .exec("SELECT id, chat, text FROM message WHERE done = 0 ORDER BY id")
      .toArray();
    for (const { id, chat, text } of open) {
      if (this.#working.has(Number(id))) continue;
      this.#working.add(Number(id));
      await this.#answer(Number(id), Number(chat), String(text));
      this.#working.delete(Number(id));
    }
  }

  async #answer(id: number, chat: number, text: string): Promise<void> {
    const { sql } = this.ctx.storage;
    const turns = sql
      .exec("SELECT role, text FROM history ORDER BY n DESC LIMIT ?", MOST_TURNS)
      .toArray()
      .reverse()
      .map(
        (row): Turn => ({ role: row.role === "user" ? "user" : "assistant", text: `${row.text}` }),
      );
    const pool = this.env.POOL.getByName(`chat-${chat}`);
    const placed = async () => {
      const ref = await this.#call("sendMessage", { chat_id: chat, text: "Thinking…" });
      sql.exec("UPDATE message SET ref = ? WHERE id = ?", ref, id);
      return ref;
    };
    const [ref, answer] = await Promise.all([
      placed(),
      pool.run(String(id), [...turns, { role: "user", text }]),
    ]);
    sql.exec("UPDATE message SET answer = ? WHERE id = ?", answer, id);
    await this.#call("editMessageText", { chat_id: chat, message_id: ref, text: answer });
    sql.exec("UPDATE message SET done = 1 WHERE id = ?", id);
    sql.exec("INSERT INTO history (role, text) VALUES ('user', ?), ('assistant', ?)", text, answer);
    await pool.settle(String(id));
    await this.ctx.storage.deleteAlarm();
  }

  /** @returns the id of the message */
  async #call(method: string, body: object): Promise<number> {
    const { TELEGRAM_API_ROOT: root, TELEGRAM_BOT_TOKEN: token } = this.env;
    const response = await fetch(`${root}/bot${token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const { ok, result } = (await response.json()) as {
      ok: boolean;
      result: { message_id: number };
    };
    if (!ok) throw new Error(`${method}: ${response.status}`);
    return result.message_id;
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const said = await read(request, env);
    if (said instanceof Response) return said;
    await env.CHAT.getByName(`chat-${said.chat}`).accept(said);
    return new Response(null, { status: 200 });
  },
};
