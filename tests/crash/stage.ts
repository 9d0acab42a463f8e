import type { Call, Reply, Wire } from "@trunkline/emulators";
import type { World, WorldOptions } from "../world/world.ts";

/**
 * What the crash tests and chaos need to know of one platform; each has a file in `stages/`. Laws, points, blows
 * and mishaps are the same for all.
 */
export interface Stage {
  readonly app: "telegram" | "github" | "asana";
  /** What its world needs. */
  readonly options: WorldOptions;
  /**
   * How a create of unknown outcome is survived: with `edit only` an empty message may stand there, with
   * `look back` nothing.
   */
  readonly tier: "edit only" | "look back";
  /** What creates a message: labels of {@link Stage.labelOf}. */
  readonly creates: readonly string[];
  /** What happens more or less often, depending on speed: two stand for all. Labels, too. */
  readonly varying: readonly string[];
  wire(world: World): Wire;
  /** What a call is in the course of an answer; null: it belongs to none, as what a sweep asks. */
  labelOf(call: Call): string | null;
  /** The platform's words for "too many requests". */
  tooMany(retryAfterSeconds: number): Reply;
  /** A new place to talk. @param n - unique in this world */
  place(world: World, n: number): Place;
}

/** One place to talk. It may move: its conversations are those that it ever was. */
export interface Place {
  /** Somebody asks the bot. */
  say(text: string): Spoken;
  /** As the operator's routes name them; one may write to the last. */
  conversations(): readonly string[];
  /** What the bot has ever written there, in the order of creation. */
  ours(conversation: string): readonly Seen[];
  /** The next deliveries never come: only a sweep finds what they told of. */
  lose?(times: number): void;
  /** No more movement; what is still held is let go. */
  stay?(): void;
}

export interface Spoken {
  /** The app has acknowledged it. */
  readonly delivered: Promise<unknown>;
  /** The same bytes once more, beside the queue. */
  again(times?: number): Promise<unknown>;
}

/** A message of ours, as it stands there now and as it was ever seen. */
export interface Seen {
  readonly id: string;
  readonly text: string;
  /** Every version that was ever visible, the current one last. */
  readonly versions: readonly string[];
  readonly deleted: boolean;
}
