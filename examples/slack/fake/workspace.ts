/** A message as the fake keeps it. */
export interface Kept {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly user: string;
  /** Of the app that wrote it; null: a person did. */
  readonly botId: string | null;
  /** As it was sent, with escapes and markup. */
  text: string;
  /** Every text that it ever had, the current one last. */
  readonly versions: string[];
  editedTs: string | null;
  deleted: boolean;
  readonly reactions: { readonly name: string; readonly user: string }[];
}

/** A channel, or a direct message with the bot. */
export interface Channel {
  readonly id: string;
  readonly direct: boolean;
  readonly members: Set<string>;
  readonly messages: Kept[];
  archived: boolean;
}

/** Who is there and what was said: one workspace of Slack, with one app installed. */
export class Workspace {
  readonly team = "T0TRUNK";
  readonly app = "A0TRUNK";
  readonly bot = { user: "U0TRUNKBOT", id: "B0TRUNKBOT", name: "trunkline" };
  readonly channels = new Map<string, Channel>();
  readonly #now: () => number;
  #last = 0;
  #ids = 0;

  /** @param now - epoch milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  person(): string {
    return `U0PERSON${this.#next()}`;
  }

  /** A channel that the bot has been invited to. */
  channel(...members: readonly string[]): Channel {
    return this.#open(`C0ROOM${this.#next()}`, false, members);
  }

  direct(person: string): Channel {
    return this.#open(`D0ROOM${this.#next()}`, true, [person]);
  }

  #open(id: string, direct: boolean, members: readonly string[]): Channel {
    const channel: Channel = {
      ...{ id, direct, messages: [], archived: false },
      members: new Set([...members, this.bot.user]),
    };
    this.channels.set(id, channel);
    return channel;
  }

  write(
    channel: Channel,
    by: Pick<Kept, "user" | "botId">,
    text: string,
    threadTs: string | null,
  ): Kept {
    const message: Kept = {
      ...{ ts: this.ts(), threadTs, user: by.user, botId: by.botId, text },
      ...{ versions: [text], editedTs: null, deleted: false, reactions: [] },
    };
    channel.messages.push(message);
    return message;
  }

  rewrite(message: Kept, text: string): void {
    message.text = text;
    message.versions.push(text);
    message.editedTs = this.ts();
  }

  /** "ts is unique per channel": microseconds that never repeat (docs.slack.dev, message event). */
  ts(): string {
    this.#last = Math.max(this.#last + 1, this.#now() * 1000);
    const micros = String(this.#last).padStart(16, "0");
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }

  #next(): number {
    this.#ids += 1;
    return this.#ids;
  }
}

/** @returns null for one that is not there any more, too */
export function messageAt(channel: Channel, ts: unknown): Kept | null {
  return channel.messages.find((one) => one.ts === ts && !one.deleted) ?? null;
}
