import type { Named } from "../app.ts";
import type { MovingMemory } from "../pool/memory.ts";
import { Carried } from "./moving.ts";
import type { DeskPorts } from "./ports.ts";

/**
 * The conversation has a new address, which is ours: its approvals, their codes and what is remembered of it come
 * along. Each step may be repeated; whoever asked asks until all of them are done.
 */
export async function takeOver(
  { name, moving, transaction, other, directory, log }: DeskPorts,
  old: string,
  memory: Named<MovingMemory>,
): Promise<void> {
  if (!moving.has("approvals", old)) {
    const carried = Carried.parse(await other(old).handOver(name));
    transaction(() => {
      if (moving.has("approvals", old)) return;
      moving.takeOver(carried, name);
      moving.done("approvals", old);
    });
    log("approval.moved", { from: old, approvals: carried.approvals.length });
  }
  await directory().move(old, name);
  const before = memory.getByName(`conversation:${old}`);
  if (!moving.has("memory", old)) {
    await memory.getByName(`conversation:${name}`).takeOver(await before.kept());
    // What is forgotten here from now on is not brought again.
    moving.done("memory", old);
  }
  await before.forget("all");
}
