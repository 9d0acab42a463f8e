import { expect, test } from "vitest";
import { spanDialect } from "./span-dialect.ts";
import { split } from "./split.ts";

const tagged = spanDialect(
  "tagged",
  (spans) =>
    spans
      .map(({ text, marks }) =>
        marks.reduceRight((inside, { kind }) => `[${kind} ${inside}]`, text),
      )
      .join(""),
  ({ text }) => text.length <= 40,
);

test("blocks are spelled, styles are marks, and the twin says the same", () => {
  expect(tagged.render("# Hi\n\n- *one*\n- [two](https://a.example)")).toEqual({
    text: "[bold Hi]\n\n• [italic one]\n• [link two]",
    plain: "Hi\n\n• one\n• two (https://a.example)",
    format: "markup",
  });
});

test("parts fit as the platform counts, markup included", () => {
  const parts = split("**one two three** four five six seven eight nine ten", tagged);
  expect(parts.every(tagged.fits)).toBe(true);
  expect(parts.map(({ plain }) => plain).join(" ")).toBe(
    "one two three four five six seven eight nine ten",
  );
});
