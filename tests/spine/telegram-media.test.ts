import type { Chat, Fault, User } from "@trunkline/emulators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, type ChatInspection, inspect, quiet, somebody } from "../world/views.ts";
import { CANARIES, until, World } from "../world/world.ts";

/** What people send besides text: it reaches the model, or they are told why it does not. */
let world: World;
beforeAll(async () => {
  // An album's items come one after another; a busy machine must not tear them apart.
  world = await World.start({ timings: { albumWindowMs: 1_000, albumMaxMs: 4_000 } });
}, 60_000);
afterAll(async () => {
  await world?.close();
  expect(world?.telegram.unknownParameters).toEqual([]);
});

const KB = 1024;
const bytes = (text: string) => new TextEncoder().encode(text);
const base64 = (text: string) => Buffer.from(text).toString("base64");

let nonces = 0;
const nonce = () => {
  nonces += 1;
  return `nonce-${nonces};`;
};

/** What the model was handed in the last turn of the one request with this text. */
function handed(text: string): readonly { readonly type: string }[] {
  const entries = world.model.journal.filter(
    ({ router, prompt }) => !router && prompt.includes(text),
  );
  expect(entries).toHaveLength(1);
  const content = entries[0]?.request?.messages.at(-1)?.content ?? [];
  return typeof content === "string" ? [] : content;
}
const files = (text: string) => handed(text).filter(({ type }) => type !== "text");

/** What was asked for and fetched, files alone. */
const fetched = (from: number) =>
  world.telegram.wire.calls
    .slice(from)
    .map(({ method }) => method)
    .filter((method) => ["getFile", "file"].includes(method));

async function answer(user: User): Promise<string> {
  await until("an answer", () => answers(world, user).length === 1);
  await quiet(world, user);
  return answers(world, user)[0] ?? "";
}
const image = (data: string, media_type = "image/jpeg") => ({
  type: "image",
  source: { type: "base64", media_type, data: base64(data) },
});

describe("words that are not in `text`", () => {
  test("a caption is what the person says", async () => {
    const tess = somebody(world);
    const caption = nonce();
    world.telegram.say(tess, { kind: "photo", caption });
    expect(await answer(tess)).toContain(caption);
  });

  test("a rich message is flattened", async () => {
    const tess = somebody(world);
    const text = nonce();
    const words = ["It is ", { type: "bold" as const, text }, " indeed"];
    world.telegram.say(tess, {
      kind: "rich",
      blocks: [
        { type: "paragraph", text: words },
        { type: "list", items: [{ label: "1.", blocks: [{ type: "paragraph", text: "one" }] }] },
      ],
    });
    await answer(tess);
    expect(handed(text)).toMatchObject([{ type: "text", text: `It is ${text} indeed\none` }]);
  });

  test("a sticker is its emoji", async () => {
    const tess = somebody(world);
    world.telegram.say(tess, { kind: "sticker", emoji: "🦄" });
    expect(await answer(tess)).not.toBe("");
    expect((await inspect(world, tess)).batches[0]?.text).toEqual(["🦄"]);
  });

  test("a place on the map says nothing: acknowledged, and no row", async () => {
    const tess = somebody(world);
    await world.telegram.say(tess, { kind: "location", latitude: 1, longitude: 2 }).delivered;
    const { pending, batches } = await inspect(world, tess);
    expect([pending, batches]).toEqual([[], []]);
  });
});

