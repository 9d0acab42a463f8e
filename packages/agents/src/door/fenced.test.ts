import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fenced } from "./fenced.ts";

const text = fc.string({
  unit: fc.constantFrom("`", "~", "a", " ", "\n", ">", "-"),
  maxLength: 60,
});

test("no text ends its own block", () => {
  fc.assert(
    fc.property(text, (inside) => {
      const [opening = "", ...rest] = fenced(inside, "diff").split("\n");
      const closing = rest.pop() ?? "";
      expect(opening).toBe(`${closing}diff`);
      // CommonMark 4.5: at most three spaces, and at least as many backticks as at the beginning.
      const ends = new RegExp(`^ {0,3}\`{${closing.length},}[ \\t]*$`);
      expect(rest.filter((line) => ends.test(line))).toEqual([]);
      expect(rest.join("\n")).toBe(inside);
    }),
  );
});
