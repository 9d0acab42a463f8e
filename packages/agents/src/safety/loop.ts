/** One message of a conversation, as far as the loop breaker looks at it. */
export interface Turn {
  readonly by: "person" | "bot" | "self";
  /** A stable id, never a name. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface LoopRules {
  /** Ids of other bots that are answered. */
  readonly bots: readonly string[];
  /** So many messages of bots with no person between stop the thread; the last of them is not answered. */
  readonly mostBotTurns?: number;
}

export type LoopVerdict =
  | { readonly answer: true; readonly why: "a person" | "an allowed bot" }
  | {
      readonly answer: false;
      readonly why: "nothing said" | "our own message" | "a bot that is not allowed" | "only bots";
    };

const MOST_BOT_TURNS = 3;

/**
 * Whether the newest message of a conversation is answered. Two bots that answer one another would
 * never stop: our own messages between those of others do not count as a person.
 *
 * @param turns - the recent ones, in any order; at least as many as bots are allowed to say
 */
export function mayAnswer(turns: readonly Turn[], rules: LoopRules): LoopVerdict {
  const inOrder = turns.toSorted((a, b) => a.at - b.at);
  const newest = inOrder.at(-1);
  if (!newest) return { answer: false, why: "nothing said" };
  if (newest.by === "self") return { answer: false, why: "our own message" };
  if (newest.by === "person") return { answer: true, why: "a person" };
  if (!rules.bots.includes(newest.id)) return { answer: false, why: "a bot that is not allowed" };
  const since = inOrder.slice(inOrder.findLastIndex(({ by }) => by === "person") + 1);
  const said = since.filter(({ by }) => by === "bot").length;
  if (said >= (rules.mostBotTurns ?? MOST_BOT_TURNS)) return { answer: false, why: "only bots" };
  return { answer: true, why: "an allowed bot" };
}