describe("files that the model reads", () => {
  test("a photo, with and without words", async () => {
    const [tess, rob] = [somebody(world), somebody(world)];
    const caption = nonce();
    world.telegram.say(tess, { kind: "photo", caption, bytes: bytes(caption) });
    await answer(tess);
    expect(files(caption)).toEqual([image(caption)]);
    const said = nonce();
    world.telegram.say(rob, { kind: "photo", bytes: bytes(said) });
    await answer(rob);
    const raw = world.model.journal.findLast(({ router }) => !router)?.call.raw;
    expect(raw).toContain(base64(said));
    expect(raw).toContain("[attached: photo.jpg]");
  });

  test.each<[string, object, (text: string) => object]>([
    [
      "a picture as a document",
      { name: "a.png", mimeType: "image/png" },
      (text) => image(text, "image/png"),
    ],
    [
      "a PDF",
      { name: "plan.pdf", mimeType: "application/pdf" },
      (text) => ({
        type: "document",
        title: "plan.pdf",
        source: { type: "base64", media_type: "application/pdf", data: base64(text) },
      }),
    ],
    [
      "a text",
      { name: "notes.md", mimeType: "text/markdown" },
      (text) => ({
        type: "document",
        title: "notes.md",
        source: { type: "text", media_type: "text/plain", data: text },
      }),
    ],
  ])("%s", async (_name, file, expected) => {
    const tess = somebody(world);
    const caption = nonce();
    const content = `Grüße 🎉 ${caption}`;
    world.telegram.say(tess, { kind: "document", caption, bytes: bytes(content), ...file });
    await answer(tess);
    expect(files(caption)).toEqual([expected(content)]);
  });

  test("the next turn knows that there was a file, and does not hold it", async () => {
    const tess = somebody(world);
    const [first, second] = [nonce(), nonce()];
    world.telegram.say(tess, { kind: "photo", caption: first, bytes: bytes(first) });
    await answer(tess);
    world.telegram.say(tess, second);
    await until("the second answer", () => answers(world, tess).length === 2);
    const { raw } = world.model.journal.findLast(({ prompt }) => prompt.includes(second))?.call ?? {
      raw: "",
    };
    expect(raw).toContain(`${first}\\n\\n[attached: photo.jpg]`);
    expect(raw).not.toContain(base64(first));
  });
});

