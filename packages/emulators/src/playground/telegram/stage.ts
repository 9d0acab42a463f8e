import * as z from "zod";
import type { Delivery, Queued, TelegramServer, User } from "../../telegram/index.ts";
import type { Call } from "../../wire.ts";
import { type CallLine, MOST_CALLS, outLines } from "../calls.ts";
import type { Fault } from "../faults/fault.ts";
import { HttpError, read, refusing } from "../http.ts";
import type { Said } from "../said.ts";
import type { Found, Place, Scene, Stage } from "../stage.ts";
import { BLOCK, blocked, Twice, telegramFaults } from "./faults.ts";
import { Attach, itemsOf, SentFiles, single } from "./files.ts";
import { chatId, personIn, placeOf, type Room } from "./room.ts";
import { bubbles, type TelegramScene, typingUntil } from "./scene.ts";

export interface TelegramStageOptions {
  readonly telegram: TelegramServer;
  /** The chats of the page, the first one shown at first. */
  readonly rooms: readonly [Room, ...Room[]];
  /** What is special about some of the people, by their id. */
  readonly notes?: ReadonlyMap<number, string>;
}

const Edit = z.object({ as: z.string(), message: z.number(), text: z.string() });
const Press = z.object({ as: z.string(), message: z.number(), data: z.string() });

/** How long the page waits for the bot's answer to a press. */
const PRESS_MS = 5_000;

/** Telegram on the page: private chats and groups, with the people in them. */
export class TelegramStage implements Stage {
  readonly name = "telegram";
  readonly title = "Telegram";
  readonly faults: readonly Fault[];
  readonly #telegram: TelegramServer;
  readonly #options: TelegramStageOptions;
  readonly #twice = new Twice();
  readonly #begun = new Set<string>();
  readonly #files = new Map<string, SentFiles>();
  /** In which place an update was made. */
  readonly #updates = new Map<number, string>();

