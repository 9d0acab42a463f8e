import type { Fault } from "@trunkline/transport";
import type { App, CoreEnv } from "../app.ts";
import type { Log } from "../log.ts";
import type { Sql } from "../sql.ts";
import type { Timings } from "../timings.ts";

/** What the parts of an account share: its rows, its app, its clock. */
export interface AccountHost<C, E extends CoreEnv> {
  readonly app: App<C, E>;
  readonly env: E;
  readonly sql: Sql;
  readonly timings: Timings;
  readonly log: Log;
  readonly name: string;
  transaction(work: () => void): void;
  /** Keeps a wait that the platform asks for. */
  block(scope: string, fault: Fault): void;
  blockedUntil(scope: string, now: number): number;
  /** Look at the rows again. */
  look(): void;
}
