import { each } from "../tools/tool.ts";
import type { Bound, DoorParts, PlatformTool, UseScope } from "./act.ts";
import { shut } from "./places.ts";

/**
 * What every use passes before it touches anything: places that are open to the asker, and the word of the
 * platform.
 *
 * @param platform - the name of this door's platform
 * @returns null, or why not
 * @throws what the platform's client throws where it had to be asked
 */
export async function barred(
  parts: DoorParts,
  platform: string,
  tool: Pick<PlatformTool, "name" | "effect">,
  use: Bound,
  scope: UseScope,
): Promise<string | null> {
  const { actor } = scope;
  const here = actor.platform === platform && actor.conversation.startsWith(`${platform}:`);
  const [places, home] = await Promise.all([
    use.places(scope),
    here ? parts.home(actor.conversation) : null,
  ]);
  const wanted = { tool: tool.name, effect: tool.effect, places, actor };
  const why = shut(wanted, home, parts.places);
  if (why !== null || !parts.mayUse) return why;
  const [newest, ...others] = each(actor);
  const his = await parts.mayUse({ ...wanted, actor: newest });
  if (his !== null) return his;
  // Any of them may have wanted it: who may not gets nothing done by speaking before somebody who may.
  for (const other of others) {
    const its = await parts.mayUse({ ...wanted, actor: other });
    if (its !== null)
      return `${other.userName || other.userId} has spoken to this turn too: ${its}`;
  }
  return null;
}
