import type { Attachment, ParsedInput } from "@trunkline/transport";
import { describe, expect, test } from "vitest";
import { languageOf, saidBy } from "./said.ts";

/** A platform whose contexts are the parsed input itself. */
const c = {
  platform: { context: (raw: unknown) => raw as ParsedInput },
  transport: { parseContext: (ctx: ParsedInput) => ctx },
} as Parameters<typeof saidBy<ParsedInput>>[0];

const said = (text: string, attachments: Attachment[] = [], metadata: object = {}) => {
  const input = { text, attachments, metadata, userId: "7", userName: "Tess" };
  return { ctx: JSON.stringify(input) };
};
const photo: Attachment = { kind: "image", id: "p", name: "photo.jpg" };

describe("what an item says", () => {
  test.each<[string, ReturnType<typeof said>, string]>([
    ["words", said(" hello "), "hello"],
    ["words and files", said("look", [photo]), "look\n\n[attached: photo.jpg]"],
    ["a file alone is named", said("", [photo]), "[attached: photo.jpg]"],
    [
      "files, one of them without a name",
      said("", [photo, { kind: "document", id: "d" }]),
      "[attached: photo.jpg, a file (document)]",
    ],
    [
      "nothing at all is no empty turn, which the model would refuse",
      said("  "),
      "(an empty message)",
    ],
  ])("%s", (_name, item, text) => {
    expect(saidBy(c, item)).toEqual({ role: "user", user_id: "7", name: "Tess", text });
  });
});

test.each<[object, string | undefined]>([
  [{ language: "de-AT" }, "de-AT"],
  [{ language: 5 }, undefined],
  [{}, undefined],
])("the language of %j is %s", (metadata, expected) => {
  expect(languageOf(c, said("x", [], metadata).ctx)).toBe(expected);
});
