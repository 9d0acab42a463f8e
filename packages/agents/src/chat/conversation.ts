import type { Knowledge, Tier, Transport } from "@trunkline/transport";
import type { AccountPort } from "../account/port.ts";
import type { Reach } from "../failpoint.ts";
import type { Log } from "../log.ts";
import type { Route, RouterPort } from "../pool/rules.ts";
import type { RunPort } from "../runs/protocol.ts";
import type { Timings } from "../timings.ts";
import type { Batches } from "./batches.ts";
import type { Facts } from "./facts.ts";
import type { History } from "./history.ts";
import type { Items } from "./items.ts";
import type { Posts } from "./posts.ts";

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
  account(): AccountPort;
  router(): RouterPort;
  /** A fresh stub of the pool object for this conversation. */
  agent(route: Route): RunPort;
  transaction(work: () => void): void;
  /** Look at the rows again. */
  wake(): void;
}
