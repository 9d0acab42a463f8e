import type { World } from "../world/world.ts";
import type { Place, Seen, Stage } from "./stage.ts";

/** One message of an answer. */
export interface Part {
  /** Stands in it, also while it is shown as progress: whoever holds it holds this content. */
  readonly mark: RegExp;
  /** Stands in it when it is complete. */
  readonly complete: RegExp;
}

export interface Expected {
  /** Stands in the person's message and is quoted by the answer. */
  readonly nonce: string;
  readonly parts: readonly Part[];
  /** Messages without content that may be seen on the way, and are gone in the end. */
  readonly notes?: number;
  /** Internal steps of which one ends it; default: the run is settled. A dead letter keeps its run. */
  readonly last?: readonly string[];
  /** What the person does; default: writes the nonce. */
  readonly say?: string;
  /** What is wrong with the rows when all is over, or null. */
  readonly wrong?: (world: World) => Promise<string | null>;
}

/** Whether an internal step is one that ends an answer. */
export function isLast({ last = ["run:settled"] }: Expected, step: string): boolean {
  return last.includes(step);
}

/** What became of one message, judged on everything that was ever visible. */
export interface Verdict {
  readonly lost: boolean;
  /** Messages that ever held content, beyond those that the answer needs. */
  readonly doubled: number;
  /** Messages of ours that never held content, whether they stand there or were deleted. */
  readonly empty: number;
  /** Those of them that stand there. */
  readonly orphans: number;
  /** Answers of the model that were completed, each of them paid for. */
  readonly paid: number;
}

/**
 * The laws of a crash test: each part of the answer is seen in the end, in order, in one message of
 * its own, and its content was never seen in another. Where one may not write any more, progress cannot be
 * taken back: of what was left there only a whole answer counts as content.
 */
export function judge(world: World, place: Place, { nonce, parts }: Expected): Verdict {
  const conversations = place.conversations();
  const messages = place.ours(conversations.at(-1) ?? "");
  const left = conversations.slice(0, -1).flatMap((one) => place.ours(one));
  const holders = parts.map(({ mark, complete }) => [
    ...holding(messages, mark),
    ...holding(left, complete),
  ]);
  const seen = parts.map(({ complete }) =>
    messages.findIndex(({ text, deleted }) => complete.test(text) && !deleted),
  );
  const inOrder = seen.every((index, at) => at === 0 || index > (seen[at - 1] ?? 0));
  const content = new Set(holders.flat());
  const empty = [...messages, ...left].filter((message) => !content.has(message));
  const standing = empty.filter(({ deleted }) => !deleted);
  // The one that was begun there stays as it was.
  const begun = standing.some((message) => left.includes(message)) ? 1 : 0;
  return {
    lost: seen.includes(-1) || !inOrder,
    doubled: holders.reduce((sum, held) => sum + Math.max(0, held.length - 1), 0),
    empty: empty.length,
    orphans: standing.length - begun,
    paid: world.model.paid(nonce),
  };
}

/** Who has ever shown something. */
export function holding(among: readonly Seen[], content: RegExp): Seen[] {
  return among.filter(({ versions }) => versions.some((text) => content.test(text)));
}

/** @returns the sentence of the law that a run broke, or null. */
export function brokenLaw(
  tier: Stage["tier"],
  { notes = 0 }: Expected,
  ran: Verdict & { readonly askedAgain: number; readonly interruptedSends: number },
): string | null {
  if (ran.lost) return "the answer is lost";
  if (ran.doubled > 0) return "content was seen in two messages";
  if (ran.askedAgain > 0) return "a recorded result was paid for again";
  if (tier === "edit only") {
    // Only a placeholder whose sending was interrupted may be left behind.
    return ran.orphans > ran.interruptedSends ? "a placeholder stands there unexplained" : null;
  }
  if (ran.orphans > 0) return "something stands there that is no answer";
  return ran.empty > notes ? "more was seen than an answer needs" : null;
}
