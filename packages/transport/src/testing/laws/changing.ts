import { plainTwin } from "../../rendered.ts";
import { must, mustEqual } from "../broken.ts";
import type { Law } from "../law.ts";

const KEY = { key: "batch-1:0" };

/** What is done to a message that exists. */
export const CHANGING: readonly Law[] = [
  {
    id: "edit/replaces",
    protects: "An edit changes the message in its place: progress becomes the answer.",
    needs: ["edit"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const ref = await scene.send(ctx, "working");
        await scene.transport.edit?.(ctx, ref, scene.render("done & <well>"), KEY);
        await scene.transport.edit?.(ctx, ref, plainTwin(scene.render("done, plain")), KEY);
        const seen = await scene.driver.seen(place);
        mustEqual(`messages in a ${kind}`, seen.length, 1);
        const [first, , last] = seen[0]?.versions ?? [];
        mustEqual("first and last text", [first, last], ["working", "done, plain"]);
      }
    },
  },
  {
    id: "edit/same",
    protects: "The same edit twice is success: after a crash it is made again.",
    needs: ["edit"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const ref = await scene.send(ctx, "working");
        const text = scene.render("done");
        for (const time of ["once", "twice"]) {
          const fault = await scene.fault(
            Promise.resolve(scene.transport.edit?.(ctx, ref, text, KEY)),
          );
          mustEqual(`edited ${time} in a ${kind}`, fault, null);
        }
        mustEqual("what stands there", await scene.standing(place), ["done"]);
      }
    },
  },
  {
    id: "edit/as-sent",
    protects: "An edit shows what a new message would, markup and plain, and changes no other one.",
    needs: ["edit"],
    async holds(scene) {
      const text = scene.render("**done** & <well> with `code`");
      for (const form of [text, plainTwin(text)]) {
        const { place, ctx } = await scene.asked();
        const ref = await scene.send(ctx, "working");
        await scene.send(ctx, form, "batch-1:1");
        await scene.transport.edit?.(ctx, ref, form, KEY);
        const [edited, sent] = await scene.standing(place);
        mustEqual(`edited, ${form.format}`, edited, sent);
      }
      const { refusedMarkup: broken } = scene.facts;
      if (broken === null) return;
      const { ctx } = await scene.asked();
      const edit = scene.transport.edit?.(ctx, await scene.send(ctx, "working"), broken, KEY);
      const fault = await scene.fault(Promise.resolve(edit));
      mustEqual("an edit to broken markup", fault?.kind ?? "accepted", "rejected_markup");
    },
  },
  {
    id: "edit/limit",
    protects: "What progress becomes is as long as a new message may be: an edit cuts nothing off.",
    needs: ["edit"],
    async holds(scene) {
      const { letters, kept = 0 } = scene.facts;
      const { place, ctx } = await scene.asked();
      const ref = await scene.send(ctx, "working");
      const full = scene.render("x".repeat(letters - kept));
      await scene.transport.edit?.(ctx, ref, full, KEY);
      const lengths = (await scene.standing(place)).map((one) => one.length);
      mustEqual("exactly at the limit", lengths, [letters - kept]);
      const over = scene.render("x".repeat(letters + 1));
      const fault = await scene.fault(Promise.resolve(scene.transport.edit?.(ctx, ref, over, KEY)));
      mustEqual("one over it", fault?.kind ?? "accepted", "too_long");
    },
  },
  {
    id: "edit/gone",
    protects: "A message that somebody has deleted is known to be gone: the answer is sent anew.",
    needs: ["edit"],
    async holds(scene) {
      const { place, ctx } = await scene.asked();
      const ref = await scene.send(ctx, "working");
      if (!(await scene.act(place, { kind: "remove" }))) {
        if (!scene.transport.delete) return;
        await scene.transport.delete(ctx, ref);
      }
      const edit = scene.transport.edit?.(ctx, ref, scene.render("done"), KEY);
      const fault = await scene.fault(Promise.resolve(edit));
      mustEqual("an edit of what is gone", fault?.kind ?? "success", "gone");
    },
  },
  {
    id: "delete/removes",
    protects: "A note is removed, it alone, and to remove what is gone is success.",
    needs: ["delete"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const ref = await scene.send(ctx, "a note");
        await scene.send(ctx, "an answer", "batch-1:1");
        for (const time of ["once", "twice"]) {
          const fault = await scene.fault(Promise.resolve(scene.transport.delete?.(ctx, ref)));
          mustEqual(`deleted ${time} in a ${kind}`, fault, null);
        }
        mustEqual("what stands there", await scene.standing(place), ["an answer"]);
      }
    },
  },
  {
    id: "react/shown",
    protects: "A reaction is seen on the question, and the same one twice is success.",
    needs: ["react"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const { messageRef } = scene.transport.parseContext(ctx);
        for (const time of ["once", "twice"]) {
          const fault = await scene.fault(
            Promise.resolve(scene.transport.react?.(ctx, messageRef, "👀")),
          );
          mustEqual(
            `a reaction, ${time}, on a question in a ${kind} (declared is what each place can)`,
            fault,
            null,
          );
        }
        const reactions = await scene.driver.reactions?.(place);
        must(reactions?.length === 1, "reactions of ours", reactions, "one");
      }
    },
  },
];
