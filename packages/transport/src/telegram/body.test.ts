import { describe, expect, test } from "vitest";
import { attachedTo, textOf } from "./body.ts";
import type { Message } from "./update.ts";

const message = (more: Partial<Message>): Message => ({
  message_id: 1,
  date: 1,
  chat: { id: 7, type: "private" },
  ...more,
});
const KB = 1024;
const size = (file_id: string, kilobytes: number) => ({ file_id, file_size: kilobytes * KB });

describe("where the words are", () => {
  const entities = [{ type: "bold", offset: 0, length: 2 }];
  const rich_message = { blocks: [{ type: "paragraph", text: "rich" }] };

  test.each<[string, Partial<Message>, ReturnType<typeof textOf>]>([
    ["a text", { text: "hi" }, { text: "hi", entities: [] }],
    ["with entities", { text: "hi", entities }, { text: "hi", entities }],
    [
      "a caption, whose entities have a name of their own",
      { caption: "hi", caption_entities: entities, photo: [size("a", 1)] },
      { text: "hi", entities },
    ],
    ["a rich message", { rich_message }, { text: "rich", entities: [] }],
    ["a sticker says its emoji", { sticker: { emoji: "👍" } }, { text: "👍", entities: [] }],
    ["a sticker without one", { sticker: {} }, { text: "(a sticker)", entities: [] }],
    ["only a file", { voice: size("v", 1) }, { text: "", entities: [] }],
    ["only a picture", { photo: [size("a", 1)] }, { text: "", entities: [] }],
    ["nothing", {}, null],
    ["an empty rich message", { rich_message: { blocks: [{ type: "divider" }] } }, null],
    ["a photo without sizes", { photo: [] }, null],
  ])("%s", (_name, more, expected) => {
    expect(textOf(message(more))).toEqual(expected);
  });
});

describe("what comes with it", () => {
  const file = { file_id: "f", file_size: 5, file_name: "a.bin", mime_type: "x/y" };
  const full = { id: "f", size: 5, name: "a.bin", mime: "x/y" };

  test.each<[string, Partial<Message>, unknown[]]>([
    ["a document", { document: file }, [{ ...full, kind: "document" }]],
    ["a video", { video: file }, [{ ...full, kind: "other" }]],
    ["music", { audio: file }, [{ ...full, kind: "audio" }]],
    [
      "a voice note has no name",
      { voice: { file_id: "f", mime_type: "audio/ogg" } },
      [{ kind: "audio", id: "f", name: "a voice message", mime: "audio/ogg" }],
    ],
    [
      "a round video",
      { video_note: { file_id: "f" } },
      [{ kind: "other", id: "f", name: "a video message" }],
    ],
    [
      "an animation also comes as a document, and counts once",
      { animation: file, document: file },
      [{ ...full, kind: "other" }],
    ],
    [
      "a document of which nothing is known",
      { document: { file_id: "f" } },
      [{ kind: "document", id: "f" }],
    ],
    [
      "a picture is a JPEG, whatever it was",
      { photo: [size("f", 1)] },
      [{ kind: "image", id: "f", name: "photo.jpg", mime: "image/jpeg", size: KB }],
    ],
    ["words alone", { text: "hi" }, []],
  ])("%s", (_name, more, expected) => {
    expect(attachedTo(message(more))).toEqual(expected);
  });

  test.each<[string, ReturnType<typeof size>[], string]>([
    ["the largest that is small enough", [size("s", 2), size("m", 80), size("x", 900)], "m"],
    ["all are small", [size("s", 2), size("m", 40), size("l", 84)], "l"],
    ["all are too large: the smallest", [size("s", 700), size("m", 900)], "s"],
    ["sizes that are not told", [{ file_id: "s" }, { file_id: "m" }] as never, "m"],
  ])("of a picture: %s", (_name, photo, id) => {
    expect(attachedTo(message({ photo })).map((one) => one.id)).toEqual([id]);
  });
});
