import { split } from "../../markdown/split.ts";
import { plainTwin } from "../../rendered.ts";
import { must, mustEqual } from "../broken.ts";
import type { Facts } from "../kit.ts";
import type { Law } from "../law.ts";

/** Every kind of block, several times over: longer than any message. */
const BLOCKS = [
  "# Heading & more",
  'Some **bold**, *slanted* and `code <b>`, a [link](https://example.com/?a=1&b=2), 3 < 4 > 2 "so".',
  "- one\n- two\n  1. deep\n- three",
  "> quoted\n> words",
  "```ts\nif (a < b && c > d) {}\n```",
  "| a | b |\n|---|---|\n| 1 | 2 |",
];

/** What counts in another way than plain letters: more bytes, escapes, marks. */
const LETTERS = [
  ["umlauts", "ü"],
  ["ideographs", "漢"],
  ["emoji", "👍"],
  ["ampersands", "&"],
  ["brackets", "<"],
  ["words", "a "],
  ["marks", "**in bold** "],
] as const;

/** What our messages say and how it stands there. */
export const WRITING: readonly Law[] = [
  {
    id: "writing/place",
    protects: "The answer stands where the question was asked: in its thread, and only there.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const elsewhere = await scene.asked(kind, "something else");
        const { place, ctx } = await scene.asked(kind);
        await scene.send(ctx, "Here it is.");
        mustEqual(`in the ${kind}`, await scene.standing(place), ["Here it is."]);
        // Without the message that it would reply to, which may pull it to its place.
        await scene.transport.send(ctx, scene.render("And more."), { key: "batch-1:1" });
        mustEqual("no reply", await scene.standing(place), ["Here it is.", "And more."]);
        mustEqual("elsewhere", await scene.standing(elsewhere.place), []);
      }
    },
  },
  {
    id: "writing/plain",
    protects: "A plain text is shown as it is: the twin of refused markup is always accepted.",
    async holds(scene) {
      const { place, ctx } = await scene.asked();
      const plain = plainTwin(scene.render("**2** is less than *3*"));
      await scene.send(ctx, plain);
      mustEqual("the twin", await scene.standing(place), [plain.plain]);
    },
  },
  {
    id: "writing/calls",
    protects: "No text of a model calls people: not as markup, not plain, and not by an edit.",
    async holds(scene) {
      for (const call of scene.facts.calls ?? []) {
        const { place, ctx } = await scene.asked();
        const text = scene.render(`Ask ${call} about **it**.`);
        for (const [n, form] of [text, plainTwin(text)].entries()) {
          const ref = await scene.send(ctx, form, `batch-1:${n}`);
          await scene.transport.edit?.(ctx, ref, form, { key: `batch-1:${n}` });
        }
        mustEqual(`called by ${call}`, await scene.driver.called?.(place), []);
        // The look can fail: as it is, it does call.
        const raw = scene.render("NAME").text.replace("NAME", () => call);
        await scene.send(ctx, { text: raw, plain: raw, format: "markup" }, "batch-1:2");
        const called = (await scene.driver.called?.(place)) ?? [];
        must(called.length > 0, `${call} as it is`, called, "somebody who is called");
      }
    },
  },
  {
    id: "writing/refused-markup",
    protects: "Markup that the platform refuses is known as such: the words go out plain.",
    async holds(scene) {
      const { refusedMarkup } = scene.facts;
      const { place, ctx } = await scene.asked();
      if (refusedMarkup === null) {
        // Nothing is refused: then nothing that looks like markup may be either.
        await scene.send(ctx, { text: "<b>*`[x](", plain: "x", format: "markup" });
        mustEqual("messages", (await scene.standing(place)).length, 1);
        return;
      }
      const fault = await scene.fault(scene.send(ctx, refusedMarkup));
      mustEqual("broken markup", fault?.kind ?? "accepted", "rejected_markup");
      mustEqual("what stands there", await scene.standing(place), []);
      await scene.send(ctx, plainTwin(refusedMarkup));
      mustEqual("its twin", await scene.standing(place), [refusedMarkup.plain]);
    },
  },
  {
    id: "writing/limit",
    protects:
      "A message is as long as the platform takes it: not one letter is cut off, none refused.",
    async holds(scene) {
      const { letters, kept = 0 } = scene.facts;
      const { dialect } = scene.platform;
      const text = (count: number) => dialect.render("x".repeat(count));
      const most = letters - kept;
      must(dialect.fits(text(most)), `${most} letters`, "do not fit", "fit");
      must(!dialect.fits(text(most + 1)), `${most + 1} letters`, "fit", "do not fit");
      const { place, ctx } = await scene.asked();
      await scene.send(ctx, text(most));
      const lengths = (await scene.standing(place)).map((one) => one.length);
      mustEqual("exactly at the limit", lengths, [most]);
      const fault = await scene.fault(scene.send(ctx, text(letters + 1), "batch-1:1"));
      mustEqual("one over it", fault?.kind ?? "accepted", "too_long");
    },
  },
  ...LETTERS.map(
    ([name, letter]): Law => ({
      id: `writing/fits-${name}`,
      protects: `What fits is accepted: ${name} to the last one, as markup and plain.`,
      async holds(scene) {
        const { dialect } = scene.platform;
        // Before anything is connected: it takes seconds, in which a connection would be closed.
        const most = greatest(roomIn(scene.facts), (count) =>
          dialect.fits(dialect.render(letter.repeat(count).trim())),
        );
        const full = dialect.render(letter.repeat(most).trim());
        const { place, ctx } = await scene.asked();
        const fault = await scene.fault(scene.send(ctx, full));
        mustEqual(`${most} times ${letter}`, fault?.kind ?? "accepted", "accepted");
        const plain = await scene.fault(scene.send(ctx, plainTwin(full), "batch-1:1"));
        mustEqual("and its plain twin", plain?.kind ?? "accepted", "accepted");
        mustEqual("messages", (await scene.standing(place)).length, 2);
      },
    }),
  ),
  {
    id: "writing/graphemes",
    protects: "A cut goes between what people see as one letter: no family is torn apart.",
    async holds(scene) {
      const family = "👨‍👩‍👧‍👦";
      const count = Math.ceil(roomIn(scene.facts) / 4);
      const parts = split(family.repeat(count), scene.platform.dialect);
      must(parts.length > 1, `${count} families`, parts.length, "more than one message");
      const { place, ctx } = await scene.asked();
      for (const [n, part] of parts.entries()) await scene.send(ctx, part, `batch-1:${n}`);
      const seen = await scene.standing(place);
      const torn = seen.filter((text) => text.replaceAll(family, "").trim() !== "");
      mustEqual("messages with a torn family", torn.length, 0);
      const families = seen.reduce((sum, text) => sum + text.split(family).length - 1, 0);
      mustEqual("families", families, count);
    },
  },
  {
    id: "writing/parts",
    protects: "A long answer goes out in parts: each is accepted, and no word of it is missing.",
    async holds(scene) {
      const many = Math.ceil((roomIn(scene.facts) * 2) / BLOCKS.join("").length);
      const text = Array.from({ length: many }, (_, n) =>
        [...BLOCKS, `The end of section-${n}.`].join("\n\n"),
      ).join("\n\n");
      const parts = split(text, scene.platform.dialect);
      must(parts.length > 1, `${text.length} letters`, parts.length, "more than one message");
      const { place, ctx } = await scene.asked();
      for (const [n, part] of parts.entries()) {
        const fault = await scene.fault(scene.send(ctx, part, `batch-1:${n}`));
        mustEqual(`part ${n + 1} of ${parts.length}`, fault?.kind ?? "accepted", "accepted");
      }
      const seen = (await scene.standing(place)).join("\n");
      const ends = [...seen.matchAll(/section-(\d+)\./g)].map(([, n]) => Number(n));
      mustEqual(
        "the sections",
        ends,
        Array.from({ length: many }, (_, n) => n),
      );
    },
  },
  {
    id: "writing/quiet",
    protects: "Options that a platform does not have are no reason to refuse a message.",
    async holds(scene) {
      const { place, ctx } = await scene.asked();
      const options = { key: "batch-9:0", quiet: true, detached: true };
      await scene.transport.send(ctx, scene.render("Quietly."), options);
      const seen = await scene.driver.seen(place);
      // Without its thread it may stand beside it.
      must(seen.length <= 1, "messages", seen, "one, there or outside of the thread");
    },
  },
  {
    id: "writing/typing",
    protects: "A sign of typing reaches the platform, and is no message.",
    needs: ["typing"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const before = (await scene.driver.calls()).length;
        await scene.transport.typing?.(ctx);
        const calls = (await scene.driver.calls()).slice(before);
        must(calls.length > 0, `what typing calls in a ${kind}`, calls, "the platform is told");
        mustEqual(`messages in a ${kind}`, await scene.driver.seen(place), []);
      }
    },
  },
];

const roomIn = ({ letters, kept = 0 }: Facts): number => letters - kept;

/** The greatest number up to `most` for which something holds; it holds for all below. */
function greatest(most: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
