import { withTimeout } from "../timeout.ts";
import type { Brake } from "./brake.ts";
import type { Conversation } from "./conversation.ts";
import type { Batch } from "./schema.ts";

/** The typing signal, while a batch is worked on and nothing of its answer is seen yet. */
export class Typing<C> {
  readonly #c: Conversation<C>;
  readonly #stage: { streamed(batchId: string): string };
  readonly #brake: Brake<C>;
  #typedAt = 0;

  constructor(
    conversation: Conversation<C>,
    stage: { streamed(batchId: string): string },
    brake: Brake<C>,
  ) {
    this.#c = conversation;
    this.#stage = stage;
    this.#brake = brake;
  }

  /** When the next signal is due, or null. */
  at(active: Batch | null): number | null {
    if (!this.#c.transport.typing || !active || active.ending !== null) return null;
    if (active.retry_at !== null || this.#stage.streamed(active.id) !== "") return null;
    // The placeholder says enough at first, and typing would outlive a quick answer by seconds.
    return Math.max(this.#typedAt, active.started_at ?? 0) + this.#c.timings.typingEveryMs;
  }

  async signal(): Promise<void> {
    const active = this.#c.batches.active();
    this.#typedAt = Date.now();
    if (!active) return;
    const ctx = this.#c.platform.context(JSON.parse(active.ctx));
    try {
      const typing = this.#c.transport.typing?.(ctx);
      if (typing) await withTimeout(typing, this.#c.timings.typingTimeoutMs, "typing");
    } catch (error) {
      await this.#brake.slowDown(ctx, this.#c.platform.classify(error));
    }
  }
}
