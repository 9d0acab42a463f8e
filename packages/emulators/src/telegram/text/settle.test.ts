import { describe, expect, test } from "vitest";
import type { MessageEntity, PlainEntityType } from "../types.ts";
import { clean } from "./clean.ts";
import { detect } from "./detect.ts";
import { settle } from "./settle.ts";

const span = (type: PlainEntityType, offset: number, length: number): MessageEntity => ({
  type,
  offset,
  length,
});

describe("entities become legal", () => {
  test.each<[string, MessageEntity[], MessageEntity[]]>([
    [
      "sorted, the outer one first",
      [span("italic", 1, 1), span("bold", 0, 3)],
      [span("bold", 0, 3), span("italic", 1, 1)],
    ],
    ["bold in bold is one", [span("bold", 1, 1), span("bold", 0, 3)], [span("bold", 0, 3)]],
    ["bold beside bold is one", [span("bold", 0, 1), span("bold", 1, 1)], [span("bold", 0, 2)]],
    [
      "bold is cut out of code",
      [span("code", 1, 1), span("bold", 0, 3)],
      [span("bold", 0, 1), span("code", 1, 1), span("bold", 2, 1)],
    ],
    ["bold inside code is gone", [span("bold", 1, 1), span("code", 0, 3)], [span("code", 0, 3)]],
    [
      "a quote in a quote is gone",
      [span("blockquote", 1, 1), span("blockquote", 0, 3)],
      [span("blockquote", 0, 3)],
    ],
    [
      "a quote may hold code",
      [span("code", 1, 1), span("blockquote", 0, 3)],
      [span("blockquote", 0, 3), span("code", 1, 1)],
    ],
    [
      "code and its block: the block",
      [span("code", 0, 2), { type: "pre", offset: 0, length: 2 }],
      [{ type: "pre", offset: 0, length: 2 }],
    ],
    [
      "a mention inside code is text",
      [span("mention", 1, 2), span("code", 0, 3)],
      [span("code", 0, 3)],
    ],
    ["empty ones are gone", [span("bold", 3, 0)], []],
  ])("%s", (_name, given, expected) => {
    expect(settle(given)).toEqual(expected);
  });

  test("the 101st is dropped", () => {
    const many = Array.from({ length: 101 }, (_, i) => span("code", i * 2, 1));
    expect(settle(many)).toEqual(many.slice(0, 100));
  });
});

describe("texts are cleaned", () => {
  test.each<[string, string]>([
    ["  a b \n", "a b"],
    ["a\r\nb\tc", "a\nb c"],
    ["\u202ea", "a"],
    [" \n\t ", ""],
  ])("%j", (source, text) => {
    expect(clean({ text: source, entities: [] }).text).toBe(text);
  });

  test("entities move along and shrink with the text", () => {
    const given = [span("bold", 0, 3), span("italic", 4, 3), span("code", 7, 2)];
    expect(clean({ text: "  a\r b c  ", entities: given })).toEqual({
      text: "a b c",
      entities: [span("bold", 0, 1), span("italic", 1, 3), span("code", 4, 1)],
    });
  });
});

test("commands, mentions and links are found", () => {
  expect(detect("/start@trunkline_bot go to https://a.de/x. Ask @tess, not a@b.de or 1/2")).toEqual(
    [span("bot_command", 0, 20), span("mention", 47, 5), span("url", 27, 14)],
  );
});
