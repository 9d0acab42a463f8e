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
    id: "edit/gone",
    protects: "A message that somebody has deleted is known to be gone: the answer is sent anew.",
    needs: ["edit"],
    async holds(scene) {
      const { place, ctx } = await scene.asked();
      const ref = await scene.send(ctx, "working");
      if (!(await scene.driver.act(place, { kind: "remove" }))) {
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
    protects: "A note is removed, and to remove what is gone is success.",
    needs: ["delete"],
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { place, ctx } = await scene.asked(kind);
        const ref = await scene.send(ctx, "a note");
        for (const time of ["once", "twice"]) {
          const fault = await scene.fault(Promise.resolve(scene.transport.delete?.(ctx, ref)));
          mustEqual(`deleted ${time} in a ${kind}`, fault, null);
        }
        mustEqual("what stands there", await scene.standing(place), []);
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
