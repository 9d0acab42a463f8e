import type { Attachment } from "@trunkline/transport";
import { describe, expect, test } from "vitest";
import { MOST_ATTACHED_BYTES, type Plan, planFor } from "./attachments.ts";

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
  ])("%s bytes with room for %i", (size, room, expected) => {
    expect(planFor(document("application/pdf", size), room)).toEqual(expected);
  });

  test("what cannot be read is said before that it is too large", () => {
    expect(planFor({ kind: "audio", id: "f", size: 9e9 }, 0)).toEqual(leave("sound"));
    expect(planFor(document("application/zip", 9e9), 0)).toEqual(leave("kind"));
  });
});
