import type {
  Deed,
  Driver,
  Mishap,
  Place,
  Seen,
  Signer,
  Webhook,
  WireCall,
} from "@trunkline/transport/testing";
import { type Channel, type Kept, type SlackFake, shown } from "../fake/index.ts";
import { sign } from "../fake/webhook.ts";

const HALF_A_DAY_MS = 12 * 3_600_000;

const METHODS = {
  send: "chat.postMessage",
  edit: "chat.update",
  delete: "chat.delete",
  react: "reactions.add",
} as const;

/** Where the kit talks: a thread of a channel, or a direct message. */
interface Room {
  readonly channel: Channel;
  readonly person: string;
  /** Null: what is said stands in the channel itself. */
  readonly thread: string | null;
  question: Kept | null;
}

/** Lets the conformance kit act at the fake Slack. */
export class SlackDriver implements Driver {
  readonly #fake: SlackFake;
  readonly #rooms: Room[] = [];

  constructor(fake: SlackFake) {
    this.#fake = fake;
  }

  async open(kind: string): Promise<Place> {
    const { workspace } = this.#fake;
    const person = workspace.person();
    const channel = kind === "direct" ? workspace.direct(person) : workspace.channel(person);
    const begun =
      kind === "direct" ? null : this.#fake.say(channel, person, "Let us plan.").message;
    this.#rooms.push({ channel, person, thread: begun?.ts ?? null, question: null });
    return { kind, room: this.#rooms.length - 1 };
  }

  async act(place: Place, deed: Deed): Promise<boolean> {
    const room = this.#at(place);
    switch (deed.kind) {
      case "ask":
        room.question = this.#say(room, room.person, this.#addressed(room, deed.text));
        return true;
      case "edit":
        if (!room.question) return false;
        await this.#fake.change(room.channel, room.question, this.#addressed(room, deed.text));
        return true;
      case "retract":
        if (!room.question) return false;
        await this.#fake.remove(room.channel, room.question);
        return true;
      case "chatter":
        if (room.channel.direct) return false;
        this.#say(room, room.person, escaped(deed.text));
        return true;
      case "bot":
        // Bots cannot write to each other directly.
        if (room.channel.direct) return false;
        this.#say(room, "U0OTHERBOT", this.#addressed(room, deed.text), "B0OTHERBOT");
        return true;
      case "remove": {
        const last = this.#ours(room).findLast(({ deleted }) => !deleted);
        if (!last) return false;
        await this.#fake.remove(room.channel, last);
        return true;
      }
      case "unknown":
        await this.#fake.tell({ type: "hologram_created", channel: room.channel.id });
        return true;
      case "again":
        return this.#again();
      case "stranger":
      case "press":
        // Who may ask is a list of ours; buttons are not delivered as events.
        return false;
      default:
        return deed satisfies never;
    }
  }

  #redelivered: boolean = false;

  #again(): boolean {
    this.#redelivered = true;
    return this.#fake.again() !== null;
  }

  async heard() {
    const again = this.#redelivered ? this.#fake.again() : null;
    this.#redelivered = false;
    return [...this.#fake.take(), ...(again ? [again] : [])];
  }

  async seen(place: Place): Promise<readonly Seen[]> {
    return this.#ours(this.#at(place)).map(({ text, versions, deleted }) => ({
      text: shown(text),
      versions: versions.map(shown),
      deleted,
    }));
  }

  async reactions(place: Place): Promise<readonly string[]> {
    const { bot } = this.#fake.workspace;
    const found = this.#at(place).question?.reactions ?? [];
    return found.filter(({ user }) => user === bot.user).map(({ name }) => name);
  }

  async called(place: Place): Promise<readonly string[]> {
    return this.#ours(this.#at(place)).flatMap(({ versions }) =>
      versions.flatMap((text) => text.match(/<[@!][^>]+>/g) ?? []),
    );
  }

  async disturb(operation: keyof typeof METHODS, mishap: Mishap): Promise<void> {
    const method = METHODS[operation];
    if (mishap.kind !== "reply") {
      this.#fake.wire.fault({ method, fault: mishap });
      return;
    }
    const { status, headers, body } = mishap;
    const reply = { status, body, ...(headers ? { headers } : {}) };
    this.#fake.wire.fault({ method, fault: { kind: "reply", reply } });
  }

  async sign({ body }: Webhook, by: Signer): Promise<Webhook> {
    const secret = by === "stranger" ? "of-another-app" : this.#fake.signingSecret;
    return sign(secret, body, Date.now() - (by === "past" ? HALF_A_DAY_MS : 0));
  }

  async calls(): Promise<readonly WireCall[]> {
    return this.#fake.wire.calls.map(({ method, body, status }) => ({
      ...{ call: method, sent: body, status },
    }));
  }

  #at({ room }: Place): Room {
    const found = this.#rooms[Number(room)];
    if (!found) throw new Error(`no such room: ${room}`);
    return found;
  }

  #say({ channel, thread }: Room, user: string, text: string, botId: string | null = null): Kept {
    return this.#fake.say(channel, user, text, { threadTs: thread, botId }).message;
  }

  /** In a channel one has to be mentioned. What a person types arrives escaped. */
  #addressed({ channel }: Room, text: string): string {
    const said = escaped(text);
    return channel.direct ? said : `<@${this.#fake.workspace.bot.user}> ${said}`;
  }

  #ours({ channel, thread }: Room): Kept[] {
    const { user } = this.#fake.workspace.bot;
    return channel.messages.filter((one) => one.user === user && one.threadTs === thread);
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