describe("an album", () => {
  test.each([0, 1, 2])(
    "of three photos, the words under photo %i: one turn with all",
    async (at) => {
      const tess = somebody(world);
      const caption = nonce();
      const names = ["a", "b", "c"].map((name) => `${name} of ${caption}`);
      const items = names.map((name, n) => ({
        kind: "photo" as const,
        bytes: bytes(name),
        ...(n === at ? { caption } : {}),
      }));
      const said = world.telegram.album(tess, items);
      await Promise.all(said.map(({ delivered }) => delivered));
      await answer(tess);
      const { batches } = await inspect(world, tess);
      expect(batches).toHaveLength(1);
      expect(batches[0]?.text).toHaveLength(3);
      expect(files(caption)).toEqual(names.map((name) => image(name)));
      expect(world.telegram.chat(tess.id).messages.filter(({ from }) => from.is_bot)).toHaveLength(
        1,
      );
    },
  );

  test("an item that comes after the turn starts nothing, and is known later", async () => {
    const tess = somebody(world);
    const [caption, next] = [nonce(), nonce()];
    const items = [{ kind: "photo" as const, caption }, { kind: "photo" as const }];
    await Promise.all(world.telegram.album(tess, items).map(({ delivered }) => delivered));
    await answer(tess);
    const { chat, messages } = world.telegram.chat(tess.id);
    const message = {
      message_id: 900_001,
      date: Math.floor(Date.now() / 1000),
      chat,
      from: tess,
      media_group_id: messages[0]?.media_group_id,
      document: { file_id: "late", file_unique_id: "late", file_name: "late.pdf" },
    };
    const late = await world.telegram.post({ update_id: 900_001, message });
    expect(late).toMatchObject({ kind: "answered", status: 200 });
    const { pending, batches } = await inspect(world, tess);
    expect([pending.length, batches.length]).toEqual([0, 1]);
    world.telegram.say(tess, next);
    await until("the next answer", () => answers(world, tess).length === 2);
    const request = world.model.journal.findLast(({ prompt }) => prompt.includes(next));
    expect(request?.call.raw).toContain("[attached: late.pdf]");
  });

  describe("in a group", () => {
    let groups = 0;
    /** The bot hears everything there. */
    function team() {
      groups += 1;
      const tess = somebody(world);
      const id = -1_001_000_000_000 - groups;
      const made = { id, title: "Team", type: "supergroup" as const };
      return { tess, chat: world.telegram.group({ ...made, admins: [tess], botIsAdmin: true }) };
    }
    const texts = ({ id }: Chat) =>
      world.telegram
        .chat(id)
        .messages.filter(({ from, text }) => from.is_bot && !text.endsWith("…"));
    const photos = (names: readonly string[], captions: Readonly<Record<number, string>>) =>
      names.map((name, n) => {
        const caption = captions[n];
        const photo = { kind: "photo" as const, bytes: bytes(name) };
        return caption === undefined ? photo : { ...photo, caption };
      });
    const seen = async ({ id }: Chat) =>
      (await world.admin(`/conversations/${id}`)) as ChatInspection;
    const settled = (chat: Chat) =>
      until("no turn is open", async () => {
        const { pending, batches } = await seen(chat);
        const open = batches.some(({ state }) => ["active", "waiting"].includes(state));
        return pending.length === 0 && !open && { batches };
      });
    /** Each is dropped when its own time is up. */
    const dropped = ({ id }: Chat) => {
      const line = new RegExp(`album\\.dropped[^\\n]*/${id}[^\\n]*?items\\W+(\\d+)`, "g");
      const counts = [...world.printed().matchAll(line)].map(([, count]) => Number(count));
      return counts.reduce((sum, count) => sum + count, 0);
    };

    test.each([0, 1, 2])(
      "with our name under photo %i: one turn with all, one answer",
      async (at) => {
        const { chat, tess } = team();
        const caption = nonce();
        const names = ["a", "b", "c"].map((name) => `${name} of ${caption}`);
        const items = photos(names, { [at]: `@trunkline_bot ${caption}` });
        const said = world.telegram.albumIn(chat, tess, items);
        await Promise.all(said.map(({ delivered }) => delivered));
        await until("an answer", () => texts(chat).length === 1);
        expect(files(caption)).toEqual(names.map((name) => image(name)));
        const { batches } = await settled(chat);
        expect(batches.map(({ text }) => text.length)).toEqual([3]);
        // Delivered once more, they are known.
        for (const { update_id } of said) await world.telegram.redeliver(update_id).delivered;
        expect((await settled(chat)).batches).toHaveLength(1);
        expect(texts(chat)).toHaveLength(1);
      },
    );

    test("as a reply to us: every item is addressed", async () => {
      const { chat, tess } = team();
      const [first, caption] = [nonce(), nonce()];
      world.telegram.sayIn(chat, tess, `/ask@trunkline_bot ${first}`);
      const replyTo = await until("an answer", () => texts(chat)[0]?.message_id);
      const names = ["a", "b", "c"].map((name) => `${name} of ${caption}`);
      world.telegram.albumIn(chat, tess, photos(names, { 0: caption }), { replyTo });
      await until("the second answer", () => texts(chat).length === 2);
      expect(files(caption)).toEqual(names.map((name) => image(name)));
    });

    test("that is for nobody: no turn, and nothing of it is kept", async () => {
      const { chat, tess } = team();
      const said = world.telegram.albumIn(chat, tess, photos(["x", "y"], { 1: "look at this" }));
      await Promise.all(said.map(({ delivered }) => delivered));
      const { pending, batches } = await seen(chat);
      expect([pending, batches]).toEqual([[], []]);
      await until("both are dropped", () => dropped(chat) === 2);
      // One of the same album that comes much later and is for us has no company any more.
      const { messages } = world.telegram.chat(chat.id);
      const caption = nonce();
      const message = {
        message_id: 900_002,
        date: 1,
        chat,
        from: tess,
        media_group_id: messages[0]?.media_group_id,
        caption: `/ask ${caption}`,
        caption_entities: [{ type: "bot_command", offset: 0, length: 4 }],
        photo: messages[0]?.fields.photo,
      };
      await world.telegram.post({ update_id: 900_002, message });
      await until("an answer", () => texts(chat).length === 1);
      expect(files(caption)).toHaveLength(1);
      expect((await settled(chat)).batches.map(({ text }) => text.length)).toEqual([1]);
    });

    test.each([0, 1])(
      "with a command of ours under photo %i: the command alone, no turn",
      async (at) => {
        const { chat, tess } = team();
        const before = world.model.journal.length;
        const items = photos(["x", "y", "z"], { [at]: "/help@trunkline_bot" });
        const said = world.telegram.albumIn(chat, tess, items);
        await Promise.all(said.map(({ delivered }) => delivered));
        await until("help", () => texts(chat).length === 1);
        const { batches } = await settled(chat);
        expect(batches.map(({ kind }) => kind)).toEqual(["help"]);
        expect(world.model.journal).toHaveLength(before);
      },
    );

    test("SIGKILL between the first photo and the one with the words: all are read", async () => {
      const { chat, tess } = team();
      const caption = nonce();
      const names = ["a", "b"].map((name) => `${name} of ${caption}`);
      let commits = 0;
      const second = world.steps.barrier("arrived", {
        method: "inbox:commit",
        match: () => ++commits === 2,
      });
      const items = photos(names, { 1: `@trunkline_bot ${caption}` });
      const said = world.telegram.albumIn(chat, tess, items);
      await second.hit;
      await world.kill();
      second.release("drop");
      world.bootSilently();
      await Promise.all(said.map(({ delivered }) => delivered));
      await until("an answer", () => texts(chat).length === 1);
      expect(files(caption)).toEqual(names.map((name) => image(name)));
    });
  });
});

