import type { ChatInspection } from "../world/views.ts";
import { until, type World } from "../world/world.ts";
import type { Stage } from "./stage.ts";

/** Waits until a conversation has nothing open. The runtime may be down for a moment. */
export function calm(
  world: World,
  app: Stage["app"],
  conversation: string,
): Promise<ChatInspection> {
  return until(`nothing is open in ${conversation}`, async () => {
    const path = `/conversations/${conversation}`;
    const seen = (await world.admin(path, "GET", app).catch(() => null)) as ChatInspection | null;
    if (!seen) return null;
    const open = seen.batches.some(
      ({ state, owed, posts }) =>
        ["active", "waiting"].includes(state) ||
        // A dead letter's run is kept for its replay.
        (owed === 1 && !["dead", "undeliverable", "uncertain"].includes(state)) ||
        posts.some((post) => post.state === "open"),
    );
    return !open && seen.pending.length === 0 && seen;
  });
}
