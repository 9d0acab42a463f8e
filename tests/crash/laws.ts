import type { MessageView, Said, User } from "@trunkline/emulators";
import type { World } from "../world/world.ts";
import { oursIn } from "./place.ts";

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
  /** Internal steps of which one ends it; default: the run is settled. A dead letter keeps its run. */
  readonly last?: readonly string[];
  /** What the person does; default: writes the nonce. */
  readonly say?: (world: World, user: User) => readonly Said[];
  /** A group at `from` that becomes a supergroup at `to`: that is where one may write then. */
  readonly moved?: { readonly from: number; readonly to: number };
  /** What is wrong with the rows when all is over, or null. */
  readonly wrong?: (world: World) => Promise<string | null>;
}

/** Whether an internal step is one that ends an answer. */
export function isLast({ last = ["run:settled"] }: Expected, step: string): boolean {
  return last.includes(step);
}

/** The conversations that an answer may concern. */
export function conversationsOf({ chat, moved }: Expected): readonly number[] {
  return moved ? [moved.from, moved.to] : [chat];
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
 * its own, and its content was never seen in another. Where one may not write any more, progress cannot be
 * taken back: of what was left there only a whole answer counts as content.
 */
export function judge(world: World, { chat, nonce, parts, moved }: Expected): Verdict {
  const place = moved ? world.telegram.chat(moved.from).migratedTo : chat;
  const messages = place === null ? [] : oursIn(world, place);
  const left = moved ? oursIn(world, moved.from) : [];
  const ever = (among: readonly MessageView[], content: RegExp) =>
    among.filter(({ edits }) => edits.some(({ text }) => content.test(text)));
  const holders = parts.map(({ mark, complete }) => [
    ...ever(messages, mark),
    ...ever(left, complete),
  ]);
  const seen = parts.map(({ complete }) =>
    messages.find(({ text, deleted }) => complete.test(text) && !deleted),
  );
  const order = seen.map((message) => message?.message_id ?? 0);
  const inOrder = order.every((id, at) => at === 0 || id > (order[at - 1] ?? 0));
  return {
    lost: seen.some((message) => message === undefined) || !inOrder,
    doubled: holders.reduce((sum, held) => sum + Math.max(0, held.length - 1), 0),
    // The one that was begun there stays as it was.
    orphans: messages.length + Math.max(0, left.length - 1) - new Set(holders.flat()).size,
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