  constructor(options: TelegramStageOptions) {
    this.#options = options;
    this.#telegram = options.telegram;
    for (const { id } of options.rooms) this.#files.set(id, new SentFiles());
    const chatOf = (place: string) => chatId(this.#room(place));
    const personOf = (place: string) => {
      const room = this.#room(place);
      return room.kind === "private" ? room.people[0] : null;
    };
    const block = blocked(options.telegram, personOf, (place) => this.#isBlocked(place));
    this.faults = telegramFaults(options.telegram, chatOf, [this.#twice, block]);
  }

  places(): readonly [Place, ...Place[]] {
    const { rooms, notes = new Map<number, string>() } = this.#options;
    const [first, ...rest] = rooms;
    const place = (room: Room) =>
      placeOf(room, this.#telegram.bot.username, this.#begun.has(room.id), notes);
    return [place(first), ...rest.map(place)];
  }

  scene(place: string, now: number): Scene {
    const room = this.#room(place);
    const chat = this.#begun.has(place) ? this.#telegram.chat(chatId(room)) : null;
    const until = chat ? typingUntil(chat, this.#telegram.bot) : 0;
    const scene: TelegramScene = {
      bot: this.#telegram.bot.username,
      kind: room.kind,
      bubbles: chat ? bubbles(chat, this.#sent(place).pictures) : [],
      typing: until > now,
    };
    return { scene, staleAt: until > now ? until : 0 };
  }

  feed(changed: () => void): () => void {
    const stops = [this.#telegram.onChange(changed), this.#telegram.wire.listener(changed)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  say(place: string, { as, text, replyTo }: Said): void {
    const room = this.#room(place);
    const person = this.#speaker(place, as);
    const options = replyTo === undefined ? {} : { replyTo };
    const said = refusing(() =>
      room.kind === "private"
        ? this.#telegram.say(person, text, options)
        : this.#telegram.sayIn(room.chat, person, text, options),
    );
    this.#begun.add(place);
    this.#told(place, said);
  }

  act(place: string, name: string, body: unknown): object | undefined | Promise<object> {
    switch (name) {
      case "edit":
        return this.#edit(place, read(Edit, body));
      case "press":
        return this.#press(place, read(Press, body));
      case "attach":
        return this.#attach(place, read(Attach, body));
      default:
        throw new HttpError(404, "nobody can do that here");
    }
  }

  find(place: string, name: string, query: URLSearchParams): Found | null {
    const message = Number(query.get("message"));
    if (name === "file") return this.#sent(place).find(message);
    if (name !== "versions" || !this.#begun.has(place)) return null;
    const { messages } = this.#telegram.chat(chatId(this.#room(place)));
    const found = messages.find(({ message_id }) => message_id === message);
    return found ? { json: found.edits.map(({ text, at }) => ({ text, at })) } : null;
  }

  calls(startedAt: number): CallLine[] {
    const { wire, deliveries } = this.#telegram;
    const from = Math.max(0, deliveries.length - MOST_CALLS);
    return [
      ...outLines("telegram", wire.calls, startedAt, (call) => this.#placeOf(call)),
      ...deliveries.slice(from).map((delivery, index) => this.#inLine(delivery, from + index)),
    ];
  }

  #edit(place: string, { as, message, text }: z.infer<typeof Edit>): undefined {
    const room = this.#room(place);
    const person = personIn(room, as);
    const queued = refusing(() => {
      if (room.kind === "private") return this.#telegram.editUserMessage(person, message, text);
      const { messages } = this.#telegram.chat(room.chat.id);
      const mine = messages.some((one) => one.message_id === message && one.from.id === person.id);
      if (!mine) throw new HttpError(400, `${person.first_name} did not write that message`);
      return this.#telegram.editIn(room.chat, message, text);
    });
    this.#updates.set(queued.update_id, place);
  }

  /** @returns what the bot answers, if it does in time */
  async #press(place: string, { as, message, data }: z.infer<typeof Press>): Promise<object> {
    const room = this.#room(place);
    const person = personIn(room, as);
    const pressed = refusing(() =>
      room.kind === "private"
        ? this.#telegram.press(person, message, data)
        : this.#telegram.pressIn(room.chat, person, message, data),
    );
    this.#updates.set(pressed.update_id, place);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<{ text: string }>((resolve) => {
      timer = setTimeout(() => resolve({ text: "" }), PRESS_MS);
    });
    const { text } = await Promise.race([pressed.answered, late]);
    clearTimeout(timer);
    return { answer: text };
  }

  #attach(place: string, attach: Attach): undefined {
    const room = this.#room(place);
    const person = this.#speaker(place, attach.as);
    const said = refusing(() => this.#send(room, person, attach));
    this.#begun.add(place);
    for (const [index, one] of said.entries()) {
      const file = attach.files[index];
      if (file) this.#sent(place).keep(one.message_id, file.type, file.data);
      this.#updates.set(one.update_id, place);
    }
  }

  #send(room: Room, person: User, attach: Attach) {
    const items = itemsOf(attach);
    const one = single(items);
    if (room.kind === "private") {
      return one ? [this.#telegram.say(person, one)] : this.#telegram.album(person, items);
    }
    return one
      ? [this.#telegram.sayIn(room.chat, person, one)]
      : this.#telegram.albumIn(room.chat, person, items);
  }

  /** Who writes; a person who blocks the bot cannot, and is told so in the page's own words. */
  #speaker(place: string, as: string): User {
    const room = this.#room(place);
    const person = personIn(room, as);
    if (this.#isBlocked(place) && room.kind === "private") {
      const { first_name } = person;
      throw new HttpError(
        400,
        `${first_name} has blocked the bot, so nothing can be sent. Switch “${BLOCK}” off first.`,
      );
    }
    return person;
  }

  #isBlocked(place: string): boolean {
    return this.#begun.has(place) && this.#telegram.chat(chatId(this.#room(place))).blocked;
  }

  #told(place: string, { update_id }: Queued): void {
    this.#updates.set(update_id, place);
    if (update_id === 0 || !this.#twice.take(Date.now())) return;
    // Beside the queue, at the same moment. What comes of it is in the list of calls; without a webhook
    // nothing does.
    this.#telegram.post(update_id).catch(() => {});
  }

  #placeOf({ body }: Call): string | null {
    if (typeof body !== "object" || body === null || !("chat_id" in body)) return null;
    const id = String(body.chat_id);
    return this.#options.rooms.find((room) => String(chatId(room)) === id)?.id ?? null;
  }

  #inLine({ at, status, error, update_id, via }: Delivery, n: number): CallLine {
    const good = status >= 200 && status < 300;
    return {
      key: `webhook-${n}`,
      at,
      way: "in",
      what: `webhook: update ${update_id}`,
      status: status === 0 ? null : status,
      note: error ?? (via === "manual" ? "the second delivery" : null),
      tone: status === 0 && error === null ? "open" : good ? "good" : "bad",
      place: this.#updates.get(update_id) ?? null,
    };
  }

  #sent(place: string): SentFiles {
    const files = this.#files.get(place);
    if (!files) throw new HttpError(404, "there is no such place");
    return files;
  }

  #room(place: string): Room {
    const room = this.#options.rooms.find(({ id }) => id === place);
    if (!room) throw new HttpError(404, "there is no such place");
    return room;
  }
}
