import type { Said, User } from "@trunkline/emulators";
import type { World } from "../world/world.ts";

/** One message of an answer. */
export interface Part {
  /** Stands in it, also while it is shown as progress: whoever holds it holds this content. */
  readonly mark: RegExp;
  /** Stands in it when it is complete. */
  readonly complete: RegExp;
}

export interface Expected {
  readonly chat: number;
  /** Stands in the person's message and is quoted by the answer. */
  readonly nonce: string;
  readonly parts: readonly Part[];
  /** The internal step that ends it; default: the run is settled. A dead letter keeps its run. */
  readonly last?: string;
  /** What the person does; default: writes the nonce. */
  readonly say?: (world: World, user: User) => readonly Said[];
}

/** What became of one message, judged on everything that was ever visible. */
export interface Verdict {
  readonly lost: boolean;
  /** Messages that ever held content, beyond those that the answer needs. */
  readonly doubled: number;
  /** Messages of ours that never held content. */
  readonly orphans: number;
  /** Answers of the model that were completed, each of them paid for. */
  readonly paid: number;
}

/**
 * The laws of a crash test: each part of the answer is seen in the end, in order, in one message of
 * its own, and its content was never seen in another.
 */
export function judge(world: World, { chat, nonce, parts }: Expected): Verdict {
  const messages = world.telegram.chat(chat).messages.filter(({ from }) => from.is_bot);
  const holders = parts.map(({ mark }) =>
    messages.filter(({ edits }) => edits.some(({ text }) => mark.test(text))),
  );
  const seen = parts.map(({ complete }) =>
    messages.find(({ text, deleted }) => complete.test(text) && !deleted),
  );
  const order = seen.map((message) => message?.message_id ?? 0);
  const inOrder = order.every((id, at) => at === 0 || id > (order[at - 1] ?? 0));
  return {
    lost: seen.some((message) => message === undefined) || !inOrder,
    doubled: holders.reduce((sum, held) => sum + Math.max(0, held.length - 1), 0),
    orphans: messages.length - new Set(holders.flat()).size,
    paid: world.model.paid(nonce),
  };
}

/** The person speaks. @returns the first update, and when all of them are acknowledged */
export function speak(world: World, expected: Expected) {
  const user = world.telegram.user({ id: expected.chat, firstName: "Tess" });
  const text = `Tell me about ${expected.nonce}`;
  const said = expected.say?.(world, user) ?? [world.telegram.say(user, text)];
  const [first] = said;
  if (!first) throw new Error("nothing was said");
  const delivered = Promise.all(said.map((one) => one.delivered));
  return { update_id: first.update_id, delivered };
}
