import type { Knowledge, Tier, Transport } from "@trunkline/transport";
import type { AccountPort } from "../account/port.ts";
import type { Policy } from "../approvals/policy.ts";
import type { ApprovalPort } from "../approvals/protocol.ts";
import type { Reach } from "../failpoint.ts";
import type { Log } from "../log.ts";
import type { Route, RouterPort } from "../pool/rules.ts";
import type { RunPort } from "../runs/protocol.ts";
import type { Timings } from "../timings.ts";
import type { ApprovalRows } from "./approval-rows.ts";
import type { Batches } from "./batches.ts";
import type { Facts } from "./facts.ts";
import type { History } from "./history.ts";
import type { Items } from "./items.ts";
import type { Posts } from "./posts.ts";

/** What one conversation needs from another. */
export interface MovePort {
  accept(inbound: string): Promise<unknown>;
  pack(newName: string): Promise<unknown>;
  /** A dead letter of the old address is replayed. @param letter - a `Baggage` as JSON */
  take(from: string, letter: string): Promise<unknown>;
  replay(batchId: string): Promise<unknown>;
  drop(batchId: string): Promise<unknown>;
  tell(tell: string): Promise<unknown>;
}

/** What the lanes of a conversation share: its rows, its platform, its neighbours. */
export interface Conversation<C> {
  /** `account/conversation`, also the name of its objects in the pool. */
  readonly name: string;
  readonly platform: Knowledge<C>;
  readonly transport: Transport<C>;
  readonly tier: Tier;
  readonly timings: Timings;
  readonly log: Log;
  readonly reach: Reach;
  readonly items: Items;
  readonly batches: Batches;
  readonly posts: Posts;
  readonly history: History;
  readonly facts: Facts;
  /** What must never be shown to anybody: tokens and secrets of the settings. */
  readonly secrets: readonly string[];
  /** Who may decide about acts. */
  readonly policy: Policy;
  /** Whoever has asked for an act may not decide about it. */
  readonly secondPerson: boolean;
  readonly approvalRows: ApprovalRows;
  /** Whether a person sees what an answer has cost. */
  isAdmin(userId: string): boolean;
  account(): AccountPort;
  /** Another conversation of the same platform, after a move. */
  chat(name: string): MovePort;
  router(): RouterPort;
  /** A fresh stub of the pool object for this conversation. */
  agent(route: Route): RunPort;
  /** A fresh stub of the agent that keeps this conversation's approvals. */
  approvals(): ApprovalPort;
  transaction(work: () => void): void;
  /** Look at the rows again. */
  wake(): void;
}
