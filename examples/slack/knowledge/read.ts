import type { Delivery, Identity, Inbound } from "@trunkline/transport";
import type { SlackContext } from "./context.ts";
import { Callback, type Changed, type Message } from "./event.ts";
import { wordsOf } from "./words.ts";

type In = Inbound<SlackContext>;

/** What the message is part of. */
interface Around {
  readonly eventId: string;
  readonly bot: string;
  readonly channel: string;
  readonly direct: boolean;
}

/**
 * Reads one delivery. Only mentions and direct messages are for us; everything else is ignored by name, so that
 * Slack is answered 200 and does not deliver it again.
 */
export function readSlack({ body }: Delivery, me: Identity): In[] {
  const parsed = Callback.safeParse(body);
  if (!parsed.success) return [ignore("not an event that is for us")];
  const { event, event_id: eventId, authorizations } = parsed.data;
  // Who we are stands in each delivery; asking Slack for it is only a second source.
  const bot = authorizations?.[0]?.user_id ?? me.id;
  const at = { eventId, bot, channel: event.channel };
  if (event.type === "app_mention") return [readMessage(event, { ...at, direct: false })];
  // A channel's messages come when the app is subscribed to them; mentions come by themselves too.
  if (event.channel_type !== "im") return [ignore("not addressed to us")];
  const around = { ...at, direct: true };
  return [
    event.subtype === "message_changed" ? readChange(event, around) : readMessage(event, around),
  ];
}

/** Slack tells of a change also when a link unfurls, or when an answer comes into the thread. */
function readChange({ message, previous_message: before }: Changed, around: Around): In {
  if (!message.edited || before?.text === message.text) return ignore("a change beside the words");
  return readMessage(message, around);
}

function readMessage(message: Message, { eventId, bot, channel, direct }: Around): In {
  const { user, ts, edited } = message;
  if (user !== undefined && user === bot) return ignore("written by us");
  if (message.bot_id !== undefined || user === undefined) return ignore("not written by a person");
  const text = wordsOf(message.text ?? "", bot);
  const attached = attachedTo(message);
  if (text === "" && attached.length === 0) return ignore("a message without words");
  const thread = message.thread_ts ?? (direct ? undefined : ts);
  const ctx: SlackContext = {
    channel,
    direct,
    ...(thread === undefined ? {} : { thread }),
    ...{ ts, user, text },
    ...(attached.length === 0 ? {} : { attached }),
  };
  const known = { key: eventId, contentKey: ts, order: micros(ts), ctx };
  // A mention that is edited is delivered as a mention once more, under another event id.
  if (edited) return { kind: "edit", ...known, version: micros(edited.ts) };
  return { kind: "message", ...known };
}

/** The `ts` of a message counts microseconds and is unique in its channel; as a number it still is exact. */
function micros(ts: string): number {
  return Number(ts.replace(".", ""));
}

function attachedTo({ files = [] }: Message): NonNullable<SlackContext["attached"]> {
  return files.map(({ id, name, mimetype, size }) => ({
    kind: kindOf(mimetype ?? ""),
    id,
    ...(name ? { name } : {}),
    ...(mimetype ? { mime: mimetype } : {}),
    ...(size == null ? {} : { size }),
  }));
}

function kindOf(mime: string): "image" | "document" | "audio" {
  if (mime.startsWith("image/")) return "image";
  return mime.startsWith("audio/") ? "audio" : "document";
}

function ignore(why: string): In {
  return { kind: "ignore", why };
}
