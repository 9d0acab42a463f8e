import fc from "fast-check";
import { expect, test } from "vitest";
import { tick } from "./task-list.ts";

const TEXT = "Choose:\n\n```\n- [ ] not me\n```\n- [ ] one\n  * [x] two\n1. [ ] three";

test.each([
  [0, "- [x] one"],
  [1, "  * [ ] two"],
  [2, "1. [x] three"],
  ["thr", "1. [x] three"],
])("box %s", (which, line) => {
  expect(tick(TEXT, which).split("\n")).toContain(line);
});

test.each([[3], ["not me"]])("there is no box %s", (which) => {
  expect(() => tick(TEXT, which)).toThrow("there is no box");
});

test("a click changes one character, and the next one changes it back", () => {
  const prose = fc.array(fc.constantFrom("prose", "", "```", "- item", "- [?] none"));
  fc.assert(
    fc.property(prose, prose, fc.boolean(), (before, after, ticked) => {
      const fences = before.filter((line) => line === "```").length;
      fc.pre(fences % 2 === 0);
      const text = [...before, `- [${ticked ? "x" : " "}] box`, ...after].join("\n");
      const clicked = tick(text, 0);
      const changed = [...text].filter((char, n) => char !== clicked[n]);
      expect([clicked.length, changed]).toEqual([text.length, [ticked ? "x" : " "]]);
      expect(tick(clicked, "box")).toBe(text);
    }),
  );
});
