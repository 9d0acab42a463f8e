import type { CoreEnv } from "../app.ts";
import type { AccountHost } from "./host.ts";
import { Summary } from "./port.ts";
import type { DirectoryEntry } from "./view.ts";

/** The conversations with anything open, dead or undeliverable, and a second line behind their alarms. */
export class Directory<C, E extends CoreEnv> {
  readonly #host: AccountHost<C, E>;
  #nudgedAt = 0;

  constructor(host: AccountHost<C, E>) {
    this.#host = host;
    host.sql.exec(`CREATE TABLE IF NOT EXISTS directory (
      conversation TEXT PRIMARY KEY, open INTEGER NOT NULL, dead INTEGER NOT NULL,
      undeliverable INTEGER NOT NULL, uncertain INTEGER NOT NULL, at INTEGER NOT NULL)
      WITHOUT ROWID`);
  }

  /** @returns whether the conversation is listed now */
  note(conversation: string, summary: Summary, now: number): boolean {
    const { open, dead, undeliverable, uncertain } = Summary.parse(summary);
    const { sql } = this.#host;
    if (open + dead + undeliverable + uncertain === 0) {
      sql.exec("DELETE FROM directory WHERE conversation = ?", conversation);
      return false;
    }
    sql.exec(
      "INSERT OR REPLACE INTO directory VALUES (?, ?, ?, ?, ?, ?)",
      ...[conversation, open, dead, undeliverable, uncertain, now],
    );
    return true;
  }

  /** The newest first. */
  list(): DirectoryEntry[] {
    return this.#host.sql
      .exec<DirectoryEntry>("SELECT * FROM directory ORDER BY at DESC LIMIT 500")
      .toArray();
  }

  /** Wakes conversations that have had something open for a while. @returns when to look again, or null */
  nudge(now: number): number | null {
    const { sql, env, log, timings } = this.#host;
    const open = sql
      .exec<{ conversation: string; at: number }>(
        "SELECT conversation, at FROM directory WHERE open = 1 ORDER BY at LIMIT 50",
      )
      .toArray();
    const [first] = open;
    if (!first) return null;
    const next = Math.max(now, this.#nudgedAt, first.at) + timings.nudgeMs;
    if (now - this.#nudgedAt < timings.nudgeMs) return next;
    this.#nudgedAt = now;
    for (const { conversation } of open.filter(({ at }) => now - at >= timings.nudgeMs)) {
      const lost = () => log("nudge.lost", { conversation });
      void env.CHAT.getByName(conversation).nudge().catch(lost);
    }
    return next;
  }
}