describe("files that nobody reads", () => {
  test("a voice note without words: a sentence, and no answer is paid", async () => {
    const tess = somebody(world);
    const before = world.model.journal.filter(({ router }) => !router).length;
    const got = world.telegram.wire.calls.filter(({ method }) => method === "getFile").length;
    world.telegram.say(tess, { kind: "voice" });
    expect(await answer(tess)).toBe(
      "I cannot listen to a voice message. Please write down what it says.",
    );
    expect(world.model.journal.filter(({ router }) => !router)).toHaveLength(before);
    expect(world.telegram.wire.calls.filter(({ method }) => method === "getFile")).toHaveLength(
      got,
    );
  });

  test("in the person's language", async () => {
    const tess = somebody(world, "de");
    world.telegram.say(tess, { kind: "voice" });
    expect(await answer(tess)).toMatch(/^Ich kann a voice message nicht anhören\./);
  });

  test.each<[string, object, string]>([
    ["a voice note", { kind: "voice" }, "I cannot listen to a voice message."],
    ["a video", { kind: "video" }, "I cannot open a video."],
    ["an animation", { kind: "animation" }, "I cannot open an animation."],
    ["an archive", { kind: "document", name: "a.zip" }, "I cannot open a.zip."],
    [
      "a PDF of a megabyte",
      { kind: "document", name: "a.pdf", mimeType: "application/pdf", size: KB * KB },
      "a.pdf is too large for me.",
    ],
  ])("%s with words: the answer, and a sentence below it", async (_name, file, sentence) => {
    const tess = somebody(world);
    const caption = nonce();
    const from = world.telegram.wire.calls.length;
    world.telegram.say(tess, { caption, ...file } as Parameters<typeof world.telegram.say>[1]);
    const said = await answer(tess);
    expect(said.indexOf(caption)).toBeGreaterThan(-1);
    expect(said.indexOf(sentence)).toBeGreaterThan(said.indexOf(caption));
    expect(files(caption)).toEqual([]);
    const methods = world.telegram.wire.calls.slice(from).map(({ method }) => method);
    expect(methods).not.toContain("getFile");
  });

  test("of two files the one that can be read is read", async () => {
    const tess = somebody(world);
    const caption = nonce();
    const said = world.telegram.album(tess, [
      { kind: "photo", caption, bytes: bytes(caption) },
      { kind: "video" },
    ]);
    await Promise.all(said.map(({ delivered }) => delivered));
    expect(await answer(tess)).toContain("I cannot open a video.");
    expect(files(caption)).toEqual([image(caption)]);
  });

  test("a picture that is larger than it was said to be: fetched once, and called too large", async () => {
    const tess = somebody(world);
    const caption = nonce();
    const file = { name: "a.png", mimeType: "image/png", size: 10 };
    const whole = new Uint8Array(400 * KB);
    const from = world.telegram.wire.calls.length;
    world.telegram.say(tess, { kind: "document", caption, bytes: whole, ...file });
    expect(await answer(tess)).toContain("a.png is too large for me.");
    expect(files(caption)).toEqual([]);
    expect(fetched(from)).toEqual(["getFile", "file"]);
  });

  test.each<[string, number, string[]]>([
    ["a file of which the platform tells no size", 400 * KB, ["getFile", "file"]],
    ["one of which it does not, and which it hands to no bot", 21 * KB * KB, ["getFile"]],
  ])("%s: asked for once, and called too large", async (_name, size, calls) => {
    const tess = somebody(world);
    const caption = nonce();
    const from = world.telegram.wire.calls.length;
    const file = { name: "b.pdf", mimeType: "application/pdf", size, unsized: true };
    const whole = new Uint8Array(400 * KB);
    world.telegram.say(tess, { kind: "document", caption, bytes: whole, ...file });
    expect(await answer(tess)).toContain("b.pdf is too large for me.");
    expect(files(caption)).toEqual([]);
    expect(fetched(from)).toEqual(calls);
  });
});

