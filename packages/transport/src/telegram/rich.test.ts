import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flatten } from "./rich.ts";

const paragraph = (text: unknown) => ({ type: "paragraph", text });
const bold = (text: unknown) => ({ type: "bold", text });

describe("the words of a rich message", () => {
  test.each<[string, unknown[], string]>([
    ["a paragraph", [paragraph("one")], "one"],
    [
      "marked words stand on their line",
      [paragraph(["one ", bold("two"), " three"])],
      "one two three",
    ],
    ["a marked word alone", [paragraph(bold("one"))], "one"],
    [
      "the text of a link",
      [paragraph([{ type: "url", text: "here", url: "https://x.dev" }])],
      "here",
    ],
    ["code", [{ type: "pre", text: "a = 1\nb = 2", language: "python" }], "a = 1\nb = 2"],
    ["a quote", [{ type: "blockquote", blocks: [paragraph("quoted")] }], "quoted"],
    ["a rule between", [paragraph(["one"]), { type: "divider" }, paragraph(["two"])], "one\ntwo"],
    ["a block of a kind of next year", [{ type: "hologram", content: "one" }], "one"],
  ])("%s", (_name, blocks, expected) => {
    expect(flatten({ blocks })).toBe(expected);
  });

  test("a list: an item a line", () => {
    const item = (label: string, text: string) => ({ label, blocks: [paragraph(text)] });
    const list = { type: "list", items: [item("1.", "one"), item("2.", "two")] };
    expect(flatten({ blocks: [list] })).toBe("one\ntwo");
  });
});

test.each([undefined, null, 5, "", {}, { blocks: [] }, { blocks: [{ type: "divider" }] }])(
  "%j has no words",
  (rich) => {
    expect(flatten(rich)).toBe("");
  },
);

test("any JSON is read without an error, however deep", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (json) => {
      expect(typeof flatten(json)).toBe("string");
    }),
  );
  let deep: unknown = "x";
  for (let n = 0; n < 5_000; n += 1) deep = { blocks: [deep] };
  expect(flatten(deep)).toBe("");
});
