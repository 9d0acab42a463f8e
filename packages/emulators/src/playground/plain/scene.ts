/** A place as people see it; for `page/plain/stage.js`. */
export interface PlainScene {
  readonly bubbles: readonly PlainBubble[];
  readonly typing: boolean;
  /** What the platform's own code has said against a delivery: it is not written yet, or wrong. */
  readonly trouble: string | null;
}

export interface PlainBubble {
  readonly id: number;
  /** Of the bot, or of whoever wrote it. */
  readonly by: string;
  readonly name: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** How many earlier texts it had. */
  readonly edits: number;
  readonly deleted: boolean;
  readonly reactions: readonly string[];
  /** What people may do to it: `edit`, `retract`, `press`, `remove`. */
  readonly can: readonly string[];
}
