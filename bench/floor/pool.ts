import { DurableObject, type DurableObjectState } from "cloudflare:workers";
import { ask, type ModelSettings, type Turn } from "./model.ts";

const AGAIN_MS = 25_000;

/** The pool object of the floor: one run is one row; a recorded answer is not asked for again. */
export class Pool extends DurableObject<ModelSettings> {
  constructor(ctx: DurableObjectState, env: ModelSettings) {
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
    const answer = await ask(this.env, turns);
    sql.exec("UPDATE run SET answer = ? WHERE id = ?", answer, id);
    return answer;
  }

  async settle(id: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM run WHERE id = ?", id);
    await this.ctx.storage.deleteAlarm();
  }

  async alarm(): Promise<void> {}
}

export default { fetch: () => new Response(null, { status: 404 }) };
