import type { ServerResponse } from "node:http";
import type { ModelServer } from "../model/index.ts";
import type { TelegramServer, User } from "../telegram/index.ts";
import { Feed } from "./feed.ts";
import { HttpError } from "./http.ts";
import { Look } from "./look.ts";
import type { Operator } from "./operator.ts";
import type { RuntimePort } from "./runtime.ts";
import { viewOf } from "./view.ts";

export interface SeatOptions {
  readonly telegram: TelegramServer;
  readonly model: ModelServer | null;
  readonly runtime: RuntimePort;
  readonly operator: Operator;
}

/** One person in front of the page: what he does, and what he sees. */
export class Seat {
  readonly person: User;
  readonly #options: SeatOptions;
  readonly #feed: Feed;
  readonly #look: Look;
  #known = false;

  constructor(person: User, options: SeatOptions) {
    const { telegram, model, runtime, operator } = options;
    this.person = person;
    this.#options = options;
    this.#look = new Look({
      ask: () => operator.conversation(person.id),
      // Asking about a conversation that nobody has begun would create it.
      wanted: () => this.#known && this.#feed.watched,
      onNews: () => this.#feed.changed(),
    });
    this.#feed = new Feed(() => {
      const { seen: conversation, fresh, problem } = this.#look;
      const state = { conversation, fresh, problem, runtime: runtime.view(), now: Date.now() };
      return viewOf({ telegram, model, person, known: this.#known, ...state });
    });
  }

  watch(response: ServerResponse): void {
    this.#feed.add(response);
    this.#look.now();
  }

  say(text: string): void {
    refusing(() => this.#options.telegram.say(this.person, text));
    this.#known = true;
    this.#look.now();
  }

  edit(message: number, text: string): void {
    refusing(() => this.#options.telegram.editUserMessage(this.person, message, text));
  }

  press(message: number, data: string): void {
    refusing(() => this.#options.telegram.press(this.person, message, data));
  }

  /** Every text a message has had, oldest first. */
  versions(message: number): { text: string; at: number }[] {
    const chat = this.#known ? this.#options.telegram.chat(this.person.id) : null;
    const found = chat?.messages.find(({ message_id }) => message_id === message);
    if (!found) throw new HttpError(404, "no such message");
    return found.edits.map(({ text, at }) => ({ text, at }));
  }

  async settle(batch: string, act: "replay" | "drop"): Promise<void> {
    const done = await this.#options.operator.settle(this.person.id, batch, act);
    if (done === null) throw new HttpError(503, "the runtime does not answer");
    if (!done) throw new HttpError(409, "there is no such dead letter any more");
    this.#look.now();
  }

  /** Something on the wire or in the process has changed. */
  changed(): void {
    this.#feed.changed();
  }

  close(): void {
    this.#look.close();
    this.#feed.close();
  }
}

/** What the emulated people cannot do, the emulator says in a sentence; the page shows it. */
function refusing(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    throw error instanceof Error ? new HttpError(400, error.message) : error;
  }
}