describe("a file that is named to do harm", () => {
  const NAME = "*_[x](http://evil.example)_*\n# @trunkline_bot `<b>x</b>`.zip";
  const SHOWN = "*_[x](http://evil.example)_* # @trunkline_bot `<b>x</b>`.zip";

  test.each(["en", "de", "pt-br"])("its name shows itself and nothing else (%s)", async (code) => {
    const tess = somebody(world, code);
    world.telegram.say(tess, { kind: "document", name: NAME });
    expect(await answer(tess)).toContain(SHOWN);
    const said = world.telegram.chat(tess.id).messages.findLast(({ from }) => from.is_bot);
    expect(said?.entities.map(({ type }) => type)).toEqual(["code"]);
  });
});

describe("a file that cannot be fetched", () => {
  const refused = (status: number, description: string): Fault => ({
    kind: "reply",
    reply: { status, body: { ok: false, error_code: status, description } },
  });

  test.each<[string, "getFile" | "file", Fault]>([
    ["its id is refused", "getFile", refused(400, "Bad Request: wrong file_id")],
    ["the call is cut", "getFile", { kind: "cut-before" }],
    ["the link has expired", "file", refused(404, "Not Found")],
    ["the file server is down", "file", refused(502, "Bad Gateway")],
    ["the file is cut", "file", { kind: "cut-after" }],
    ["the file never comes", "file", { kind: "timeout", applied: false }],
  ])("%s: the words are answered, and a sentence says so", async (_name, method, fault) => {
    const tess = somebody(world);
    const caption = nonce();
    // As often as it is tried.
    world.telegram.wire.fault({ method, fault, times: 3 });
    world.telegram.say(tess, { kind: "photo", caption });
    const said = await answer(tess);
    world.telegram.wire.clear();
    expect(said).toContain(caption);
    expect(said).toMatch(/I could not fetch photo\.jpg\. Please send it again\.$/);
    expect(files(caption)).toEqual([]);
    expect(world.printed()).not.toContain(CANARIES.TELEGRAM_BOT_TOKEN);
  });

  test.each([404, 410, 403])("the file server says %i: asked once", async (status) => {
    const tess = somebody(world);
    const caption = nonce();
    const from = world.telegram.wire.calls.length;
    world.telegram.wire.fault({ method: "file", fault: refused(status, "no"), times: 3 });
    world.telegram.say(tess, { kind: "photo", caption });
    expect(await answer(tess)).toMatch(/I could not fetch photo\.jpg\. Please send it again\.$/);
    world.telegram.wire.clear();
    expect(fetched(from)).toEqual(["getFile", "file"]);
  });

  test("a fault that passes is waited out: the file is read", async () => {
    const tess = somebody(world);
    const caption = nonce();
    const from = world.telegram.wire.calls.length;
    const down = refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
    world.telegram.wire.fault({ method: "getFile", fault: down });
    world.telegram.wire.fault({ method: "file", fault: { kind: "half-body" } });
    world.telegram.say(tess, { kind: "photo", caption, bytes: bytes(caption) });
    await answer(tess);
    expect(files(caption)).toEqual([image(caption)]);
    expect(fetched(from)).toEqual(["getFile", "getFile", "file", "getFile", "file"]);
  });

  test("without words there is nothing to ask, and the sentence is all", async () => {
    const tess = somebody(world);
    const before = world.model.journal.filter(({ router }) => !router).length;
    world.telegram.wire.fault({ method: "file", fault: refused(404, "Not Found"), times: 3 });
    world.telegram.say(tess, { kind: "photo" });
    expect(await answer(tess)).toBe("I could not fetch photo.jpg. Please send it again.");
    expect(world.model.journal.filter(({ router }) => !router)).toHaveLength(before);
  });
});
