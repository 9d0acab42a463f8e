import { createHmac } from "node:crypto";
import type { AsanaEvent } from "../events.ts";

/** One attempt to reach a webhook. */
export interface AsanaDelivery {
  /** 1-based, in order of starting. */
  readonly n: number;
  readonly webhook_gid: string;
  readonly target: string;
  /** `manual`: posted by a test, beside the queue. */
  readonly kind: "handshake" | "heartbeat" | "events" | "manual";
  readonly events: readonly AsanaEvent[];
  /** 1: the first for this body. */
  readonly attempt: number;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** HTTP status, or 0 while open, cut, timed out or lost. */
  status: number;
  /** Why there is no status. */
  error: string | null;
}

/** What is signed: the bytes as they are sent (AS-docs webhooks). Hex, without a prefix. */
export function signature(secret: string, body: string): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}

/** Every attempt there was. */
export class DeliveryJournal {
  readonly all: AsanaDelivery[] = [];

  open(delivery: Omit<AsanaDelivery, "n" | "status" | "error">): AsanaDelivery {
    const opened: AsanaDelivery = { ...delivery, n: this.all.length + 1, status: 0, error: null };
    this.all.push(opened);
    return opened;
  }
}
