import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toTurns } from "./history.ts";

type Said = Parameters<typeof toTurns>[0][number];
const ada = (text: string): Said => ({ role: "user", user_id: "1", name: "Ada", text });
const bob = (text: string): Said => ({ role: "user", user_id: "2", name: "Bob", text });
const bot = (text: string): Said => ({ role: "assistant", user_id: "", name: "", text });

describe("the turns of a request", () => {
  test.each<[string, Said[], Said[], [role: string, text: string][]]>([
    ["without history", [], [ada("hi")], [["user", "hi"]]],
    [
      "after one exchange",
      [ada("a"), bot("b")],
      [ada("c")],
      [
        ["user", "a"],
        ["assistant", "b"],
        ["user", "c"],
      ],
    ],
    [
      "several messages are one turn",
      [ada("a"), ada("b"), bot("c")],
      [ada("d"), ada("e")],
      [
        ["user", "a\n\nb"],
        ["assistant", "c"],
        ["user", "d\n\ne"],
      ],
    ],
    [
      "names as soon as two people speak",
      [ada("a"), bot("b")],
      [bob("c")],
      [
        ["user", "Ada: a"],
        ["assistant", "b"],
        ["user", "Bob: c"],
      ],
    ],
    ["an answer without its question is left out", [bot("b")], [ada("c")], [["user", "c"]]],
  ])("%s", (_name, history, batch, expected) => {
    const turns = toTurns(history, batch, 10_000);
    expect(turns.map(({ role, text }) => [role, text])).toEqual(expected);
  });

  test("the oldest give way, counted in bytes", () => {
    const history = [ada("old"), bot("äöü"), ada("new"), bot("new")];
    const texts = (most: number) => toTurns(history, [ada("now")], most).map(({ text }) => text);
    expect(texts(26)).toEqual(["old", "äöü", "new", "new", "now"]);
    expect(texts(25)).toEqual(["new", "new", "now"]);
    expect(texts(13)).toEqual(["new", "new", "now"]);
    expect(texts(8)).toEqual(["now"]);
  });

  test("the batch comes last and whole, the newest history is kept, within the bytes", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).map((s) => `<${s}>`);
    const said = fc.tuple(fc.constantFrom(ada, bot), text).map(([who, what]) => who(what));
    const now = fc.array(text.map(ada), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 30 }),
        now,
        // Room for the batch itself: alone beyond it, it keeps head and tail.
        fc.integer({ min: 300, max: 700 }),
        (past, batch, most) => {
          const turns = toTurns(past, batch, most);
          const last = turns.at(-1);
          expect(last).toEqual({ role: "user", text: batch.map((one) => one.text).join("\n\n") });
          expect(turns[0]?.role).toBe("user");
          const kept = turns
            .slice(0, -1)
            .map((turn) => turn.text)
            .join("\n\n");
          expect(
            past
              .map((one) => one.text)
              .join("\n\n")
              .endsWith(kept),
          ).toBe(true);
          const bytes = new TextEncoder().encode(kept.replaceAll(">\n\n<", "><")).byteLength;
          const own = new TextEncoder().encode(last?.text).byteLength;
          expect(bytes).toBeLessThanOrEqual(Math.max(0, most - own));
          // Neighbours in the past alternate: what one side said in a row is one turn.
          const roles = turns.slice(0, -1).map(({ role }) => role);
          expect(roles.every((role, at) => role !== roles[at - 1])).toBe(true);
        },
      ),
    );
  });
});
