import type { ApprovalPort, Card, Decided, Proposed } from "../approvals/protocol.ts";
import { SimpleAgent } from "./simple.ts";

/** Prepares an act, asks, carries out what was approved. */
export class HITLAgent extends SimpleAgent implements ApprovalPort {
  async propose(): Promise<Proposed> {
    return { ok: false, error: "nothing can be approved here" };
  }

  async decide(): Promise<Decided> {
    return { state: "unknown" };
  }

  async pending(): Promise<Card[]> {
    return [];
  }

  async approval(): Promise<Card | null> {
    return null;
  }
}
