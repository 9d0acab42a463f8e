import fc from "fast-check";
import { expect, test } from "vitest";
import { afterMessage, MOST_BOT_TURNS } from "./loop.ts";

const answered = (bots: readonly boolean[]) => {
  let botTurns = 0;
  return bots.map((isBot) => {
    const after = afterMessage(botTurns, isBot);
    botTurns = after.botTurns;
    return after.answer;
  });
};

test("a bot is answered three times, then not until a person speaks", () => {
  const said = [true, true, true, true, true, false, true];
  expect(answered(said)).toEqual([true, true, true, false, false, true, true]);
});

test("people are always answered, and never more bots in a row than allowed", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (bots) => {
      let row = 0;
      answered(bots).forEach((answer, at) => {
        if (!bots[at]) expect(answer).toBe(true);
        row = bots[at] ? row + (answer ? 1 : 0) : 0;
        expect(row).toBeLessThanOrEqual(MOST_BOT_TURNS);
      });
    }),
  );
});
