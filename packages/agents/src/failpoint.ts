/** Internal steps at which a crash test may stop, break or kill the process. */
export type FailPoint =
  | "inbox:commit"
  | "batch:promoted"
  | "route:stored"
  | "run:accepted"
  | "model:recorded"
  | "step:recorded"
  | "worker:recorded"
  | "approval:stored"
  | "approval:decided"
  | "link:stepped"
  | "act:intent"
  | "act:done"
  | "act:recorded"
  | "tell:kept"
  | "final:stored"
  | "intent:stored"
  | "ref:stored"
  | "edit:stored"
  | "ack:stored"
  | "react:stored"
  | "delete:stored"
  | "permission:known"
  | "history:written"
  | "reference:kept"
  | "reference:delivered"
  | "move:packed"
  | "move:imported"
  | "move:adopted"
  | "run:settled";

export type Reach = (point: FailPoint) => Promise<void>;

/**
 * Tells a test server on loopback that a step was reached, and goes on when it answers. An answer other
 * than 2xx throws here. Without the setting nothing happens.
 *
 * @param url - `TRUNKLINE_FAILPOINTS`, e.g. `http://127.0.0.1:9000`; any other host is ignored
 */
export function failpoints(url: string | null | undefined): Reach {
  if (!url || new URL(url).hostname !== "127.0.0.1") return async () => {};
  return async (point) => {
    const answer = await fetch(`${url}/${point}`, { method: "POST" });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`fail point ${point}`);
  };
}
