import type { Inbound } from "@trunkline/transport";
import type { App, CoreEnv } from "./app.ts";
import type { Log } from "./log.ts";
import { isAllowed } from "./people.ts";

/** An event that somebody has to act on. */
export type Eventful<C> = Exclude<Inbound<C>, { kind: "ignore" | "reference" }>;

/**
 * Takes one event to its conversation; when this resolves it is committed there. A delivery, a sweep and
 * a resolved reference all come this way, so that none is answered twice.
 */
export async function dispatch<C, E extends CoreEnv>(
  app: App<C, E>,
  env: E,
  inbound: Eventful<C>,
  log: Log,
): Promise<void> {
  const { ctx } = inbound;
  const conversation = app.platform.conversation(ctx);
  // A move is told by the platform, not by a person; who presses is checked where the button is known.
  if (inbound.kind !== "moved" && inbound.kind !== "press") {
    const { userId } = app.connect(env).parseContext(ctx);
    if (!isAllowed(app.people(env), userId)) {
      log("inbound.stranger", { user: userId, conversation });
      return;
    }
  }
  const name = `${app.platform.account(ctx)}/${conversation}`;
  await env.CHAT.getByName(name).accept(JSON.stringify(inbound satisfies Inbound<C>));
}
