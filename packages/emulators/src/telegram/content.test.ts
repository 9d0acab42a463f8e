import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Content } from "./content.ts";
import { MAX_DOWNLOAD_BYTES } from "./files.ts";
import type { TelegramServer } from "./server.ts";
import { type TestBot, type World, world } from "./test-bot.ts";
import type { Message, User } from "./types.ts";
import type { File } from "./types-media.ts";

let now = Date.UTC(2026, 10, 21);
let here: World;
let telegram: TelegramServer;
let bot: TestBot;
let tess: User;

beforeEach(async () => {
  here = await world({ now: () => now });
  ({ telegram, bot } = here);
  tess = telegram.user({ id: 7, firstName: "Tess", username: "tess" });
});
afterEach(() => here.close());

async function heard(content: Content): Promise<Message> {
  await telegram.say(tess, content).delivered;
  const message = bot.messages().at(-1);
  if (!message) throw new Error("nothing heard");
  return message;
}

const bytes = new Uint8Array([0, 255, 128, 10, 13, 200, 1]);
const size = expect.any(Number);
const ref = { file_id: expect.any(String), file_unique_id: expect.any(String), file_size: size };

describe("what a person sends", () => {
  test.each<[string, Content, object, string]>([
    [
      "document",
      { kind: "document", name: "a.pdf", mimeType: "application/pdf" },
      { ...ref, file_name: "a.pdf", mime_type: "application/pdf" },
      "document",
    ],
    [
      "video",
      { kind: "video" },
      { ...ref, mime_type: "video/mp4", width: 640, height: 360, duration: 3 },
      "video",
    ],
    [
      "audio",
      { kind: "audio", name: "a.mp3" },
      { ...ref, file_name: "a.mp3", mime_type: "audio/mpeg", duration: 3 },
      "audio",
    ],
    ["voice", { kind: "voice" }, { ...ref, mime_type: "audio/ogg", duration: 3 }, "voice"],
    [
      "animation",
      { kind: "animation" },
      { ...ref, mime_type: "video/mp4", width: 640, height: 360, duration: 3 },
      "animation",
    ],
    [
      "sticker",
      { kind: "sticker", emoji: "👍" },
      {
        ...ref,
        type: "regular",
        width: 512,
        height: 512,
        is_animated: false,
        is_video: false,
        emoji: "👍",
      },
      "sticker",
    ],
    [
      "location",
      { kind: "location", latitude: 1.5, longitude: 2 },
      { latitude: 1.5, longitude: 2 },
      "location",
    ],
    [
      "rich_message",
      { kind: "rich", blocks: [{ type: "paragraph", text: ["a ", { type: "bold", text: "b" }] }] },
      { blocks: [{ type: "paragraph", text: ["a ", { type: "bold", text: "b" }] }] },
      "rich_message",
    ],
  ])("%s", async (field, content, expected, media) => {
    const message = await heard(content);
    expect(message).toHaveProperty(field, expected);
    expect(message).not.toHaveProperty("text");
    expect(message).not.toHaveProperty("caption");
    expect(telegram.chat(7).messages.at(-1)).toMatchObject({ media, text: "", known: true });
    expect(telegram.everVisible(7)).toEqual([]);
  });

  test("an animation is a document as well", async () => {
    const { animation, document } = await heard({ kind: "animation" });
    expect(document?.file_id).toBe(animation?.file_id);
  });

  test("a photo in several sizes, the largest last", async () => {
    const { photo = [] } = await heard({ kind: "photo", width: 1000, height: 500, bytes });
    expect(photo.map(({ width, height }) => [width, height])).toEqual([
      [90, 45],
      [320, 160],
      [800, 400],
      [1000, 500],
    ]);
    expect(new Set(photo.map(({ file_id }) => file_id)).size).toBe(4);
    expect(photo.at(-1)?.file_size).toBe(bytes.length);
    const small = await heard({ kind: "photo", width: 100, height: 200 });
    expect(small.photo?.map(({ width, height }) => [width, height])).toEqual([
      [45, 90],
      [100, 200],
    ]);
  });

  test("a caption has entities of its own, and can be corrected", async () => {
    const message = await heard({ kind: "photo", caption: "/ask what is <this>?" });
    expect(message).toMatchObject({
      caption: "/ask what is <this>?",
      caption_entities: [{ type: "bot_command", offset: 0, length: 4 }],
    });
    expect(message).not.toHaveProperty("entities");
    await telegram.editUserMessage(tess, message.message_id, "better").delivered;
    expect(bot.hits.at(-1)?.update).toMatchObject({
      edited_message: { caption: "better", photo: [{}, {}, {}, {}] },
    });
    expect(telegram.everVisible(7).map(({ text }) => text)).toEqual([
      "/ask what is <this>?",
      "better",
    ]);
  });

  test("formatting, and a mention by id", async () => {
    const html = `<a href="tg://user?id=7">T</a> <code>@tess</code> <pre>x</pre> https://a.de`;
    const message = await heard({ html });
    expect(message.text).toBe("T @tess x https://a.de");
    expect(message.entities).toEqual([
      { type: "text_mention", offset: 0, length: 1, user: tess },
      { type: "code", offset: 2, length: 5 },
      { type: "pre", offset: 8, length: 1 },
      { type: "url", offset: 10, length: 12 },
    ]);
  });

  test("what no client sends throws", () => {
    const long = "a".repeat(1025);
    expect(() => telegram.say(tess, { kind: "photo", caption: long })).toThrow("1024");
    expect(() => telegram.say(tess, { kind: "photo", caption: "" })).toThrow("empty");
    expect(() => telegram.say(tess, { html: "<p>" })).toThrow("Unsupported start tag");
    const photo = telegram.say(tess, { kind: "photo", caption: "short" });
    expect(() => telegram.editUserMessage(tess, photo.message_id, long)).toThrow("1024");
    const { message_id } = telegram.say(tess, { kind: "sticker" });
    expect(() => telegram.editUserMessage(tess, message_id, "x")).toThrow("no text");
  });
});

