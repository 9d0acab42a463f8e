import { Broken } from "../broken.ts";
import type { Law } from "../law.ts";

/** What the reader makes of what the platform tells. */
export const READING: readonly Law[] = [
  {
    id: "reading/question",
    protects:
      "A question that is put to the bot becomes one message with its words and its author.",
    async holds(scene) {
      for (const kind of scene.facts.places) {
        const { ctx } = await scene.asked(kind, "what is the plan?");
        const { text, userId, userName } = scene.transport.parseContext(ctx);
        if (!text.includes("what is the plan?") || userId === "" || userName === "") {
          throw new Broken(`in a ${kind}`, { text, userId, userName }, "words and author");
        }
      }
    },
  },
];
