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
  /** Durations by which more of it comes into a run of chaos: sweeps, notes. */
  readonly chaos?: Readonly<Record<string, number>>;
  /**
   * How a create of unknown outcome is survived: with `edit only` an empty message may stand there, with
   * `look back` nothing.
   */
  readonly tier: "edit only" | "look back";
  /** What creates a message: labels of {@link Stage.labelOf}. */
  readonly creates: readonly string[];
  /** What happens more or less often, depending on speed: two stand for all. Labels, too. */
  readonly varying: readonly string[];
  /** What is never delivered is found all the same. */
  readonly sweeps: boolean;
  wire(world: World): Wire;
  /** What a call is in the course of an answer; null: it belongs to none, as what a sweep asks. */
  labelOf(call: Call): string | null;
  /** The platform's words for "too many requests". */
  tooMany(retryAfterSeconds: number): Reply;
  /** Before anybody speaks: subscribed, and known to the bot. */
  ready?(world: World): Promise<unknown>;
  /**
   * A new place to talk.
   *
   * @param n - unique in this world
   * @param move - it gets a new address after so many internal steps, where there is such a thing
   */
  place(world: World, n: number, move?: number | null): Place | Promise<Place>;
}

/** One place to talk. It may move: its conversations are those that it ever was. */
export interface Place {
  /** Somebody asks the bot. */
  say(text: string): Spoken;
  /** As the operator's routes name them; one may write to the last. */
  conversations(): readonly string[];
  /** What the bot has ever written there, in the order of creation. */
  ours(conversation: string): readonly Seen[];
  /** Two files. @param at - which of them has the words */
  album?(text: string, at: number): Spoken;
  /** Presses a button that nobody knows, under the last message. @returns once it is answered */
  press?(): Promise<unknown>;
  /** The next delivery never comes: only a sweep finds what it told of. */
  lose?(): void;
  /** No more movement. */
  stay?(): void;
}

export interface Spoken {
  /** The app has acknowledged it. */
  readonly delivered: Promise<unknown>;
  /** The platform did not see the first 2xx: the same once more. */
  again(): Promise<unknown>;
  /** The same bytes so many times at once, beside the queue. */
  duplicate(times: number): Promise<unknown>;
}

/** A message of ours, as it stands there now and as it was ever seen. */
export interface Seen {
  readonly id: string;
  readonly text: string;
  /** Every version that was ever visible, the current one last. */
  readonly versions: readonly string[];
  readonly deleted: boolean;
}
