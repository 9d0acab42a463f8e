import type { Attachment } from "@trunkline/transport";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_ATTACHED_BYTES, nameOf, type Plan, planFor } from "./attachments.ts";
import { notices } from "./notices.ts";

const document = (mime?: string, size?: number): Attachment => ({
  kind: "document",
  id: "f",
  ...(mime === undefined ? {} : { mime }),
  ...(size === undefined ? {} : { size }),
});
const load = (as: "image" | "pdf" | "text"): Plan => ({ do: "load", as });
const leave = (why: "sound" | "kind" | "size"): Plan => ({ do: "leave", why });

describe("how the model reads a file", () => {
  test.each<[string, Attachment, Plan]>([
    ["a picture", { kind: "image", id: "f", mime: "image/jpeg" }, load("image")],
    ["a picture sent as a document", document("image/png"), load("image")],
    ["a picture of a kind that the model does not read", document("image/heic"), leave("kind")],
    ["a PDF", document("application/pdf"), load("pdf")],
    ["text", document("text/plain"), load("text")],
    ["any text", document("text/x-python"), load("text")],
    ["JSON", document("application/json"), load("text")],
    ["YAML", document("application/x-yaml"), load("text")],
    ["something like JSON is not", document("application/json-seq"), leave("kind")],
    ["an archive", document("application/zip"), leave("kind")],
    ["a document without a type", document(), leave("kind")],
    ["a voice note", { kind: "audio", id: "f", mime: "audio/ogg" }, leave("sound")],
    [
      "sound that claims to be a picture",
      { kind: "audio", id: "f", mime: "image/png" },
      leave("sound"),
    ],
    ["a video", { kind: "other", id: "f", mime: "video/mp4" }, leave("kind")],
    [
      "an animation that claims to be a picture",
      { kind: "other", id: "f", mime: "image/gif" },
      leave("kind"),
    ],
  ])("%s", (_name, attachment, expected) => {
    expect(planFor(attachment, MOST_ATTACHED_BYTES)).toEqual(expected);
  });
});

describe("what there is room for", () => {
  test.each<[number | undefined, number, Plan]>([
    [100, 100, load("pdf")],
    [101, 100, leave("size")],
    [1, 0, leave("size")],
    // The download has the same limit: a size that is not told is not a way around it.
    [undefined, 100, load("pdf")],
    [undefined, 0, leave("size")],
  ])("%s bytes with room for %i", (size, room, expected) => {
    expect(planFor(document("application/pdf", size), room)).toEqual(expected);
  });

  test("what cannot be read is said before that it is too large", () => {
    expect(planFor({ kind: "audio", id: "f", size: 9e9 }, 0)).toEqual(leave("sound"));
    expect(planFor(document("application/zip", 9e9), 0)).toEqual(leave("kind"));
  });
});

describe("a file's name in a sentence of ours", () => {
  test.each<[string, string | undefined, string]>([
    ["plain words stay", "a voice message", "a voice message"],
    ["in any script", "Übersicht 二〇二六", "Übersicht 二〇二六"],
    ["a usual name is code: no platform makes a link of it", "a.zip", "`a.zip`"],
    ["marks and links", "*_[x](http://evil)_*", "`*_[x](http://evil)_*`"],
    ["somebody is not called", "@everyone #12 /stop", "`@everyone #12 /stop`"],
    ["markup of a page", "<b>&amp;</b>", "`<b>&amp;</b>`"],
    ["code that would end early", "a`b``c.md", "```a`b``c.md```"],
    ["backticks at the ends", "`a`", "`` `a` ``"],
    ["nothing but backticks", "``", "``` `` ```"],
    ["one line", "a\r\n\n# b\t\u2028c\u0000.md", "`a # b c .md`"],
    ["the reading direction stays", "a\u202Efdp.exe", "`afdp.exe`"],
    ["what cannot be seen goes", "a\u200B\u{E0041}\uFEFF.md", "`a.md`"],
    ["half a character", "a\uD83D.md", "`a\uFFFD.md`"],
    ["an emoji that is joined stays whole", "👩‍💻.md", "`👩‍💻.md`"],
    ["no name", undefined, "a file"],
    ["nothing to be seen", " \u200B\n ", "a file"],
  ])("%s", (_name, name, expected) => {
    expect(nameOf({ name })).toBe(expected);
  });

  test("a long one keeps its head and its ending", () => {
    const said = nameOf({ name: `${"x".repeat(500)}.tar.gz` });
    expect(said).toBe(`\`${"x".repeat(60)}…${"x".repeat(12)}.tar.gz\``);
    expect([...nameOf({ name: "x".repeat(80) })]).toHaveLength(80);
  });

  test("any name is one line, short, and cannot leave its code", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(..."`*_[]()!<>\\\n\r ab.😀") }),
    );
    fc.assert(
      fc.property(name, (given) => {
        const said = nameOf({ name: given });
        expect(said).not.toMatch(/[\n\r\u2028\u2029]/);
        if (!said.startsWith("`")) {
          expect(said).toMatch(/^[\p{L}\p{M}\p{N} ]{1,80}$/u);
          return;
        }
        const [mark = ""] = /^`+/.exec(said) ?? [];
        const inside = said.slice(mark.length, -mark.length);
        expect(said.endsWith(mark)).toBe(true);
        expect([...inside].length).toBeLessThanOrEqual(82);
        expect(inside.match(/`+/g) ?? []).not.toContain(mark);
        expect(inside.startsWith("`") || inside.endsWith("`")).toBe(false);
      }),
    );
  });

  test.each(["en", "de", "pt-BR"])("it stands in every sentence (%s)", (language) => {
    const { unopened } = notices(language);
    for (const why of ["sound", "kind", "size", "lost"] as const) {
      expect(unopened(nameOf({ name: "*a*.md" }), why)).toContain("`*a*.md`");
    }
  });
});
