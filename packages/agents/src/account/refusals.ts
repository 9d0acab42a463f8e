import type { Fault } from "@trunkline/transport";
import type { Sql } from "../sql.ts";
import { backoffMs, type Timings } from "../timings.ts";

/** A subscription that the platform has refused, and when it is asked for again. */
export type Refusal = {
  resource: string;
  tries: number;
  /** What the platform has answered, in the words of the fault. */
  answered: string;
  again_at: number;
};

/** The same question has the same answer, until somebody changes something at the platform. */
const FOR_GOOD: readonly Fault["kind"][] = ["forbidden", "gone", "invalid"];

export function isForGood({ kind }: Pick<Fault, "kind">): boolean {
  return FOR_GOOD.includes(kind);
}

/**
 * When a refused subscription is asked for again: waits double, for what passes up to a few minutes, for what
 * is refused for good up to a day.
 *
 * @param tries - how often it has been refused, this time included
 */
export function askAgainAt(fault: Fault, tries: number, now: number, timings: Timings): number {
  const most = isForGood(fault) ? timings.refusedMostMs : timings.retryMostMs;
  const told = (fault.retryAfterSeconds ?? 0) * timings.platformSecondMs;
  return now + Math.max(told, backoffMs(tries, timings.retryFirstMs, most));
}

/** In the place of a resource: what there is could not be looked up, so that none was asked for. */
const LOOK = "";

/** What the platform has refused to subscribe us to, by resource. */
export class Refusals {
  readonly #sql: Sql;
  readonly #timings: Timings;

  constructor(sql: Sql, timings: Timings) {
    this.#sql = sql;
    this.#timings = timings;
    sql.exec(`CREATE TABLE IF NOT EXISTS refusal (
      resource TEXT PRIMARY KEY, tries INTEGER NOT NULL, answered TEXT NOT NULL,
      again_at INTEGER NOT NULL) WITHOUT ROWID`);
  }

  note(resource: string, fault: Fault, now: number): void {
    this.#put(resource, fault, now, fault);
  }

  /** What there is could not be looked up. @returns when it is tried again: in a few minutes at most, whatever was answered */
  unseen(fault: Fault, now: number): number {
    return this.#put(LOOK, fault, now, { ...fault, kind: "transient" });
  }

  seen(): void {
    this.forget(LOOK);
  }

  /** Why nothing is known of what there is; undefined: it was looked up. */
  get blind(): Refusal | undefined {
    return this.#of(LOOK);
  }

  forget(resource: string): void {
    this.#sql.exec("DELETE FROM refusal WHERE resource = ?", resource);
  }

  /** Whether it may be asked for. */
  isDue(resource: string, now: number): boolean {
    return (this.#of(resource)?.again_at ?? now) <= now;
  }

  all(): Refusal[] {
    return this.#sql
      .exec<Refusal>("SELECT * FROM refusal WHERE resource <> ? ORDER BY resource", LOOK)
      .toArray();
  }

  #put(resource: string, { kind, message }: Fault, now: number, waitsAs: Fault): number {
    const tries = (this.#of(resource)?.tries ?? 0) + 1;
    const at = askAgainAt(waitsAs, tries, now, this.#timings);
    this.#sql.exec(
      "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?)",
      ...[resource, tries, `${kind}: ${message}`, at],
    );
    return at;
  }

  #of(resource: string): Refusal | undefined {
    return this.#sql
      .exec<Refusal>("SELECT * FROM refusal WHERE resource = ?", resource)
      .toArray()[0];
  }
}
