/** So many messages of bots with no person between are answered; the next one is not. */
export const MOST_BOT_TURNS = 3;

/**
 * Two bots that answer one another would never stop: after a few messages of bots the thread rests until a
 * person speaks. Our own messages are never answered at all, so they do not count.
 *
 * @param botTurns - messages of bots since a person spoke last
 * @returns the same after this message, and whether it is answered
 */
export function afterMessage(
  botTurns: number,
  isBot: boolean,
): { readonly botTurns: number; readonly answer: boolean } {
  if (!isBot) return { botTurns: 0, answer: true };
  return { botTurns: botTurns + 1, answer: botTurns < MOST_BOT_TURNS };
}
