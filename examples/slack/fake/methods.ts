import { type Channel, type Kept, messageAt, type Workspace } from "./workspace.ts";

/** What a method is called with: JSON, from anywhere. */
export type Args = Readonly<Record<string, unknown>>;

/** What happens beside the answer: the app may be told of it. */
export interface Effects {
  written(channel: Channel, message: Kept): void;
  changed(channel: Channel, message: Kept, before: string): void;
  deleted(channel: Channel, message: Kept): void;
}

/** Slack's word for why not. */
export class No extends Error {}

/**
 * Above it an update is refused with `msg_too_long`, and a post may be (seratch/ChatGPT-in-Slack, issue 102); the
 * documentation of chat.postMessage recommends it. The fake refuses both: nobody should count on more.
 */
export const MOST_CHARACTERS = 4000;

/** The names of reactions that the fake knows; a workspace has many more. */
const REACTIONS: readonly string[] = [
  ...["eyes", "thumbsup", "+1", "thumbsdown", "-1", "white_check_mark", "x"],
  ...["hourglass_flowing_sand", "heart", "tada"],
];

export type Method = (workspace: Workspace, args: Args, effects: Effects) => object;

/** The methods of the Web API that an agent needs; the order of checks is that of the error lists. */
export const METHODS: Readonly<Record<string, Method>> = {
  "auth.test": ({ team, bot }) => ({
    ...{ url: "https://trunkline.slack.com/", team: "Trunkline", team_id: team },
    ...{ user: bot.name, user_id: bot.user, bot_id: bot.id, is_enterprise_install: false },
  }),

  "chat.postMessage": (workspace, args, effects) => {
    const channel = channelOf(workspace, args);
    if (!channel.members.has(workspace.bot.user)) throw new No("not_in_channel");
    if (channel.archived) throw new No("is_archived");
    const text = textOf(args);
    const { thread_ts: thread } = args;
    if (thread !== undefined && !messageAt(channel, thread)) throw new No("thread_not_found");
    // A reply to a reply stands in the thread of the whole ("use its parent instead").
    const parent = thread === undefined ? null : messageAt(channel, thread);
    const by = { user: workspace.bot.user, botId: workspace.bot.id };
    const message = workspace.write(
      channel,
      by,
      text,
      parent ? (parent.threadTs ?? parent.ts) : null,
    );
    effects.written(channel, message);
    return {
      channel: channel.id,
      ts: message.ts,
      message: { type: "message", text, ts: message.ts },
    };
  },

  "chat.update": (workspace, args, effects) => {
    const channel = channelOf(workspace, args);
    const message = ownMessage(workspace, channel, args.ts, "cant_update_message");
    if (channel.archived) throw new No("is_inactive");
    const text = textOf(args);
    const before = message.text;
    // The same text once more is no error, and no news.
    if (before !== text) {
      workspace.rewrite(message, text);
      effects.changed(channel, message, before);
    }
    return { channel: channel.id, ts: message.ts, text };
  },

  "chat.delete": (workspace, args, effects) => {
    const channel = channelOf(workspace, args);
    const message = ownMessage(workspace, channel, args.ts, "cant_delete_message");
    message.deleted = true;
    effects.deleted(channel, message);
    return { channel: channel.id, ts: message.ts };
  },

  "reactions.add": (workspace, args) => {
    const { name, timestamp } = args;
    if (timestamp === undefined || args.channel === undefined) throw new No("no_item_specified");
    const channel = channelOf(workspace, args);
    if (typeof timestamp !== "string" || !/^\d+\.\d{6}$/.test(timestamp)) {
      throw new No("bad_timestamp");
    }
    if (typeof name !== "string" || !REACTIONS.includes(name)) throw new No("invalid_name");
    const message = messageAt(channel, timestamp);
    if (!message) throw new No("message_not_found");
    if (channel.archived) throw new No("is_archived");
    const { user } = workspace.bot;
    if (message.reactions.some((one) => one.name === name && one.user === user)) {
      throw new No("already_reacted");
    }
    message.reactions.push({ name, user });
    return {};
  },
};

function channelOf({ channels }: Workspace, { channel }: Args): Channel {
  const found = typeof channel === "string" ? channels.get(channel) : undefined;
  if (!found) throw new No("channel_not_found");
  return found;
}

function ownMessage({ bot }: Workspace, channel: Channel, ts: unknown, not: string): Kept {
  const message = messageAt(channel, ts);
  if (!message) throw new No("message_not_found");
  if (message.user !== bot.user) throw new No(not);
  return message;
}

function textOf({ text, parse = "none" }: Args): string {
  if (parse !== "none" && parse !== "full") throw new No("invalid_arguments");
  if (typeof text !== "string" || text.trim() === "") throw new No("no_text");
  if (text.length > MOST_CHARACTERS) throw new No("msg_too_long");
  return text;
}
