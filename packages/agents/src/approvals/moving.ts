import * as z from "zod/mini";
import type { Sql } from "../sql.ts";
import type { Actor } from "../tools/tool.ts";
import type { ApprovalRow, AuditRow } from "./rows.ts";

const Row = z.record(z.string(), z.nullable(z.union([z.string(), z.number()])));

/** What a conversation's approval agent hands over to the one at its new address: rows, as they are. */
export const Carried = z.object({ v: z.literal(1), approvals: z.array(Row), audit: z.array(Row) });
export type Carried = z.infer<typeof Carried>;

const APPROVAL = [
  ...["id", "key", "code", "state", "door", "tool", "input", "target_state", "hash", "title"],
  ...["target", "preview", "actor", "replaces", "registered", "created_at", "expires_at"],
  ...["remind_at", "decided_by", "decided_key", "claim", "outcome", "not_before", "tries"],
];
const AUDIT = ["approval", "at", "event", "state", "by", "note"];

/**
 * Approvals of a conversation with a new address. They are handed over once for all: the old agent decides, carries
 * out and reminds no more, and passes on what it is still asked. What is said about an act that is on its way at
 * both is one act: the key at the door is the approval's id.
 */
export class Moving {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS moving (
      step TEXT PRIMARY KEY, conversation TEXT NOT NULL) WITHOUT ROWID`);
  }

  /** Where they are now; null: here. */
  get to(): string | null {
    const rows = this.#sql.exec<{ conversation: string }>(
      "SELECT conversation FROM moving WHERE step = 'to'",
    );
    return rows.toArray()[0]?.conversation ?? null;
  }

  /** The old side. Repeated, it hands over the same. In a transaction of the caller. */
  handOver(to: string): Carried {
    this.#sql.exec("INSERT OR IGNORE INTO moving (step, conversation) VALUES ('to', ?)", to);
    return {
      v: 1,
      approvals: this.#sql
        .exec<ApprovalRow>("SELECT * FROM approval ORDER BY created_at")
        .toArray(),
      audit: this.#sql.exec<AuditRow>("SELECT * FROM audit ORDER BY n").toArray(),
    };
  }

  /** Whether a step of taking over has been done. */
  has(step: "approvals" | "memory", from: string): boolean {
    const name = `${step} ${from}`;
    const rows = this.#sql.exec<{ step: string }>("SELECT step FROM moving WHERE step = ?", name);
    return rows.toArray().length > 0;
  }

  done(step: "approvals" | "memory", from: string): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO moving (step, conversation) VALUES (?, ?)",
      ...[`${step} ${from}`, from],
    );
  }

  /** The new side: they were asked for here from now on. In a transaction of the caller. */
  takeOver({ approvals, audit }: Carried, here: string): void {
    for (const row of approvals) {
      const actor = JSON.parse(String(row.actor)) as Actor;
      this.#insert("approval", APPROVAL, {
        ...row,
        actor: JSON.stringify({ ...actor, conversation: here }),
      });
    }
    for (const row of audit) this.#insert("audit", AUDIT, row);
  }

  #insert(table: "approval" | "audit", columns: readonly string[], row: z.infer<typeof Row>): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO ${table} (${columns.map((name) => `"${name}"`).join(", ")})
       VALUES (${columns.map(() => "?").join(", ")})`,
      ...columns.map((name) => row[name] ?? null),
    );
  }
}
