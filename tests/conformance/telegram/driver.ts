import { type Chat, type Said, TelegramServer, type User } from "@trunkline/emulators";
import type {
  Deed,
  Driver,
  Mishap,
  Operation,
  Place,
  SentFile,
  Signer,
  Webhook,
} from "../../../packages/transport/src/testing/kit.ts";
import type { Catcher } from "../catcher.ts";
import { faultOf, shown } from "../disturb.ts";
import { SECRET, TOKEN } from "./canaries.ts";
import { ADA } from "./facts.ts";

const METHODS: Readonly<Record<Operation, string>> = {
  send: "sendMessage",
  edit: "editMessageText",
  delete: "deleteMessage",
  react: "setMessageReaction",
  read: "getMe",
};

interface Room {
  readonly chat: Chat | null;
  readonly user: User;
  readonly robot: User;
  readonly topic: number | null;
  /** The last question. */
  asked: number;
}

/** A strict Telegram as the laws see it. */
export class TelegramDriver implements Driver {
  readonly server: TelegramServer;
  readonly #catcher: Catcher;
  readonly #rooms: Room[] = [];
  #last = 0;

  private constructor(server: TelegramServer, catcher: Catcher) {
    this.server = server;
    this.#catcher = catcher;
    server.user(ADA);
  }

  static async begin(catcher: Catcher): Promise<TelegramDriver> {
    const server = new TelegramServer({ token: TOKEN, username: "trunkline_bot", hearsBots: true });
    const origin = await server.listen();
    const response = await fetch(`${origin}/bot${TOKEN}/setWebhook`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ url: catcher.url(), secret_token: SECRET }),
    });
    if (!response.ok) throw new Error(await response.text());
    return new TelegramDriver(server, catcher);
  }

  async open(kind: string): Promise<Place> {
    const n = this.#rooms.length + 1;
    const user = this.server.user({ id: 7_000 + n, firstName: "Tess" });
    const robot = this.server.user({ id: 8_000 + n, firstName: "Robot", isBot: true });
    const room = kind === "private" ? null : this.#group(n, kind === "topic", user, robot);
    const topic = room && kind === "topic" ? this.server.topic(room, user, `T${n}`).id : null;
    this.#rooms.push({ chat: room, user, robot, topic, asked: 0 });
    return { room: n - 1 };
  }

  #group(n: number, hasTopics: boolean, user: User, robot: User): Chat {
    const type = hasTopics ? "forum" : "group";
    const id = hasTopics ? -1_001_000_000_000 - n : -n;
    const members = [robot];
    return this.server.group({
      id,
      title: "Team",
      type,
      admins: [user],
      members,
      botIsAdmin: true,
    });
  }

  async act(place: Place, deed: Deed): Promise<boolean> {
    const room = this.#room(place);
    const { chat, user, robot } = room;
    switch (deed.kind) {
      case "ask":
        room.asked = this.#say(room, user, chat ? `/ask ${deed.text}` : deed.text).message_id;
        return true;
      case "chatter":
        if (!chat) return false;
        this.#say(room, user, deed.text);
        return true;
      case "bot":
        if (!chat) return false;
        this.#say(room, robot, `/ask ${deed.text}`);
        return true;
      case "edit": {
        const told = chat
          ? this.server.editIn(chat, room.asked, `/ask ${deed.text}`)
          : this.server.editUserMessage(user, room.asked, deed.text);
        this.#last = told.update_id;
        return true;
      }
      case "press": {
        const last = this.#ours(room).at(-1);
        const data = last?.keyboard?.inline_keyboard[0]?.[0];
        if (!last || !data || !("callback_data" in data)) throw new Error("no button to press");
        const pressed = chat
          ? this.server.pressIn(chat, user, last.message_id, data.callback_data)
          : this.server.press(user, last.message_id, data.callback_data);
        this.#last = pressed.update_id;
        return true;
      }
      case "again":
        this.server.redeliver(this.#last);
        return true;
      case "unknown":
        this.#last = this.server.strange("hologram", { id: 1 }).update_id;
        return true;
      case "remove":
      case "retract":
      case "stranger":
        // Nobody is told of a deletion, and the settings say who may use the bot.
        return false;
      default:
        return deed satisfies never;
    }
  }

  async attach(place: Place, text: string, { name, mime, data }: SentFile): Promise<boolean> {
    const room = this.#room(place);
    const bytes = new Uint8Array(Buffer.from(data, "base64"));
    const caption = room.chat ? `/ask ${text}` : text;
    const file = { kind: "document", name, mimeType: mime, bytes, caption } as const;
    room.asked = this.#say(room, room.user, file).message_id;
    return true;
  }

  async heard() {
    await this.server.idle();
    return this.#catcher.take();
  }

  async seen(place: Place) {
    return this.#ours(this.#room(place)).map(({ text, edits, deleted }) => ({
      text,
      versions: edits.map((version) => version.text),
      deleted,
    }));
  }

  async reactions(place: Place) {
    const room = this.#room(place);
    const { messages } = this.server.chat(idOf(room));
    return messages.find(({ message_id }) => message_id === room.asked)?.reactions ?? [];
  }

  async disturb(operation: Operation, mishap: Mishap): Promise<void> {
    this.server.wire.fault({ method: METHODS[operation], fault: faultOf(mishap) });
  }

  async called(place: Place) {
    const versions = this.#ours(this.#room(place)).flatMap(({ edits }) => edits);
    return versions.flatMap(({ text, entities }) =>
      entities
        .filter(({ type }) => type === "mention" || type === "text_mention")
        .map(({ offset, length }) => text.slice(offset, offset + length)),
    );
  }

  async sign(webhook: Webhook, by: Signer): Promise<Webhook> {
    const secret = by === "stranger" ? "of-another-bot" : SECRET;
    const headers = { ...webhook.headers, "x-telegram-bot-api-secret-token": secret };
    return { ...webhook, headers };
  }

  async calls() {
    return this.server.wire.calls.filter(({ method }) => method !== "setWebhook").map(shown);
  }

  #say({ chat, topic }: Room, user: User, text: Parameters<TelegramServer["say"]>[1]): Said {
    const said = chat
      ? this.server.sayIn(chat, user, text, topic === null ? {} : { topic })
      : this.server.say(user, text);
    this.#last = said.update_id;
    return said;
  }

  #ours(room: Room) {
    return this.server.chat(idOf(room)).messages.filter(({ from, thread }) => {
      const there = room.topic === null || thread === room.topic;
      return from.id === this.server.bot.id && there;
    });
  }

  #room({ room }: Place): Room {
    const found = this.#rooms[Number(room)];
    if (!found) throw new Error(`no room ${room}`);
    return found;
  }
}

const idOf = ({ chat, user }: Room): number => chat?.id ?? user.id;
