import {
  challenged,
  hmacSha256,
  type MessageRef,
  type Rendered,
  type SendOptions,
  TransportError,
  type Verify,
} from "@trunkline/transport";
import type { SlackContext } from "./context.ts";
import { challengeIn } from "./event.ts";
import { escaped } from "./mrkdwn.ts";

/** How far the time of a request may lie from ours (docs.slack.dev, verifying requests from Slack). */
const FIVE_MINUTES = 300;

/** How a request is known to be Slack's; its question about the address is answered on the way. */
export function slackSigned(setting: string, value: string | null | undefined): Verify {
  const signed = hmacSha256(
    "x-slack-signature",
    "v0=",
    { setting, value },
    {
      header: "x-slack-request-timestamp",
      before: (time) => `v0:${time}:`,
      withinSeconds: FIVE_MINUTES,
    },
  );
  return challenged(signed, challengeIn);
}

/** A text as it is sent. `parse` is said each time: an update would otherwise look for links and names by itself. */
export function content({ text, format }: Rendered) {
  return { text: format === "markup" ? text : escaped(text), parse: "none" };
}

/** Where a new message goes: into its thread. A reply to one message is what a thread is on Slack. */
export function place({ channel, thread }: SlackContext, { detached }: SendOptions) {
  return {
    channel,
    ...(thread === undefined || detached ? {} : { thread_ts: thread }),
    ...{ unfurl_links: false, unfurl_media: false },
  };
}

/** A message as calls name it. */
export function at({ channel, ts }: MessageRef) {
  return { channel: String(channel), ts: String(ts) };
}

/** Reactions have names; these are the ones that the core asks for and people expect. */
const NAMES: Readonly<Record<string, string>> = {
  "👀": "eyes",
  "👍": "thumbsup",
  "👎": "thumbsdown",
  "✅": "white_check_mark",
  "❌": "x",
  "⏳": "hourglass_flowing_sand",
  "❤": "heart",
  "🎉": "tada",
};

/** @throws TransportError `invalid` for an emoji whose name we do not know */
export function reaction(emoji: string): string {
  const name = NAMES[emoji.replaceAll("\uFE0F", "")];
  if (name !== undefined) return name;
  throw new TransportError({ kind: "invalid", message: "no name is known for this reaction" });
}
