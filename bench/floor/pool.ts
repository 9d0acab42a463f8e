import { DurableObject, type DurableObjectState } from "cloudflare:workers";

/** The pool object of the floor: one run is one row; a recorded answer is not asked for again. */
interface Env {
  readonly ANTHROPIC_BASE_URL: string;
  readonly ANTHROPIC_API_KEY: string;
}

export interface Turn {
  readonly role: "user" | "assistant";
  readonly text: string;
}

const AGAIN_MS = 25_000;

export class Pool extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS run (id TEXT PRIMARY KEY,
      turns TEXT NOT NULL, answer TEXT) WITHOUT ROWID`);
  }

  async run(id: string, turns: Turn[]): Promise<string> {
    const { sql } = this.ctx.storage;
    const known = sql.exec("SELECT answer FROM run WHERE id = ?", id).toArray()[0]?.answer;
    if (typeof known === "string") return known;
    sql.exec("INSERT OR IGNORE INTO run VALUES (?, ?, NULL)", id, JSON.stringify(turns));
    await this.ctx.storage.setAlarm(Date.now() + AGAIN_MS);
    const answer = await this.#ask(turns);
    sql.exec("UPDATE run SET answer = ? WHERE id = ?", answer, id);
    return answer;
  }

  async settle(id: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM run WHERE id = ?", id);
    await this.ctx.storage.deleteAlarm();
  }

  async alarm(): Promise<void> {}

  /** Reads the stream of the Messages API. */
  async #ask(turns: readonly Turn[]): Promise<string> {
    const response = await fetch(`${this.env.ANTHROPIC_BASE_URL}/v1/messages`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-api-key": this.env.ANTHROPIC_API_KEY,
        "anthropic-version": "2023-06-01",
      },
      body: JSON.stringify({
        model: "claude",
        max_tokens: 16_000,
        stream: true,
        messages: turns.map(({ role, text }) => ({ role, content: text })),
      }),
    });
    let rest = "";
    let answer = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data: ")) answer += deltaOf(JSON.parse(line.slice(6)));
      }
    }
    return answer;
  }
}

function deltaOf(event: { type: string; delta?: { text?: string } }): string {
  return event.type === "content_block_delta" ? (event.delta?.text ?? "") : "";
}

export default { fetch: () => new Response(null, { status: 404 }) };
