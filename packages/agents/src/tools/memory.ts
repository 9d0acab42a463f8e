import * as z from "zod/mini";
import type { MemoryPort } from "../pool/memory.ts";
import { tool } from "./define.ts";
import type { Actor, Tool } from "./tool.ts";

const Whose = z
  .enum(["person", "conversation"])
  .check(z.describe("person: what is true of the person who writes; conversation: of this place"));

const Remember = z.object({
  whose: Whose,
  fact: z.string().check(z.minLength(1), z.maxLength(500)),
});
const Recall = z.object({
  whose: Whose,
  after: z.optional(z.int().check(z.describe("only facts with a higher number"))),
});
const Forget = z.object({ whose: Whose, which: z.union([z.int(), z.literal("all")]) });

/**
 * Remembering, by the person or by the conversation. What a person has told in private is not recalled
 * where others read along.
 *
 * @param memory - the object that keeps the facts of one owner
 * @param alone - nobody else reads along
 */
export function memoryTools(memory: (owner: string) => MemoryPort, alone: boolean): Tool[] {
  const owner = (whose: z.infer<typeof Whose>, actor: Actor): string | null => {
    if (whose === "conversation") return `conversation:${actor.conversation}`;
    return alone && actor.userId !== "" ? `person:${actor.platform}:${actor.userId}` : null;
  };
  const elsewhere = {
    ok: false as const,
    error: "what is known of a person stays in private chats: use the conversation's memory",
  };
  return [
    tool({
      name: "remember",
      about:
        "Keeps one fact for later turns: a preference, a name, a date. Only what the person asks to keep or clearly wants kept.",
      input: Remember,
      effect: "write",
      trust: "owner",
      private: false,
      async run({ whose, fact }, { actor, key, seen }) {
        const name = owner(whose, actor);
        if (name === null) return elsewhere;
        return await memory(name).remember(key, fact, seen.untrusted ? "heard" : "told");
      },
    }),
    tool({
      name: "recall",
      about:
        "What is kept, with a number for each fact. Use it when an answer may depend on what was said in earlier conversations.",
      input: Recall,
      trust: "untrusted",
      private: true,
      async run({ whose, after }, { actor }) {
        const name = owner(whose, actor);
        return name === null ? elsewhere : await memory(name).recall(after);
      },
    }),
    tool({
      name: "forget",
      about: "Forgets one kept fact by its number, or all of them.",
      input: Forget,
      effect: "write",
      trust: "owner",
      private: false,
      async run({ whose, which }, { actor }) {
        const name = owner(whose, actor);
        return name === null ? elsewhere : await memory(name).forget(which);
      },
    }),
  ];
}
