import type { Transport } from "@trunkline/transport";
import {
  answered,
  at,
  content,
  done,
  parseSlack,
  place,
  posted,
  reaction,
  type SlackContext,
} from "../knowledge/index.ts";
import type { SlackEnv } from "./env.ts";

/** Below the core's own limit for a call, so that the client's time-out is the one that is seen. */
const TIMEOUT_MS = 15_000;

/**
 * The Web API by `fetch`: Slack's own client needs Node, and makes calls again by itself, which is the core's
 * decision.
 */
export function connect(env: SlackSettings): Transport<SlackContext> {
  const root = env.SLACK_API_URL ?? "https://slack.com/api";
  const headers = {
    authorization: `Bearer ${env.SLACK_BOT_TOKEN ?? ""}`,
    "content-type": "application/json; charset=utf-8",
  };
  const call = async (method: string, args: object) => {
    const body = JSON.stringify(args);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const init = { method: "POST", headers, body, signal };
    return answered(method, await fetch(`${root}/${method}`, init));
  };
  return {
    async send(ctx, text, options) {
      const message = { ...content(text), ...place(ctx, options) };
      return posted(ctx.channel, await call("chat.postMessage", message));
    },
    async edit(_ctx, ref, text) {
      await call("chat.update", { ...at(ref), ...content(text) });
    },
    delete: (_ctx, ref) => done(call("chat.delete", at(ref)), ["message_not_found"]),
    react(_ctx, ref, emoji) {
      const { channel, ts } = at(ref);
      const reacting = { channel, timestamp: ts, name: reaction(emoji) };
      return done(call("reactions.add", reacting), ["already_reacted"]);
    },
    async whoAmI() {
      const me = await call("auth.test", {});
      return { id: me.user_id ?? "", name: me.user ?? "" };
    },
    parseContext: parseSlack,
  };
}

type SlackSettings = Pick<SlackEnv, "SLACK_BOT_TOKEN" | "SLACK_API_URL">;