describe("an album", () => {
  const items = [{ kind: "photo", caption: "both" }, { kind: "photo" }] as const;

  test("is a message each, with one media_group_id", async () => {
    const said = telegram.album(tess, items);
    await telegram.idle();
    const messages = bot.messages();
    expect(messages.map(({ message_id }) => message_id)).toEqual(
      said.map(({ message_id }) => message_id),
    );
    expect(messages.map(({ caption }) => caption)).toEqual(["both", undefined]);
    const [one, two] = messages.map(({ media_group_id }) => media_group_id);
    expect(one).toMatch(/^\d+$/);
    expect(two).toBe(one);
    expect(telegram.chat(7).messages.map(({ media_group_id }) => media_group_id)).toEqual([
      one,
      one,
    ]);
    telegram.album(tess, items);
    await telegram.idle();
    expect(bot.messages().at(-1)?.media_group_id).not.toBe(one);
  });

  test("in a group", async () => {
    const team = telegram.group({
      id: -5,
      title: "Team",
      type: "group",
      members: [tess],
      botIsAdmin: true,
    });
    telegram.albumIn(team, tess, items);
    await telegram.idle();
    const [first, second] = bot.messages();
    expect(first).toMatchObject({ chat: team, from: tess });
    expect(second?.media_group_id).toBe(first?.media_group_id);
  });

  test("has 2 to 10 items", () => {
    expect(() => telegram.album(tess, [{ kind: "photo" }])).toThrow("2 to 10");
    expect(() => telegram.album(tess, Array(11).fill({ kind: "photo" }))).toThrow("2 to 10");
  });
});

describe("files", () => {
  const getFile = (file_id?: string) => bot.call<File>("getFile", { file_id });

  test("are downloaded by the path that getFile gives, byte by byte", async () => {
    const { document } = await heard({ kind: "document", name: "data.csv", bytes });
    const { result } = await getFile(document?.file_id);
    expect(result).toEqual({ ...document, ...ref, ...only(result) });
    expect(result.file_path).toMatch(/^documents\/file_\d+\.csv$/);
    const response = await bot.download(result.file_path ?? "");
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(here.telegram.wire.calls.at(-1)).toMatchObject({ method: "file", status: 200 });
  });

  test("each size of a photo is a file of its own", async () => {
    const { photo = [] } = await heard({ kind: "photo", bytes });
    const bodies = [];
    for (const { file_id } of photo) {
      const path = (await getFile(file_id)).result.file_path ?? "";
      bodies.push(await (await bot.download(path)).text());
    }
    expect(bodies.slice(0, 3)).toEqual([
      "the 90x68 of a test",
      "the 320x240 of a test",
      "the 800x600 of a test",
    ]);
  });

  test("an empty one is one", async () => {
    const { document } = await heard({ kind: "document", bytes: new Uint8Array() });
    const path = (await getFile(document?.file_id)).result.file_path ?? "";
    expect((await (await bot.download(path)).arrayBuffer()).byteLength).toBe(0);
  });

  test("the wire may cut a download in its middle", async () => {
    const { document } = await heard({ kind: "document", bytes });
    const path = (await getFile(document?.file_id)).result.file_path ?? "";
    telegram.wire.fault({ method: "file", fault: { kind: "half-body" } });
    const response = await bot.download(path);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
  });

  test.each([
    ["exactly 20 MB", MAX_DOWNLOAD_BYTES, undefined],
    ["a byte more", MAX_DOWNLOAD_BYTES + 1, "Bad Request: file is too big"],
  ])("%s", async (_name, told, description) => {
    const { video } = await heard({ kind: "video", size: told });
    expect(video?.file_size).toBe(told);
    expect((await getFile(video?.file_id)).description).toBe(description);
  });

  test("a size that is not told counts all the same", async () => {
    const told = { kind: "video", size: MAX_DOWNLOAD_BYTES + 1, unsized: true } as const;
    const { video } = await heard(told);
    expect(video).not.toHaveProperty("file_size");
    const { description } = await getFile(video?.file_id);
    expect(description).toBe("Bad Request: file is too big");
  });

  test.each([
    [undefined, "Bad Request: file_id not specified"],
    ["AgACAgIAAxkBAAM99", "Bad Request: invalid file_id"],
  ])("no file: %s", async (file_id, description) => {
    expect(await getFile(file_id)).toMatchObject({ status: 400, description });
  });

  test("a path works for an hour after getFile, and not before", async () => {
    const { voice } = await heard({ kind: "voice" });
    const notFound = { ok: false, error_code: 404, description: "Not Found" };
    const early = await bot.download("voice/file_0.oga");
    expect([early.status, await early.json()]).toEqual([404, notFound]);
    const path = (await getFile(voice?.file_id)).result.file_path ?? "";
    expect(path).toBe("voice/file_0.oga");
    now += 3600 * 1000;
    expect((await bot.download(path)).status).toBe(200);
    now += 1;
    expect((await bot.download(path)).status).toBe(404);
    await getFile(voice?.file_id);
    expect((await bot.download(path)).status).toBe(200);
    expect((await bot.download(path, "123456:OTHER")).status).toBe(401);
  });

  /** The path alone. */
  function only({ file_path }: File): File | object {
    return { file_path, file_name: undefined, mime_type: undefined };
  }
});
