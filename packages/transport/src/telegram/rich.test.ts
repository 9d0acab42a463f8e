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
    expect(flatten({ blocks }).text).toBe(expected);
  });

  test("a list: an item a line", () => {
    const item = (label: string, text: string) => ({ label, blocks: [paragraph(text)] });
    const list = { type: "list", items: [item("1.", "one"), item("2.", "two")] };
    expect(flatten({ blocks: [list] }).text).toBe("one\ntwo");
  });
});

describe("who is meant", () => {
  const mention = (name: string) => ({ type: "mention", text: `@${name}`, username: name });
  const command = (text: string) => ({ type: "bot_command", text, bot_command: text.slice(1) });
  const user = { id: 900, is_bot: true, first_name: "Trunkline" };
  const byId = { type: "text_mention", text: "Trunk", user };
  /** What each entity stands on: offsets that are wrong show another text. */
  const marks = (...blocks: unknown[]) => {
    const { text, entities } = flatten({ blocks });
    return entities.map(({ type, offset, length }) => [type, text.slice(offset, offset + length)]);
  };

  test.each<[string, unknown[], string[][]]>([
    ["a mention", [paragraph(["hey ", mention("bot"), "!"])], [["mention", "@bot"]]],
    ["alone in its block", [paragraph(mention("bot"))], [["mention", "@bot"]]],
    [
      "after emoji and in a later block",
      [paragraph("👨‍👩‍👧‍👦 first"), paragraph(["🎉 ", mention("bot")])],
      [["mention", "@bot"]],
    ],
    ["after blanks that are cut", [paragraph(["  \n ", mention("bot")])], [["mention", "@bot"]]],
    ["a command", [paragraph([command("/ask@bot"), " why"])], [["bot_command", "/ask@bot"]]],
    [
      "marked inside and outside",
      [paragraph(bold(["a ", { ...mention("bot"), text: bold("@bot") }]))],
      [["mention", "@bot"]],
    ],
    [
      "in a list and in a quote",
      [
        { type: "list", items: [{ label: "1.", blocks: [paragraph(mention("a"))] }] },
        { type: "blockquote", blocks: [paragraph(["x ", mention("b")])] },
      ],
      [
        ["mention", "@a"],
        ["mention", "@b"],
      ],
    ],
    ["a mention without words", [paragraph({ ...mention("bot"), text: "" }), paragraph("x")], []],
    ["words that look like one", [paragraph("@bot"), { type: "pre", text: "@bot" }], []],
    ["a mention by id of nobody", [paragraph({ ...byId, user: { id: "900" } })], []],
  ])("%s", (_name, blocks, expected) => {
    expect(marks(...blocks)).toEqual(expected);
  });

  test("a mention by id says whose", () => {
    expect(flatten({ blocks: [paragraph(["hey ", byId])] }).entities).toEqual([
      { type: "text_mention", offset: 4, length: 5, user },
    ]);
  });
});

test.each([undefined, null, 5, "", {}, { blocks: [] }, { blocks: [{ type: "divider" }] }])(
  "%j has no words",
  (rich) => {
    expect(flatten(rich)).toEqual({ text: "", entities: [] });
  },
);

/** Rich texts, blank ones too. */
const { node } = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom("", " ", "\n", "@bot", "words", "🎉"),
    fc.record({ type: fc.constantFrom("mention", "bot_command", "bold"), text: tie("node") }),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.record({ blocks: fc.array(tie("node"), { maxLength: 3 }) }),
  ),
}));

test("entities stand inside the text, which has no blank ends", () => {
  fc.assert(
    fc.property(node, (rich) => {
      const { text, entities } = flatten({ blocks: [rich] });
      expect(text).toBe(text.trim());
      for (const { offset, length } of entities) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset + length).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

test("any JSON is read without an error, however deep", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (json) => {
      expect(typeof flatten(json).text).toBe("string");
    }),
  );
  let deep: unknown = "x";
  for (let n = 0; n < 5_000; n += 1) deep = { blocks: [deep] };
  expect(flatten(deep).text).toBe("");
});
