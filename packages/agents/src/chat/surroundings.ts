import { type Fault, type Fragment, holdsUp } from "@trunkline/transport";
import { withTimeout } from "../timeout.ts";
import { Brake } from "./brake.ts";
import type { Conversation } from "./conversation.ts";
import type { Batch } from "./schema.ts";
import { Unreachable } from "./unreachable.ts";

/** The most that is read around a message. */
export const MOST_AROUND_BYTES = 128 * 1024;

/** Faults after which the same question may have an answer. */
const PASSING: readonly Fault["kind"][] = ["transient", "uncertain"];
/** So often a turn waits for those, about a minute in all; then it goes on with what it has. */
const MOST_WAITS = 8;

/**
 * What stands around a turn, as the platform tells it and no more than fits. Whoever shows it to a model
 * cleans and fences it.
 *
 * @param alive - told before each call: reading is work, a slow platform is no silence of the run
 * @throws Unreachable when the platform cannot be asked now
 */
export async function surroundings<C>(
  c: Conversation<C>,
  batch: Batch,
  alive: () => void,
): Promise<Fragment[]> {
  const { gather } = c.transport;
  if (!gather) return [];
  const found: Fragment[] = [];
  let room = MOST_AROUND_BYTES;
  const steps = gather(c.platform.context(JSON.parse(batch.ctx)))[Symbol.asyncIterator]();
  try {
    while (room > 0) {
      alive();
      const step = await withTimeout(steps.next(), c.timings.callTimeoutMs, "gather");
      if (step.done) break;
      const fragment = fitting(step.value, room);
      found.push(fragment);
      room -= bytesOf(fragment.text) + fragment.author.length + fragment.what.length;
    }
  } catch (error) {
    const fault = c.platform.classify(error);
    c.log("context.lost", { conversation: c.name, batch: batch.id, fault: fault.kind });
    await new Brake(c).slowDown(c.platform.context(JSON.parse(batch.ctx)), fault);
    const told = (fault.retryAfterSeconds ?? 1) * c.timings.platformSecondMs;
    if (holdsUp(fault)) throw new Unreachable(`gather: ${fault.kind}`, told);
    const waits = c.batches.get(batch.id)?.outages ?? 0;
    if (PASSING.includes(fault.kind) && waits < MOST_WAITS) {
      throw new Unreachable(`gather: ${fault.kind}`);
    }
    const text = "(The rest of what stands around the message cannot be read.)";
    found.push({ what: "note", author: "", at: Date.now(), trust: "owner", text });
  }
  return found;
}

/** Cut to what is left, never silently. */
function fitting(fragment: Fragment, room: number): Fragment {
  if (bytesOf(fragment.text) <= room) return fragment;
  const bytes = new TextEncoder().encode(fragment.text).slice(0, room);
  // An incomplete character at the end becomes a replacement character, which goes.
  const text = new TextDecoder().decode(bytes).replace(/\uFFFD$/, "");
  return { ...fragment, text: `${text}\n(cut here)` };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
