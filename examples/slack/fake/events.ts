import type { Channel, Kept, Workspace } from "./workspace.ts";

/** The token that Slack sends for apps which do not check signatures yet: a secret inside of each event. */
export const VERIFICATION_TOKEN = "CANARY-verification-token";

/** Makes the bodies of what an app is told that is subscribed to `app_mention` and `message.im`. */
export class Events {
  readonly #workspace: Workspace;
  #count = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** A new message. @returns null when the app is not told */
  written(channel: Channel, message: Kept): string | null {
    if (channel.direct) {
      return this.wrap({ type: "message", ...inside(channel), ...seen(message) });
    }
    const told = this.#mentions(message.text) && message.user !== this.#workspace.bot.user;
    return told ? this.wrap({ type: "app_mention", channel: channel.id, ...seen(message) }) : null;
  }

  /** A changed one: in a channel, a mention is told as a mention once more, with `edited`. */
  changed(channel: Channel, message: Kept, before: string): string | null {
    if (!channel.direct) return this.written(channel, message);
    return this.wrap({
      ...{ type: "message", subtype: "message_changed", hidden: true, ...inside(channel) },
      ...{ message: { type: "message", ...seen(message) }, ts: this.#workspace.ts() },
      previous_message: { type: "message", ...seen(message), text: before },
    });
  }

  deleted(channel: Channel, message: Kept): string | null {
    if (!channel.direct) return null;
    return this.wrap({
      ...{ type: "message", subtype: "message_deleted", hidden: true, ...inside(channel) },
      ...{ deleted_ts: message.ts, previous_message: seen(message), ts: this.#workspace.ts() },
    });
  }

  /** The envelope of every event (docs.slack.dev, Events API). */
  wrap(event: object): string {
    this.#count += 1;
    const { team, app, bot } = this.#workspace;
    return JSON.stringify({
      ...{
        token: VERIFICATION_TOKEN,
        team_id: team,
        context_team_id: team,
        api_app_id: app,
        event,
      },
      ...{ type: "event_callback", event_id: `Ev0${this.#count}`, event_time: 1_800_000_000 },
      authorizations: [
        {
          ...{ enterprise_id: null, team_id: team, user_id: bot.user, is_bot: true },
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    });
  }

  #mentions(text: string): boolean {
    return text.includes(`<@${this.#workspace.bot.user}>`);
  }
}

function inside({ id }: Channel) {
  return { channel: id, channel_type: "im" };
}

function seen({ ts, threadTs, user, botId, text, editedTs }: Kept) {
  return {
    ...{ user, ts, text, event_ts: ts },
    ...(botId === null ? {} : { bot_id: botId }),
    ...(threadTs === null ? {} : { thread_ts: threadTs }),
    ...(editedTs === null ? {} : { edited: { user, ts: editedTs } }),
  };
}
